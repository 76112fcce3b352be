package io.activationgateway.consent.signal;

import com.iabtcf.decoder.TCString;
import com.iabtcf.v2.PublisherRestriction;
import io.activationgateway.consent.signal.SignalAnswer.Flaw;
import io.activationgateway.consent.signal.TcfDemand.Disclosure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads IAB TCF strings, versions 2.2 and 2.3 of the framework. A string proves a choice in a browser, for vendors of the
 * list. Pure; any thread.
 */
public final class TcfSignal {

    /** Far above what real strings have; bounds the work that a hostile one makes. */
    private static final int LONGEST = 10_000;

    private static final Instant DISCLOSURE_BEGINS = Instant.parse("2026-02-28T00:00:00Z");

    private TcfSignal() {}

    /** What the string says on the demand as of an instant. White space around it is not forgiven. */
    public static SignalAnswer read(String text, TcfDemand demand, Instant now) {
        return tell(text, demand, now).answer();
    }

    /** The same with the time of the last change, which the framework rounds to the day, and the end of its age. */
    static Told tell(String text, TcfDemand demand, Instant now) {
        if (text.length() > LONGEST) {
            return unusable(Flaw.TOO_LONG);
        }
        try {
            var shape = TcfShape.flaw(text);
            if (shape.isPresent() && shape.get() != Flaw.TCF_NO_DISCLOSED_VENDORS) {
                return unusable(shape.get());
            }
            var string = TCString.decode(text);
            var flaw = flaw(string, shape.isEmpty(), demand, now);
            if (flaw.isPresent()) {
                return unusable(flaw.get());
            }
            boolean permits = permits(string, shape.isEmpty(), demand);
            return new Told(
                    permits ? SignalAnswer.PERMITS : SignalAnswer.REFUSES,
                    permits,
                    string.getLastUpdated(),
                    string.getCreated().plus(Duration.ofDays(demand.maxAgeDays())));
        } catch (RuntimeException unreadable) {
            // The decoder's own errors are unchecked, and not all of one type.
            return unusable(Flaw.TCF_UNREADABLE);
        }
    }

    private static Told unusable(Flaw flaw) {
        return Told.noConsent(new SignalAnswer.Unusable(flaw));
    }

    private static Optional<Flaw> flaw(TCString string, boolean disclosed, TcfDemand demand, Instant now) {
        var made = string.getCreated();
        if (string.getTcfPolicyVersion() < demand.minPolicyVersion()) {
            return Optional.of(Flaw.TCF_POLICY);
        }
        if (!string.isServiceSpecific()) {
            return Optional.of(Flaw.TCF_GLOBAL);
        }
        if (made.isAfter(now) || string.getLastUpdated().isAfter(now)) {
            return Optional.of(Flaw.TCF_FUTURE);
        }
        if (made.isBefore(now.minus(Duration.ofDays(demand.maxAgeDays())))) {
            return Optional.of(Flaw.TCF_EXPIRED);
        }
        boolean mustDisclose = demand.disclosure() == Disclosure.ALWAYS || !made.isBefore(DISCLOSURE_BEGINS);
        return mustDisclose && !disclosed ? Optional.of(Flaw.TCF_NO_DISCLOSED_VENDORS) : Optional.empty();
    }

    /** Legitimate interests are not asked: none carries what the register's consent is to carry. */
    private static boolean permits(TCString string, boolean disclosed, TcfDemand demand) {
        return demand.purposes().stream().allMatch(string.getPurposesConsent()::contains)
                && string.getVendorConsent().contains(demand.vendor())
                && (!disclosed || string.getDisclosedVendors().contains(demand.vendor()))
                && string.getPublisherRestrictions().stream().noneMatch(restriction -> forbids(restriction, demand));
    }

    private static boolean forbids(PublisherRestriction restriction, TcfDemand demand) {
        return demand.purposes().contains(restriction.getPurposeId())
                && switch (restriction.getRestrictionType()) {
                    case REQUIRE_CONSENT -> false;
                    case NOT_ALLOWED, REQUIRE_LEGITIMATE_INTEREST, UNDEFINED ->
                        restriction.getVendorIds().contains(demand.vendor());
                };
    }
}
