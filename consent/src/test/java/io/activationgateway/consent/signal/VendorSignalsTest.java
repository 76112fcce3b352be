package io.activationgateway.consent.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.consent.signal.SignalAnswer.Flaw;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Segment, RudderStack, mParticle, Google and browsers say. */
class VendorSignalsTest {

    private static final Set<String> ADS = Set.of("Advertising", "C0004");

    @Test
    void segmentPermitsWhereEveryCategoryIsAllowed() {
        assertThat(segment("{\"categoryPreferences\":{\"Advertising\":true,\"Analytics\":false,\"C0004\":true}}"))
                .isEqualTo(SignalAnswer.PERMITS);
        assertThat(segment("{\"id\":{\"a\":[1]},\"categoryPreferences\":{\"Advertising\":true,\"C0004\":true}}"))
                .isEqualTo(SignalAnswer.PERMITS);
        assertThat(segment("{\"categoryPreferences\":{\"Advertising\":true,\"C0004\":false}}"))
                .isEqualTo(SignalAnswer.REFUSES);
        assertThat(segment("{\"categoryPreferences\":{\"advertising\":true,\"C0004\":true}}"))
                .isEqualTo(SignalAnswer.REFUSES);
        assertThat(segment("{\"categoryPreferences\":{}}")).isEqualTo(SignalAnswer.REFUSES);
    }

    @Test
    void segmentWithoutPreferencesIsUnusableWhereTheVendorLetsItPass() {
        assertThat(segment("{}")).isEqualTo(unusable(Flaw.JSON_SHAPE));
        assertThat(segment("{\"categoryPreferences\":null}")).isEqualTo(unusable(Flaw.JSON_SHAPE));
        assertThat(segment("{\"categoryPreferences\":{\"Advertising\":\"true\"}}"))
                .isEqualTo(unusable(Flaw.JSON_SHAPE));
    }

    @Test
    void rudderstackNeedsEachIdAllowedAndNoneDenied() {
        assertThat(rudderstack("{\"provider\":\"oneTrust\",\"resolutionStrategy\":\"and\","
                        + "\"allowedConsentIds\":[\"C0001\",\"C0004\",\"Advertising\"],\"deniedConsentIds\":[]}"))
                .isEqualTo(SignalAnswer.PERMITS);
        assertThat(rudderstack("{\"allowedConsentIds\":[\"C0004\",\"Advertising\"]}"))
                .isEqualTo(SignalAnswer.PERMITS);
        assertThat(rudderstack(
                        "{\"resolutionStrategy\":\"or\",\"allowedConsentIds\":[\"C0004\"],\"deniedConsentIds\":[]}"))
                .isEqualTo(SignalAnswer.REFUSES);
        assertThat(rudderstack("{\"allowedConsentIds\":[\"C0004\",\"Advertising\"],\"deniedConsentIds\":[\"C0004\"]}"))
                .isEqualTo(SignalAnswer.REFUSES);
        assertThat(rudderstack("{\"allowedConsentIds\":[\"c0004\",\"Advertising\"]}"))
                .isEqualTo(SignalAnswer.REFUSES);
        assertThat(rudderstack("{\"deniedConsentIds\":[]}")).isEqualTo(unusable(Flaw.JSON_SHAPE));
        assertThat(rudderstack("{\"allowedConsentIds\":\"C0004\"}")).isEqualTo(unusable(Flaw.JSON_SHAPE));
        assertThat(rudderstack("{\"allowedConsentIds\":[1]}")).isEqualTo(unusable(Flaw.JSON_SHAPE));
    }

    @Test
    void mparticleConsentedMeansTheOppositeUnderTheLawOfCalifornia() {
        var advertising = Set.of("advertising");
        var yes =
                "\"advertising\":{\"consented\":true,\"document\":\"privacy-v4\",\"timestamp_unixtime_ms\":1780300800000}";
        assertThat(MparticleSignal.read("{\"gdpr\":{" + yes + "}}", advertising))
                .isEqualTo(SignalAnswer.PERMITS);
        assertThat(MparticleSignal.read(
                        "{\"gdpr\":{" + yes + "},\"ccpa\":{\"data_sale_opt_out\":{\"consented\":true}}}", advertising))
                .isEqualTo(SignalAnswer.REFUSES);
        assertThat(MparticleSignal.read(
                        "{\"ccpa\":{\"data_sale_opt_out\":{\"consented\":false}},\"gdpr\":{" + yes + "}}", advertising))
                .isEqualTo(SignalAnswer.PERMITS);
        assertThat(MparticleSignal.read("{\"gdpr\":{\"advertising\":{\"consented\":false}}}", advertising))
                .isEqualTo(SignalAnswer.REFUSES);
        assertThat(MparticleSignal.read("{\"gdpr\":{}}", advertising)).isEqualTo(SignalAnswer.REFUSES);
        var california = "{\"gdpr\":null,\"ccpa\":{\"data_sale_opt_out\":{\"consented\":false}}}";
        assertThat(MparticleSignal.read(california, advertising)).isEqualTo(SignalAnswer.REFUSES);
        assertThat(MparticleSignal.read(california, Set.of())).isEqualTo(SignalAnswer.PERMITS);
        for (var silent : List.of("{}", "{\"gdpr\":null}", "{\"gdpr\":{\"advertising\":{}}}", "{\"gdpr\":[]}")) {
            assertThat(MparticleSignal.read(silent, advertising)).isEqualTo(unusable(Flaw.JSON_SHAPE));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nonsense",
                "{",
                "{\"categoryPreferences\":{\"Advertising\":true,\"C0004\":true}} {}",
                "{\"categoryPreferences\":{\"C0004\":false,\"Advertising\":true,\"C0004\":true}}",
                "{\"categoryPreferences\":{\"C0004\":false},\"categoryPreferences\":{\"Advertising\":true,\"C0004\":true}}"
            })
    void whatIsNoSingleObjectIsUnusable(String json) {
        assertThat(segment(json)).isInstanceOf(SignalAnswer.Unusable.class);
        assertThat(rudderstack(json)).isInstanceOf(SignalAnswer.Unusable.class);
        assertThat(MparticleSignal.read(json, ADS)).isInstanceOf(SignalAnswer.Unusable.class);
    }

    @Test
    void depthAndLengthAreBounded() {
        var deep = "{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";
        assertThat(segment(deep)).isEqualTo(unusable(Flaw.JSON_UNREADABLE));
        assertThat(segment("{\"a\":\"" + "x".repeat(100_000) + "\"}")).isEqualTo(unusable(Flaw.TOO_LONG));
    }

    @Test
    void googleKnowsGrantedAndTakesAllElseForDenied() {
        assertThat(google("granted", "GRANTED")).isEqualTo(SignalAnswer.PERMITS);
        for (var word : List.of("denied", "DENIED", "UNSPECIFIED", "", "true", " granted")) {
            assertThat(google("granted", word)).as(word).isEqualTo(SignalAnswer.REFUSES);
        }
        var both = Set.of(SignalField.GOOGLE_AD_USER_DATA, SignalField.GOOGLE_AD_PERSONALIZATION);
        assertThat(GoogleSignal.read(Map.of(SignalField.GOOGLE_AD_USER_DATA, "granted"), both))
                .isEqualTo(SignalAnswer.REFUSES);
        assertThat(GoogleSignal.read(Map.of(), both)).isEqualTo(SignalAnswer.ABSENT);
        assertThat(GoogleSignal.read(
                        Map.of(SignalField.GOOGLE_AD_USER_DATA, "granted"), Set.of(SignalField.GOOGLE_AD_USER_DATA)))
                .isEqualTo(SignalAnswer.PERMITS);
    }

    @Test
    void globalPrivacyControlRefusesOrSaysNothing() {
        assertThat(GpcSignal.stored("1")).isEqualTo(SignalAnswer.REFUSES);
        assertThat(GpcSignal.stored("True")).isEqualTo(SignalAnswer.REFUSES);
        assertThat(GpcSignal.stored("0")).isEqualTo(SignalAnswer.ABSENT);
        assertThat(GpcSignal.stored("false")).isEqualTo(SignalAnswer.ABSENT);
        assertThat(GpcSignal.stored("yes")).isEqualTo(unusable(Flaw.GPC_VALUE));
        assertThat(GpcSignal.header(List.of("0", "1"))).isTrue();
        assertThat(GpcSignal.header(List.of("true", "10", "1, 1"))).isFalse();
        assertThat(GpcSignal.header(List.of())).isFalse();
    }

    private static SignalAnswer segment(String json) {
        return SegmentSignal.read(json, ADS);
    }

    private static SignalAnswer rudderstack(String json) {
        return RudderstackSignal.read(json, ADS);
    }

    private static SignalAnswer google(String userData, String personalization) {
        return GoogleSignal.read(
                Map.of(
                        SignalField.GOOGLE_AD_USER_DATA, userData,
                        SignalField.GOOGLE_AD_PERSONALIZATION, personalization),
                Set.of(SignalField.GOOGLE_AD_USER_DATA, SignalField.GOOGLE_AD_PERSONALIZATION));
    }

    private static SignalAnswer unusable(Flaw flaw) {
        return new SignalAnswer.Unusable(flaw);
    }
}
