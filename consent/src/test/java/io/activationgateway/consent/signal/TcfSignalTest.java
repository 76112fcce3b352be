package io.activationgateway.consent.signal;

import static org.assertj.core.api.Assertions.assertThat;

import com.iabtcf.utils.BitSetIntIterable;
import com.iabtcf.v2.RestrictionType;
import io.activationgateway.consent.signal.SignalAnswer.Flaw;
import io.activationgateway.consent.signal.TcfDemand.Disclosure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TCF strings, above all those that the decoder accepts and that prove nothing. */
class TcfSignalTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final TcfDemand ADS = demand(755, Set.of(1, 3, 4));

    @Test
    void permitsWhereVendorAndEveryPurposeAreConsentedTo() {
        assertThat(read(TcStrings.GOOD)).isEqualTo(SignalAnswer.PERMITS);
        assertThat(read(TcStrings.usual().encode())).isEqualTo(SignalAnswer.PERMITS);
    }

    @Test
    void refusesWhereAPurposeOrTheVendorIsMissing() {
        assertThat(read(TcStrings.NO_AD_PURPOSES)).isEqualTo(SignalAnswer.REFUSES);
        assertThat(read(TcStrings.GOOD, demand(755, Set.of(1, 5)))).isEqualTo(SignalAnswer.REFUSES);
        assertThat(read(TcStrings.GOOD, demand(804, Set.of(1)))).isEqualTo(SignalAnswer.REFUSES);
    }

    @Test
    void legitimateInterestsNeverPermit() {
        assertThat(read(TcStrings.LEGITIMATE_INTERESTS)).isEqualTo(SignalAnswer.REFUSES);
        var allInterests = TcStrings.usual()
                .clearPurposesConsent()
                .addPurposesLITransparency(BitSetIntIterable.from(1, 2, 3, 4))
                .addVendorLegitimateInterest(755);
        assertThat(read(allInterests.encode())).isEqualTo(SignalAnswer.REFUSES);
    }

    @Test
    void aVendorThatWasNotShownIsNotConsentedTo() {
        assertThat(read(TcStrings.VENDOR_NOT_DISCLOSED)).isEqualTo(SignalAnswer.REFUSES);
    }

    @Test
    void aStringWithoutDisclosedVendorsProvesNothingUnlessItIsOlderAndThePurposeLetsIt() {
        var before = TcStrings.made(Instant.parse("2026-02-27T00:00:00Z"))
                .clearDisclosedVendors()
                .encode();
        var mild = new TcfDemand(755, Set.of(1, 3, 4), 396, 4, Disclosure.FROM_2026_02_28);

        assertThat(read(TcStrings.NO_DISCLOSED_SEGMENT)).isEqualTo(unusable(Flaw.TCF_NO_DISCLOSED_VENDORS));
        assertThat(read(before)).isEqualTo(unusable(Flaw.TCF_NO_DISCLOSED_VENDORS));
        assertThat(read(before, mild)).isEqualTo(SignalAnswer.PERMITS);
        assertThat(read(TcStrings.NO_DISCLOSED_SEGMENT, mild)).isEqualTo(unusable(Flaw.TCF_NO_DISCLOSED_VENDORS));
    }

    @Test
    void aPolicyThatNoLongerHoldsAndAGlobalScopeProveNothing() {
        assertThat(read(TcStrings.OLD_POLICY)).isEqualTo(unusable(Flaw.TCF_POLICY));
        assertThat(read(TcStrings.usual().tcfPolicyVersion(3).encode())).isEqualTo(unusable(Flaw.TCF_POLICY));
        assertThat(read(TcStrings.usual().tcfPolicyVersion(4).encode())).isEqualTo(SignalAnswer.PERMITS);
        assertThat(read(TcStrings.NOT_SERVICE_SPECIFIC)).isEqualTo(unusable(Flaw.TCF_GLOBAL));
    }

    @Test
    void aStringFromTheFutureOrTooOldProvesNothing() {
        var made = TcStrings.MADE;
        assertThat(TcfSignal.read(TcStrings.GOOD, ADS, made)).isEqualTo(SignalAnswer.PERMITS);
        assertThat(TcfSignal.read(TcStrings.GOOD, ADS, made.minusMillis(1))).isEqualTo(unusable(Flaw.TCF_FUTURE));
        var last = made.plus(Duration.ofDays(396));
        assertThat(TcfSignal.read(TcStrings.GOOD, ADS, last)).isEqualTo(SignalAnswer.PERMITS);
        assertThat(TcfSignal.read(TcStrings.GOOD, ADS, last.plusMillis(1))).isEqualTo(unusable(Flaw.TCF_EXPIRED));
        var changedTomorrow = TcStrings.usual().lastUpdated(NOW.plus(Duration.ofDays(1)));
        assertThat(read(changedTomorrow.encode())).isEqualTo(unusable(Flaw.TCF_FUTURE));
    }

    @ParameterizedTest
    @EnumSource(value = RestrictionType.class, names = "UNDEFINED", mode = EnumSource.Mode.EXCLUDE)
    void aPublisherMayRestrictAPurposeForTheVendor(RestrictionType type) {
        var expected = type == RestrictionType.REQUIRE_CONSENT ? SignalAnswer.PERMITS : SignalAnswer.REFUSES;
        assertThat(read(TcStrings.restricted(3, type, 755).encode())).isEqualTo(expected);
        assertThat(read(TcStrings.restricted(3, type, 10).encode())).isEqualTo(SignalAnswer.PERMITS);
        assertThat(read(TcStrings.restricted(7, type, 755).encode())).isEqualTo(SignalAnswer.PERMITS);
    }

    @Test
    void onlyVersionTwoIsRead() {
        assertThat(read("BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA")).isEqualTo(unusable(Flaw.TCF_VERSION));
        assertThat(read("B" + TcStrings.GOOD.substring(1))).isEqualTo(unusable(Flaw.TCF_VERSION));
        assertThat(read("D" + TcStrings.GOOD.substring(1))).isEqualTo(unusable(Flaw.TCF_VERSION));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "garbage!", "C", "{}", "null", "CQlH/MAQ", "Ç"})
    void whatIsNoStringProvesNothing(String text) {
        assertThat(read(text)).isInstanceOf(SignalAnswer.Unusable.class);
    }

    @Test
    void whiteSpaceAndPaddingCharactersAreNotForgiven() {
        for (var text :
                List.of(" " + TcStrings.GOOD, TcStrings.GOOD + " ", TcStrings.GOOD + "\n", TcStrings.GOOD + "=")) {
            assertThat(read(text)).isInstanceOf(SignalAnswer.Unusable.class);
        }
    }

    @Test
    void everyBitMustHaveAMeaning() {
        var core = TcStrings.GOOD.substring(0, TcStrings.GOOD.indexOf('.'));
        var disclosed = TcStrings.GOOD.substring(TcStrings.GOOD.indexOf('.'));
        for (var text : List.of(
                core + "AAAA" + disclosed,
                core + disclosed + "AAAA",
                core + disclosed + disclosed,
                core + disclosed + ".AAAA",
                core + ".4AAA" + disclosed,
                core + ".QAAA" + disclosed)) {
            assertThat(read(text)).as(text).isEqualTo(unusable(Flaw.TCF_SHAPE));
        }
        assertThat(read(core + disclosed + ".")).isEqualTo(unusable(Flaw.TCF_UNREADABLE));
        for (int end = 0; end < TcStrings.GOOD.length() - 1; end++) {
            assertThat(read(TcStrings.GOOD.substring(0, end))).isInstanceOf(SignalAnswer.Unusable.class);
        }
    }

    @Test
    void publisherPurposesMayFollow() {
        var text = TcStrings.usual()
                .addPubPurposesConsent(1)
                .addCustomPurposesConsent(2)
                .encode();
        assertThat(text.split("\\.")).hasSize(3);
        assertThat(read(text)).isEqualTo(SignalAnswer.PERMITS);
    }

    @Test
    void aStringOfRangesWithoutEndIsNotDecoded() {
        assertThat(read(TcStrings.GOOD + "A".repeat(10_000))).isEqualTo(unusable(Flaw.TOO_LONG));
        // 20 ranges, each from 1 to 65,535: a decoder would set a million bits, and more in a longer string
        var fixed = TcStrings.GOOD.substring(0, 35);
        assertThat(read(fixed + "P__8" + "A".repeat(400))).isInstanceOf(SignalAnswer.Unusable.class);
    }

    private static SignalAnswer read(String text) {
        return read(text, ADS);
    }

    private static SignalAnswer read(String text, TcfDemand demand) {
        return TcfSignal.read(text, demand, NOW);
    }

    private static SignalAnswer unusable(Flaw flaw) {
        return new SignalAnswer.Unusable(flaw);
    }

    private static TcfDemand demand(int vendor, Set<Integer> purposes) {
        return new TcfDemand(
                vendor, purposes, TcfDemand.USUAL_MAX_AGE_DAYS, TcfDemand.OLDEST_POLICY_VERSION, Disclosure.ALWAYS);
    }
}
