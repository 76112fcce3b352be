package io.activationgateway.consent.signal;

import static org.assertj.core.api.Assertions.assertThat;

import com.iab.gpp.encoder.GppModel;
import io.activationgateway.consent.signal.SignalAnswer.Flaw;
import io.activationgateway.consent.signal.TcfDemand.Disclosure;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** GPP strings, above all those whose decoder finds nothing wrong. */
class GppSignalTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final TcfDemand ADS = new TcfDemand(755, Set.of(1, 3, 4), 396, 4, Disclosure.ALWAYS);
    private static final Set<OptOut> ALL = Set.of(OptOut.values());
    private static final String EUROPE = "DBABMA~" + TcStrings.GOOD;

    /** The national section with nothing said: notices and opt-outs not applicable. */
    private static final String SILENT = "BAAAAAAAAQA";

    /** Notice of sale given, opted out of sale. */
    private static final String SALE_REFUSED = "BEAQAAAAAWA";

    @Test
    void theEuropeanSectionIsReadAsATcfString() {
        assertThat(read(EUROPE)).isEqualTo(SignalAnswer.PERMITS);
        assertThat(read("DBABMA~" + TcStrings.NO_AD_PURPOSES)).isEqualTo(SignalAnswer.REFUSES);
        assertThat(read("DBABMA~" + TcStrings.NO_DISCLOSED_SEGMENT)).isEqualTo(unusable(Flaw.TCF_NO_DISCLOSED_VENDORS));
    }

    @Test
    void aSectionThatThePurposeCannotJudgeProvesNothing() {
        assertThat(GppSignal.read(EUROPE, null, ALL, null, NOW)).isEqualTo(unusable(Flaw.GPP_SECTION_UNKNOWN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usnat", "usca", "usva", "usco", "usut", "usct", "usfl", "usmt", "usor", "ustx", "usde", "usia", "usne",
                "usnh", "usnj", "ustn"
            })
    void anOptOutOfSaleRefuses(String section) {
        assertThat(read(sale(section, 1))).isEqualTo(SignalAnswer.REFUSES);
        assertThat(read(sale(section, 2))).isEqualTo(SignalAnswer.PERMITS);
        assertThat(GppSignal.read(sale(section, 1), null, Set.of(OptOut.SHARING), ADS, NOW))
                .isEqualTo(SignalAnswer.ABSENT);
    }

    /**
     * The national section says sale, sharing and targeted advertising in its values 6, 7 and 8, in both its lengths;
     * Virginia's and most others in 3 and 4, Iowa's one later.
     */
    @ParameterizedTest
    @CsvSource({
        "DBABLA, 27, 6, SALE",
        "DBABLA, 27, 7, SHARING",
        "DBABLA, 27, 8, TARGETED_ADVERTISING",
        "DBABLA, 32, 6, SALE",
        "DBABLA, 32, 7, SHARING",
        "DBABLA, 32, 8, TARGETED_ADVERTISING",
        "DBABAw, 20, 3, SALE",
        "DBABQw, 20, 4, TARGETED_ADVERTISING",
        "DBABIw, 23, 3, SALE",
        "DBABEw, 18, 4, TARGETED_ADVERTISING",
        "DBABUw, 23, 3, SALE",
        "DBABCw, 18, 4, SALE",
        "DBABSw, 18, 3, SALE",
        "DBABKw, 20, 3, SALE",
        "DBABAYA, 24, 4, TARGETED_ADVERTISING",
        "DBABQYA, 18, 3, SALE",
        "DBABRg, 17, 3, SALE",
        "DBABRg, 17, 4, TARGETED_ADVERTISING"
    })
    void eachOptOutIsItsOwn(String header, int values, int index, OptOut optOut) {
        var text = header + "~" + body(values, index);
        for (var asked : OptOut.values()) {
            assertThat(GppSignal.read(text, null, Set.of(asked), ADS, NOW))
                    .isEqualTo(asked == optOut ? SignalAnswer.REFUSES : SignalAnswer.ABSENT);
        }
        assertThat(read(text)).isEqualTo(SignalAnswer.REFUSES);
    }

    @Test
    void theNationalSectionsSecondVersionIsTheWiderLayout() {
        assertThat(read("DBABLA~C" + body(32, 6).substring(1))).isEqualTo(SignalAnswer.REFUSES);
        assertThat(read("DBABLA~C" + body(32, 0).substring(1))).isEqualTo(SignalAnswer.ABSENT);
        assertThat(read("DBABLA~C" + body(20, 6).substring(1))).isEqualTo(unusable(Flaw.GPP_SECTION_BROKEN));
        assertThat(read("DBABLA~C" + body(40, 6).substring(1))).isEqualTo(unusable(Flaw.GPP_SECTION_BROKEN));
    }

    /** A decoder takes a body of any length and any values for one in which nobody opted out. */
    @ParameterizedTest
    @CsvSource({
        "DBABAw, 20",
        "DBABQw, 20",
        "DBABIw, 23",
        "DBABEw, 18",
        "DBABUw, 23",
        "DBABCw, 18",
        "DBABSw, 18",
        "DBABKw, 20",
        "DBABAYA, 24",
        "DBABQYA, 18"
    })
    void aStatesSectionOfAnotherLengthOrVersionIsNotGuessed(String header, int values) {
        var silent = body(values, 0);
        assertThat(read(header + "~" + silent)).isEqualTo(SignalAnswer.ABSENT);
        assertThat(read(header + "~" + silent.substring(0, 6))).isEqualTo(unusable(Flaw.GPP_SECTION_BROKEN));
        assertThat(read(header + "~" + silent + "AAAA")).isEqualTo(unusable(Flaw.GPP_SECTION_BROKEN));
        assertThat(read(header + "~" + silent.charAt(0) + "P" + silent.substring(2)))
                .isEqualTo(unusable(Flaw.GPP_SECTION_BROKEN));
        assertThat(read(header + "~C" + silent.substring(1))).isEqualTo(unusable(Flaw.GPP_SECTION_UNKNOWN));
        assertThat(read(header + "~" + silent + ".QA.QA")).isEqualTo(unusable(Flaw.GPP_SECTION_BROKEN));
    }

    @Test
    void globalPrivacyControlInASectionRefuses() {
        assertThat(read("DBABQw~" + body(20, 0) + ".YA")).isEqualTo(SignalAnswer.REFUSES);
        assertThat(read("DBABAw~" + body(20, 0) + ".YA")).isEqualTo(unusable(Flaw.GPP_SECTION_BROKEN));
        assertThat(read("DBABLA~" + SILENT + ".YA")).isEqualTo(SignalAnswer.REFUSES);
        assertThat(read("DBABLA~" + SILENT + ".QA")).isEqualTo(SignalAnswer.ABSENT);
        assertThat(read("DBABLA~" + SILENT + ".AA")).isEqualTo(unusable(Flaw.GPP_SECTION_BROKEN));
        assertThat(read("DBABLA~" + SILENT + ".QA.QA")).isEqualTo(unusable(Flaw.GPP_SECTION_BROKEN));
    }

    @ParameterizedTest
    @CsvSource({"1YYN, refuses", "1YNN, permits", "1---, absent", "2YYY, unusable", "1YN, unusable", "1yyn, unusable"})
    void theOldUnitedStatesStringIsReadToo(String body, String expected) {
        var answer = read("DBABTA~" + body);
        assertThat(answer.getClass().getSimpleName()).isEqualToIgnoringCase(expected);
        assertThat(GppSignal.read("DBABTA~1YYN", null, Set.of(OptOut.SHARING), ADS, NOW))
                .isEqualTo(SignalAnswer.ABSENT);
    }

    @Test
    void oneRefusalIsEnoughAndWhatIsBrokenStandsAgainstAPermission() {
        // sections 6 and 7
        assertThat(read("DBACTY~1YYN~" + SILENT)).isEqualTo(SignalAnswer.REFUSES);
        assertThat(read("DBACTY~1YNN~" + SALE_REFUSED)).isEqualTo(SignalAnswer.REFUSES);
        assertThat(read("DBACTY~1YNN~" + SILENT)).isEqualTo(SignalAnswer.PERMITS);
        assertThat(read("DBACTY~1YNN~XXXX")).isInstanceOf(SignalAnswer.Unusable.class);
    }

    @Test
    void onlySectionsThatApplyCount() {
        var text = "DBACTY~1YNN~" + SALE_REFUSED;
        assertThat(read(text, "6")).isEqualTo(SignalAnswer.PERMITS);
        assertThat(read(text, "7")).isEqualTo(SignalAnswer.REFUSES);
        assertThat(read(text, "6,7")).isEqualTo(SignalAnswer.REFUSES);
        assertThat(read(text, "-1")).isEqualTo(SignalAnswer.ABSENT);
        for (var wrong : List.of("", "8", "0", "6;7", "6, 7", "six", "6,", "99999999999")) {
            assertThat(read(text, wrong)).as(wrong).isEqualTo(unusable(Flaw.GPP_SID));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "DBAA", "D", "zzzz", "DBABM A", " DBABMA", "CBABMA", "DCABMA", "DBABMAAAAAAAAA"})
    void aHeaderThatNamesNothingProvesNothing(String header) {
        assertThat(read(header)).isInstanceOf(SignalAnswer.Unusable.class);
        assertThat(read(header + "~" + TcStrings.GOOD)).isEqualTo(unusable(Flaw.GPP_HEADER));
    }

    @Test
    void everySectionMustHaveItsBodyAndEveryBodyItsSection() {
        assertThat(read("DBABMA")).isEqualTo(unusable(Flaw.GPP_SECTIONS));
        assertThat(read(EUROPE + "~BBBB")).isEqualTo(unusable(Flaw.GPP_SECTIONS));
        assertThat(read(EUROPE + "~")).isEqualTo(unusable(Flaw.GPP_SECTIONS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"XXXX", "", "B", "BAAAAAAAA", "B////////////", "BAAAAAAAAQAAAAAA", "BPAAAAAAAQA", "ZZZZZZZZZZZ"})
    void aBrokenBodyIsNotReadAsNobodyOptedOut(String body) {
        assertThat(read("DBABLA~" + body)).isInstanceOf(SignalAnswer.Unusable.class);
        assertThat(read("DBABMA~" + body)).isInstanceOf(SignalAnswer.Unusable.class);
    }

    @Test
    void layoutsOfOtherVersionsAndSectionsOfOtherPlacesAreNotGuessed() {
        assertThat(read("DBABLA~D" + SILENT.substring(1))).isEqualTo(unusable(Flaw.GPP_SECTION_UNKNOWN));
        // section 5 is Canada, sections 23 and 27 are Minnesota and Rhode Island
        for (var header : List.of("DBABDA", "DBABIYA", "DBABSYA")) {
            assertThat(read(header + "~BAAA")).isEqualTo(unusable(Flaw.GPP_SECTION_UNKNOWN));
            assertThat(read(header + "~BAAA", "-1")).isEqualTo(SignalAnswer.ABSENT);
        }
    }

    @Test
    void aHeaderOfEndlessRangesIsNotFollowed() {
        assertThat(read("DBAB" + "gAAAAAAAAAAAAAAD".repeat(3) + "~A")).isEqualTo(unusable(Flaw.GPP_HEADER));
        assertThat(read(EUROPE + "A".repeat(12_000))).isEqualTo(unusable(Flaw.TOO_LONG));
    }

    /** As the library writes it, which wants the words of the notice and of the agreement to fit. */
    private static String sale(String section, int value) {
        var model = new GppModel();
        model.setFieldValue(section, "SaleOptOutNotice", 1);
        model.setFieldValue(section, "SaleOptOut", value);
        model.setFieldValue(section, "MspaCoveredTransaction", 1);
        model.setFieldValue(section, "MspaOptOutOptionMode", 1);
        model.setFieldValue(section, "MspaServiceProviderMode", 2);
        return model.encode();
    }

    /** A section of version 1 whose values are all 0, except the one at {@code index}, which is 1. */
    private static String body(int values, int index) {
        var bits = new BitSet();
        bits.set(5);
        bits.set(6 + 2 * index + 1);
        var text = new StringBuilder();
        for (int from = 0; from < 6 + 2 * values; from += 6) {
            int character = 0;
            for (int i = from; i < from + 6; i++) {
                character = character << 1 | (bits.get(i) ? 1 : 0);
            }
            text.append("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".charAt(character));
        }
        return text.append("A".repeat((4 - text.length() % 4) % 4)).toString();
    }

    private static SignalAnswer read(String text) {
        return read(text, null);
    }

    private static SignalAnswer read(String text, @Nullable String sid) {
        return GppSignal.read(text, sid, ALL, ADS, NOW);
    }

    private static SignalAnswer unusable(Flaw flaw) {
        return new SignalAnswer.Unusable(flaw);
    }
}
