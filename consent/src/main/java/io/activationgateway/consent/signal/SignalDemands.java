package io.activationgateway.consent.signal;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a purpose demands of the signals that travel with a row. A signal that it does not name does not count. Immutable;
 * pure; any thread.
 *
 * @param tcf what a TCF string must say, also one inside a GPP string
 * @param gpp the opt-outs in a GPP string that refuse; null where such a string does not count
 * @param segment the categories that Segment must say are allowed
 * @param rudderstack the categories that RudderStack must say are allowed
 * @param mparticle the purposes that mParticle must say are consented to; null where its state does not count
 * @param google which of Google's two fields must be granted
 * @param gpc whether Global Privacy Control refuses
 * @param required whether signals must be there at all
 */
public record SignalDemands(
        @Nullable TcfDemand tcf,
        @Nullable Set<OptOut> gpp,
        Set<String> segment,
        Set<String> rudderstack,
        @Nullable Set<String> mparticle,
        Set<SignalField> google,
        boolean gpc,
        Required required) {

    /** Demands nothing: signals do not count. */
    public static final SignalDemands NONE =
            new SignalDemands(null, null, Set.of(), Set.of(), null, Set.of(), false, Required.NONE);

    public SignalDemands {
        gpp = gpp == null ? null : Set.copyOf(gpp);
        segment = Set.copyOf(segment);
        rudderstack = Set.copyOf(rudderstack);
        mparticle = mparticle == null ? null : Set.copyOf(mparticle);
        google = Set.copyOf(google);
        requireNonNull(required, "required");
        if (!Set.of(SignalField.GOOGLE_AD_USER_DATA, SignalField.GOOGLE_AD_PERSONALIZATION)
                .containsAll(google)) {
            throw new IllegalArgumentException(
                    "signals: google (expected: GOOGLE_AD_USER_DATA, GOOGLE_AD_PERSONALIZATION or both)");
        }
        boolean onePermits = tcf != null
                || gpp != null
                || mparticle != null
                || !segment.isEmpty()
                || !rudderstack.isEmpty()
                || !google.isEmpty();
        if (required != Required.NONE && !onePermits) {
            throw new IllegalArgumentException(
                    "signals: required " + required
                            + " without a signal that can permit (expected: one of tcf, gpp, segment, rudderstack, mparticle, google)");
        }
    }

    /** Whether signals must be there. Global Privacy Control can only refuse and is never required. */
    public enum Required {
        /** What is there counts; nothing must be. */
        NONE,
        /** One of the named signals must be there. */
        ANY,
        /** Each of the named signals must be there. */
        ALL
    }

    /** The fields that a decision depends on. Global Privacy Control always is one: some laws honour it by themselves. */
    public Set<SignalField> fields() {
        var fields = EnumSet.noneOf(SignalField.class);
        fields.addAll(google);
        add(fields, tcf != null, SignalField.TCF);
        add(fields, gpp != null, SignalField.GPP);
        add(fields, gpp != null, SignalField.GPP_SID);
        add(fields, !segment.isEmpty(), SignalField.SEGMENT_CONSENT);
        add(fields, !rudderstack.isEmpty(), SignalField.RUDDERSTACK_CONSENT);
        add(fields, mparticle != null, SignalField.MPARTICLE_CONSENT);
        fields.add(SignalField.GPC);
        return fields;
    }

    /**
     * What the signals leave of a permission as of an instant.
     *
     * @param carried the text of each signal that the payload carries; of an object its JSON
     */
    public SignalClass judge(Map<SignalField, String> carried, Instant now) {
        var answers = new ArrayList<SignalAnswer>();
        tcf(carried, now).ifPresent(answers::add);
        gpp(carried, now).ifPresent(answers::add);
        categories(carried, answers);
        if (!google.isEmpty()) {
            answers.add(GoogleSignal.read(carried, google));
        }
        boolean missing = switch (required) {
            case NONE -> false;
            case ANY -> answers.stream().allMatch(SignalAnswer.Absent.class::isInstance);
            case ALL -> answers.stream().anyMatch(SignalAnswer.Absent.class::isInstance);
        };
        var control = carried.get(SignalField.GPC);
        var told = control == null ? SignalAnswer.ABSENT : GpcSignal.stored(control);
        if (gpc) {
            answers.add(told);
        }
        boolean optedOut = told instanceof SignalAnswer.Refuses || told instanceof SignalAnswer.Unusable;
        return SignalClass.of(
                answers.stream().anyMatch(SignalAnswer.Refuses.class::isInstance),
                missing,
                answers.stream().anyMatch(SignalAnswer.Unusable.class::isInstance),
                optedOut);
    }

    private Optional<SignalAnswer> tcf(Map<SignalField, String> carried, Instant now) {
        return Optional.ofNullable(tcf).map(demand -> {
            var text = carried.get(SignalField.TCF);
            return text == null ? SignalAnswer.ABSENT : TcfSignal.read(text, demand, now);
        });
    }

    private Optional<SignalAnswer> gpp(Map<SignalField, String> carried, Instant now) {
        return Optional.ofNullable(gpp).map(optOuts -> {
            var text = carried.get(SignalField.GPP);
            return text == null
                    ? SignalAnswer.ABSENT
                    : GppSignal.read(text, carried.get(SignalField.GPP_SID), optOuts, tcf, now);
        });
    }

    private void categories(Map<SignalField, String> carried, List<SignalAnswer> answers) {
        if (!segment.isEmpty()) {
            var json = carried.get(SignalField.SEGMENT_CONSENT);
            answers.add(json == null ? SignalAnswer.ABSENT : SegmentSignal.read(json, segment));
        }
        if (!rudderstack.isEmpty()) {
            var json = carried.get(SignalField.RUDDERSTACK_CONSENT);
            answers.add(json == null ? SignalAnswer.ABSENT : RudderstackSignal.read(json, rudderstack));
        }
        if (mparticle != null) {
            var json = carried.get(SignalField.MPARTICLE_CONSENT);
            answers.add(json == null ? SignalAnswer.ABSENT : MparticleSignal.read(json, mparticle));
        }
    }

    private static void add(Set<SignalField> fields, boolean counts, SignalField field) {
        if (counts) {
            fields.add(field);
        }
    }
}
