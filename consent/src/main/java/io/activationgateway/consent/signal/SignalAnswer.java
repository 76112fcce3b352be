package io.activationgateway.consent.signal;

import static java.util.Objects.requireNonNull;

/**
 * What one signal says on what a purpose demands of it. It can only restrict: a permission adds nothing to what the
 * register holds. Holds no personal data.
 */
public sealed interface SignalAnswer {

    SignalAnswer ABSENT = new Absent();
    SignalAnswer PERMITS = new Permits();
    SignalAnswer REFUSES = new Refuses();

    /** The payload carries no such signal, or the signal does not speak of what is asked. */
    record Absent() implements SignalAnswer {}

    /** The signal says yes to all that is demanded. */
    record Permits() implements SignalAnswer {}

    /** The signal says no to something that is demanded, or does not say yes where it should. */
    record Refuses() implements SignalAnswer {}

    /** There is a signal, but it proves nothing. */
    record Unusable(Flaw flaw) implements SignalAnswer {
        public Unusable {
            requireNonNull(flaw, "flaw");
        }
    }

    /** Why a signal proves nothing. */
    enum Flaw {
        /** Longer than any real one. */
        TOO_LONG,
        /** No TCF string. */
        TCF_UNREADABLE,
        /** A TCF string of another version than 2. */
        TCF_VERSION,
        /** Bits left over, a segment twice or of an unknown type, ranges out of order. */
        TCF_SHAPE,
        /** Made under a policy that no longer holds. */
        TCF_POLICY,
        /** Not specific to one service (globally scoped consents ended in 2021). */
        TCF_GLOBAL,
        /** Made or changed in the future. */
        TCF_FUTURE,
        /** Older than the purpose lets it be. */
        TCF_EXPIRED,
        /** Does not say which vendors the person was shown. */
        TCF_NO_DISCLOSED_VENDORS,
        /** No GPP string, or one without sections. */
        GPP_HEADER,
        /** More or fewer sections than the header names. */
        GPP_SECTIONS,
        /** A section that applies and that nobody here can judge. */
        GPP_SECTION_UNKNOWN,
        /** A section whose bits are not what its layout demands. */
        GPP_SECTION_BROKEN,
        /** The list of sections that apply cannot be read, or names one that the string does not hold. */
        GPP_SID,
        /** No JSON, a name twice, or something behind the object. */
        JSON_UNREADABLE,
        /** JSON without the members that it needs, or with values of another type. */
        JSON_SHAPE,
        /** Neither true nor false. */
        GPC_VALUE
    }
}
