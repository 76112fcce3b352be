package io.activationgateway.consent.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.consent.signal.SignalDemands.Required;
import io.activationgateway.consent.signal.TcfDemand.Disclosure;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Several signals of one row weighed together. */
class SignalDemandsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final String SEGMENT_YES = "{\"categoryPreferences\":{\"Advertising\":true}}";
    private static final String SEGMENT_NO = "{\"categoryPreferences\":{\"Advertising\":false}}";

    /** What a row may carry in each field: a yes, a no, nonsense. */
    private static final Map<SignalField, Set<String>> TEXTS = Map.of(
            SignalField.TCF, Set.of(TcStrings.GOOD, TcStrings.NO_AD_PURPOSES, "x"),
            SignalField.GPP, Set.of("DBABMA~" + TcStrings.GOOD, "DBABTA~1YNN", "DBABTA~1YYN", "x"),
            SignalField.SEGMENT_CONSENT, Set.of(SEGMENT_YES, SEGMENT_NO, "x"),
            SignalField.RUDDERSTACK_CONSENT,
                    Set.of("{\"allowedConsentIds\":[\"C0004\"]}", "{\"allowedConsentIds\":[]}", "x"),
            SignalField.MPARTICLE_CONSENT,
                    Set.of(
                            "{\"gdpr\":{\"advertising\":{\"consented\":true}}}",
                            "{\"gdpr\":{\"advertising\":{\"consented\":false}}}",
                            "x"),
            SignalField.GPC, Set.of("0", "1", "x"));

    @Test
    void whatAPurposeDoesNotNameDoesNotCount() {
        assertThat(SignalDemands.NONE.judge(Map.of(SignalField.TCF, "x"), NOW)).isEqualTo(SignalClass.CLEAR);
        assertThat(demands(Required.NONE).judge(Map.of(), NOW)).isEqualTo(SignalClass.CLEAR);
    }

    /** Some laws honour it by themselves: it is told whatever the purpose names, and refuses only where it is named. */
    @Test
    void globalPrivacyControlIsAlwaysTold() {
        assertThat(SignalDemands.NONE.fields()).containsExactly(SignalField.GPC);
        assertThat(SignalDemands.NONE.judge(Map.of(SignalField.GPC, "1"), NOW)).isEqualTo(SignalClass.OPTED_OUT);
        assertThat(SignalDemands.NONE.judge(Map.of(SignalField.GPC, "x"), NOW)).isEqualTo(SignalClass.OPTED_OUT);
        assertThat(SignalDemands.NONE.judge(Map.of(SignalField.GPC, "0"), NOW)).isEqualTo(SignalClass.CLEAR);
    }

    @Test
    void refusedAndUnusableAreToldTogether() {
        var told = demands(Required.NONE)
                .judge(Map.of(SignalField.TCF, "x", SignalField.SEGMENT_CONSENT, SEGMENT_NO), NOW);
        assertThat(told).isEqualTo(SignalClass.REFUSED_UNUSABLE);
        assertThat(told.refused()).isTrue();
        assertThat(told.unusable()).isTrue();
        assertThat(told.missing()).isFalse();
    }

    @Test
    void oneOrAllMayBeRequired() {
        var one = Map.of(SignalField.SEGMENT_CONSENT, SEGMENT_YES);
        assertThat(demands(Required.ANY).judge(Map.of(), NOW)).isEqualTo(SignalClass.MISSING);
        assertThat(demands(Required.ANY).judge(Map.of(SignalField.GPC, "0"), NOW))
                .isEqualTo(SignalClass.MISSING);
        assertThat(demands(Required.ANY).judge(one, NOW)).isEqualTo(SignalClass.CLEAR);
        assertThat(demands(Required.ALL).judge(one, NOW)).isEqualTo(SignalClass.MISSING);
    }

    /** TCF tells the day of the last change, and its yes ends with the age that the purpose allows. */
    @Test
    void aTcfStringIsAChoiceWithItsTime() {
        var made = TcStrings.MADE;
        assertThat(demands(Required.NONE)
                        .read(Map.of(SignalField.TCF, TcStrings.GOOD), NOW)
                        .choices())
                .containsExactly(new SignalChoice(
                        SignalField.TCF, true, made, made.plus(Duration.ofDays(TcfDemand.USUAL_MAX_AGE_DAYS))));
        assertThat(demands(Required.NONE)
                        .read(Map.of(SignalField.GPP, "DBABMA~" + TcStrings.NO_AD_PURPOSES), NOW)
                        .choices())
                .containsExactly(new SignalChoice(SignalField.GPP, false, made, null));
    }

    /** Not opting out is no consent, nor is a browser that says nothing. */
    @Test
    void whatCanOnlyRefuseNeverGrants() {
        assertThat(demands(Required.NONE)
                        .read(Map.of(SignalField.GPP, "DBABTA~1YNN", SignalField.GPC, "0"), NOW)
                        .choices())
                .isEmpty();
        assertThat(demands(Required.NONE)
                        .read(
                                Map.of(
                                        SignalField.MPARTICLE_CONSENT,
                                        "{\"ccpa\":{\"data_sale_opt_out\":{\"consented\":false}}}"),
                                NOW)
                        .choices())
                .extracting(SignalChoice::granted)
                .doesNotContain(true);
        assertThat(demands(Required.NONE)
                        .read(Map.of(SignalField.GPP, "DBABTA~1YYN", SignalField.GPC, "1"), NOW)
                        .choices())
                .containsExactly(
                        new SignalChoice(SignalField.GPP, false, null, null),
                        new SignalChoice(SignalField.GPC, false, null, null));
    }

    @Test
    void aYesBesideWhatStandsAgainstItIsNoChoice() {
        assertThat(demands(Required.NONE)
                        .read(Map.of(SignalField.TCF, TcStrings.GOOD, SignalField.SEGMENT_CONSENT, SEGMENT_NO), NOW)
                        .choices())
                .containsExactly(new SignalChoice(SignalField.SEGMENT_CONSENT, false, null, null));
        assertThat(demands(Required.NONE)
                        .read(Map.of(SignalField.TCF, TcStrings.GOOD, SignalField.SEGMENT_CONSENT, "x"), NOW))
                .isEqualTo(
                        new SignalReading(SignalClass.UNUSABLE, List.of(), Set.of(SignalAnswer.Flaw.JSON_UNREADABLE)));
        assertThat(demands(Required.ALL)
                        .read(Map.of(SignalField.TCF, TcStrings.GOOD), NOW)
                        .choices())
                .as("one that is required is missing")
                .isEmpty();
    }

    /** Where all are required, the consent is as old as the oldest of them. */
    @Test
    void whereAllAreRequiredTheOldestTimeCounts() {
        var both = new SignalDemands(
                new TcfDemand(755, Set.of(1), 396, 4, Disclosure.ALWAYS),
                null,
                Set.of(),
                Set.of(),
                Set.of("a", "b"),
                Set.of(),
                false,
                Required.ALL);
        var state = "{\"gdpr\":{\"a\":{\"consented\":true,\"timestamp_unixtime_ms\":1790000000000},"
                + "\"b\":{\"consented\":true,\"timestamp_unixtime_ms\":1770000000000}}}";

        assertThat(both.read(Map.of(SignalField.TCF, TcStrings.GOOD, SignalField.MPARTICLE_CONSENT, state), NOW)
                        .choices())
                .extracting(SignalChoice::at)
                .containsOnly(Instant.ofEpochMilli(1_770_000_000_000L));
    }

    @Test
    void requiringWhatNothingCanFulfilIsRejected() {
        assertThatThrownBy(() -> new SignalDemands(null, null, Set.of(), Set.of(), null, Set.of(), true, Required.ANY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("required ANY");
    }

    @Test
    void theClassesAreTheirBits() {
        assertThat(Arrays.stream(SignalClass.values())
                        .map(each -> SignalClass.of(each.refused(), each.missing(), each.unusable(), each.optedOut())))
                .containsExactly(SignalClass.values());
        assertThat(SignalClass.MISSING_UNUSABLE.missing() && SignalClass.MISSING_UNUSABLE.unusable())
                .isTrue();
        assertThat(SignalClass.MISSING_UNUSABLE.refused()).isFalse();
    }

    /** A signal more takes away or leaves as it is; and no set of signals gives more than a purpose without demands. */
    @Property
    void addingASignalNeverPermitsMore(@ForAll("carried") Map<SignalField, String> carried) {
        var demands = demands(Required.NONE);
        var with = demands.judge(carried, NOW);
        for (var field : carried.keySet()) {
            var fewer = new EnumMap<>(carried);
            fewer.remove(field);
            var without = demands.judge(fewer, NOW);
            assertThat(with.refused() || !without.refused()).isTrue();
            assertThat(with.unusable() || !without.unusable()).isTrue();
        }
    }

    @Provide
    Arbitrary<Map<SignalField, String>> carried() {
        return Arbitraries.of(TEXTS.keySet()).set().flatMap(fields -> {
            Arbitrary<Map<SignalField, String>> all = Arbitraries.just(Map.of());
            for (var field : fields) {
                all = all.flatMap(told -> Arbitraries.of(TEXTS.getOrDefault(field, Set.of()))
                        .map(text -> {
                            var more = new EnumMap<SignalField, String>(SignalField.class);
                            more.putAll(told);
                            more.put(field, text);
                            return more;
                        }));
            }
            return all;
        });
    }

    private static SignalDemands demands(Required required) {
        @Nullable TcfDemand tcf = new TcfDemand(755, Set.of(1, 3, 4), 396, 4, Disclosure.ALWAYS);
        return new SignalDemands(
                tcf,
                Set.of(OptOut.values()),
                Set.of("Advertising"),
                Set.of("C0004"),
                Set.of("advertising"),
                Set.of(SignalField.GOOGLE_AD_USER_DATA),
                true,
                required);
    }
}
