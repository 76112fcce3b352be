package io.activationgateway.consent.signal;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.signal.SignalAnswer.Flaw;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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

    /** What the signals leave of a permission as of an instant: part of {@link #read}. */
    public SignalClass judge(Map<SignalField, String> carried, Instant now) {
        return read(carried, now).left();
    }

    /**
     * What the signals say as of an instant.
     *
     * @param carried the text of each signal that the payload carries; of an object its JSON
     */
    public SignalReading read(Map<SignalField, String> carried, Instant now) {
        var told = new EnumMap<SignalField, Told>(SignalField.class);
        strings(carried, now, told);
        categories(carried, told);
        if (!google.isEmpty()) {
            told.put(SignalField.GOOGLE_AD_USER_DATA, Told.yesOrNo(GoogleSignal.read(carried, google)));
        }
        boolean missing = switch (required) {
            case NONE -> false;
            case ANY -> told.values().stream().allMatch(SignalDemands::isAbsent);
            case ALL -> told.values().stream().anyMatch(SignalDemands::isAbsent);
        };
        var control = carried.get(SignalField.GPC);
        var browser = control == null ? SignalAnswer.ABSENT : GpcSignal.stored(control);
        if (gpc) {
            told.put(SignalField.GPC, Told.noConsent(browser));
        }
        boolean optedOut = browser instanceof SignalAnswer.Refuses || browser instanceof SignalAnswer.Unusable;
        var flaws = EnumSet.noneOf(Flaw.class);
        for (var each : told.values()) {
            if (each.answer() instanceof SignalAnswer.Unusable(var flaw)) {
                flaws.add(flaw);
            }
        }
        boolean refused = told.values().stream().anyMatch(each -> each.answer() instanceof SignalAnswer.Refuses);
        var left = SignalClass.of(refused, missing, !flaws.isEmpty(), optedOut);
        return new SignalReading(left, choices(told, left), flaws);
    }

    private void strings(Map<SignalField, String> carried, Instant now, Map<SignalField, Told> told) {
        if (tcf != null) {
            var text = carried.get(SignalField.TCF);
            told.put(SignalField.TCF, text == null ? Told.ABSENT : TcfSignal.tell(text, tcf, now));
        }
        if (gpp != null) {
            var text = carried.get(SignalField.GPP);
            told.put(
                    SignalField.GPP,
                    text == null ? Told.ABSENT : GppSignal.tell(text, carried.get(SignalField.GPP_SID), gpp, tcf, now));
        }
    }

    private void categories(Map<SignalField, String> carried, Map<SignalField, Told> told) {
        if (!segment.isEmpty()) {
            var json = carried.get(SignalField.SEGMENT_CONSENT);
            told.put(
                    SignalField.SEGMENT_CONSENT,
                    json == null ? Told.ABSENT : Told.yesOrNo(SegmentSignal.read(json, segment)));
        }
        if (!rudderstack.isEmpty()) {
            var json = carried.get(SignalField.RUDDERSTACK_CONSENT);
            told.put(
                    SignalField.RUDDERSTACK_CONSENT,
                    json == null ? Told.ABSENT : Told.yesOrNo(RudderstackSignal.read(json, rudderstack)));
        }
        if (mparticle != null) {
            var json = carried.get(SignalField.MPARTICLE_CONSENT);
            told.put(SignalField.MPARTICLE_CONSENT, json == null ? Told.ABSENT : MparticleSignal.tell(json, mparticle));
        }
    }

    private List<SignalChoice> choices(Map<SignalField, Told> told, SignalClass left) {
        var granting = told.values().stream().filter(Told::consent).toList();
        var choices = new ArrayList<SignalChoice>();
        told.forEach((field, each) -> {
            if (each.answer() instanceof SignalAnswer.Refuses) {
                choices.add(new SignalChoice(field, false, each.at(), null));
            } else if (each.consent() && left == SignalClass.CLEAR) {
                choices.add(new SignalChoice(
                        field, true, required == Required.ALL ? oldest(granting, each.at()) : each.at(), each.until()));
            }
        });
        return choices;
    }

    /** Where it takes all of them together, none counts from later than the oldest. */
    private static @Nullable Instant oldest(List<Told> granting, @Nullable Instant own) {
        return granting.stream()
                .flatMap(each -> Stream.ofNullable(each.at()))
                .min(Instant::compareTo)
                .orElse(own);
    }

    private static boolean isAbsent(Told told) {
        return told.answer() instanceof SignalAnswer.Absent;
    }

    private static void add(Set<SignalField> fields, boolean counts, SignalField field) {
        if (counts) {
            fields.add(field);
        }
    }
}
