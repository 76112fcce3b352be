package io.activationgateway.consent.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.consent.signal.SignalDemands.Required;
import io.activationgateway.consent.signal.TcfDemand.Disclosure;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
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
