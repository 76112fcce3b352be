package io.activationgateway.consent.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.activationgateway.consent.event.Change.Choice;
import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.consent.profile.RecipientType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EvidenceTest {

    private static final Cell NEWS = new Cell("acme", PurposeCode.DIRECT_MARKETING, Channel.EMAIL);

    @ParameterizedTest
    @CsvSource({
        "CONSENT,          TICKED_BY_USER,     true",
        "CONSENT,          DOUBLE_OPT_IN,      false",
        "CONSENT,          VERBAL_RECORDED,    true",
        "CONSENT,          ON_FILE,            false",
        "CONSENT,          SALE_WITH_OPT_OUT,  false",
        "CONSENT,          IYS_REGISTERED,     false",
        "CONSENT,          ,                   false",
        "EXPLICIT_CONSENT, SIGNED,             true",
        "EXPLICIT_CONSENT, SALE_WITH_OPT_OUT,  false",
        "PARENTAL_CONSENT, SIGNED,             true",
        "TRANSFER_CONSENT, TICKED_BY_USER,     true",
        "MSG_APPROVAL_IYS, IYS_REGISTERED,     true",
        "MSG_APPROVAL_IYS, SIGNED,             true",
        "MSG_APPROVAL_IYS, ON_FILE,            false",
        "SOFT_OPT_IN,      SALE_WITH_OPT_OUT,  true",
        "SOFT_OPT_IN,      TICKED_BY_USER,     false",
        "LEGIT_INTEREST,   ON_FILE,            true",
        "LEGIT_INTEREST,   TICKED_BY_USER,     false",
        "TACIR_EXEMPTION,  ON_FILE,            true",
        "CONTRACT,         SIGNED,             true",
        "LEGAL_OBLIGATION, ON_FILE,            true",
    })
    void eachBasisHasItsMethods(LegalBasis basis, EvidenceMethod method, boolean suffices) {
        assertThat(new Evidence("v4", method, "web-signup", null).suffices(basis))
                .isEqualTo(suffices);
    }

    @ParameterizedTest
    @EnumSource
    void noGrantIsProvenByNothing(LegalBasis basis) {
        assertThat(Evidence.NONE.missing(basis)).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        ",                     ,                     opt_in_confirmed: when the person followed the link",
        "2026-05-01T10:00:00Z, ,                     opt_in_confirmed: when the person followed the link",
        "2026-05-01T10:00:00Z, 2026-05-01T09:59:59Z, opt_in_confirmed: not before opt_in_requested",
        "2026-05-01T10:00:00Z, 2026-05-01T10:00:00Z, ",
        ",                     2026-05-01T10:00:00Z, ",
    })
    void aDoubleOptInIsNoneBeforeItIsConfirmed(String requested, String confirmed, String missing) {
        var values = new EnumMap<EvidenceDetail, String>(EvidenceDetail.class);
        if (requested != null) {
            values.put(EvidenceDetail.OPT_IN_REQUESTED, requested);
        }
        if (confirmed != null) {
            values.put(EvidenceDetail.OPT_IN_CONFIRMED, confirmed);
        }
        var evidence =
                new Evidence("v4", EvidenceMethod.DOUBLE_OPT_IN, "web-signup", null, new EvidenceDetails(values));

        assertThat(evidence.missing(LegalBasis.CONSENT)).isEqualTo(missing == null ? List.of() : List.of(missing));
    }

    @ParameterizedTest
    @CsvSource({"SUBJECT, false", "PARENT, true", "REPRESENTATIVE, true"})
    void aChildGivesNoParentsConsent(String giver, boolean suffices) {
        var evidence = new Evidence(
                "v4", EvidenceMethod.SIGNED, "shop", null, EvidenceDetails.NONE.with(EvidenceDetail.GIVEN_BY, giver));

        assertThat(evidence.suffices(LegalBasis.PARENTAL_CONSENT)).isEqualTo(suffices);
        assertThat(evidence.suffices(LegalBasis.CONSENT)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "NOTICE_HASH,      AB34567890123456789012345678901234567890123456789012345678901234, "
                + "ab34567890123456789012345678901234567890123456789012345678901234",
        "NOTICE_HASH,      ab3456789012345678901234567890123456789012345678901234567890123,  ",
        "NOTICE_HASH,      gb34567890123456789012345678901234567890123456789012345678901234, ",
        "LANGUAGE,         TR-tr,                     tr-TR",
        "LANGUAGE,         de,                        de",
        "LANGUAGE,         german language,           ",
        "LANGUAGE,         '',                        ",
        "OPT_IN_CONFIRMED, 2026-05-01T13:00:00+03:00, 2026-05-01T10:00:00Z",
        "OPT_IN_CONFIRMED, 2026-05-01,                ",
        "OPT_IN_REQUESTED, +12026-05-01T13:00:00Z,    ",
        "MEDIUM,           WEB,                       WEB",
        "MEDIUM,           FAX,                       ",
        "GIVEN_BY,         parent,                    ",
        "PROOF,            r-2026/17,                 r-2026/17",
        "WORDING,          ' ',                       ",
    })
    void eachDetailHasItsForm(EvidenceDetail detail, String raw, String normal) {
        assertThat(detail.normal(raw).orElse(null)).isEqualTo(normal);
    }

    @Test
    void whatIsMissingIsNamedWithItsRemedy() {
        assertThat(new Evidence(" ", EvidenceMethod.SIGNED, "shop", null).missing(LegalBasis.CONSENT))
                .containsExactly("notice: the version of the text the person saw");
    }

    @Test
    void theLogKeepsWhetherAGrantWasProven() {
        var granted = new Choice(NEWS, ConsentState.GRANTED, LegalBasis.CONSENT);
        var withdrawn = new Choice(NEWS, ConsentState.WITHDRAWN, LegalBasis.CONSENT);
        var proof = new Evidence("v4", EvidenceMethod.SIGNED, "shop", "Izmir");

        assertThat(event(granted, proof)
                        .recorded(Instant.EPOCH, Events.WEEKDAYS)
                        .proven())
                .isTrue();
        assertThat(event(granted, Evidence.NONE)
                        .recorded(Instant.EPOCH, Events.WEEKDAYS)
                        .proven())
                .isFalse();
        assertThat(event(withdrawn, Evidence.NONE)
                        .recorded(Instant.EPOCH, Events.WEEKDAYS)
                        .proven())
                .isTrue();
    }

    @Test
    void anEventDoesNotPrintAndItsIdIsNoAddress() {
        var withdrawn = new Choice(NEWS, ConsentState.WITHDRAWN, null);

        assertThat(event(withdrawn, new Evidence("v4", null, null, "/u/ayse")).toString())
                .isEqualTo("ConsentEvent[redacted]");
        assertThat(new Evidence("v4", null, null, "/u/ayse").toString()).doesNotContain("ayse");
        assertThat(ConsentEvent.isId("01J8-a:b_c.d")).isTrue();
        assertThat(ConsentEvent.isId("ayse@example.com")).isFalse();
        assertThat(ConsentEvent.isId("")).isFalse();
        assertThat(ConsentEvent.isId("x".repeat(129))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "ON_FILE,          true",
        "SIGNED,           true",
        "TICKED_BY_USER,   false",
        ",                 false",
    })
    void aLiftAndAMerchantNeedWhatTheSenderKeepsOnFile(EvidenceMethod method, boolean suffices) {
        var evidence = new Evidence("letter-7", method, "privacy-desk", null);

        assertThat(evidence.missing(new Change.RestrictionLifted()).isEmpty()).isEqualTo(suffices);
        assertThat(evidence.missing(new Change.RecipientTold(RecipientType.TACIR))
                        .isEmpty())
                .isEqualTo(suffices);
        assertThat(Evidence.NONE.missing(new Change.RecipientTold(RecipientType.INDIVIDUAL)))
                .isEmpty();
        assertThat(Evidence.NONE.missing(new Change.Restricted())).isEmpty();
        assertThat(Evidence.NONE.missing(new Change.Erased())).isEmpty();
    }

    @Test
    void aDateOfBirthIsKeptOfAMinorOnly() {
        var born = new Change.Born(LocalDate.parse("2008-11-20"));
        var eighteen = Instant.parse("2026-11-20T12:00:00Z");

        assertThat(event(born, Evidence.NONE)
                        .recorded(eighteen.minusSeconds(1), Events.WEEKDAYS)
                        .change())
                .isEqualTo(born);
        assertThat(event(born, Evidence.NONE)
                        .recorded(eighteen, Events.WEEKDAYS)
                        .change())
                .isEqualTo(Change.Born.ADULT);
    }

    @Test
    void aRepetitionIsRecognisedThoughItsDeadlineAndWhatIsKeptDiffer() {
        var born = event(new Change.Born(LocalDate.parse("2008-11-20")), Evidence.NONE);
        var first = Instant.parse("2026-11-01T00:00:00Z");
        var later = Instant.parse("2026-12-01T00:00:00Z");
        var approval = event(
                new Choice(NEWS, ConsentState.GRANTED, LegalBasis.MSG_APPROVAL_IYS),
                new Evidence("v4", EvidenceMethod.SIGNED, "shop", null));

        assertThat(born.recorded(later, Events.WEEKDAYS).repeats(born.recorded(first, Events.WEEKDAYS)))
                .isTrue();
        assertThat(approval.recorded(later, Events.WEEKDAYS).repeats(approval.recorded(first, Events.WEEKDAYS)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "SIGNED,         ,                     ,",
        "SIGNED,         2026-11-17T00:00:00Z, 2026-11-17T00:00:00Z",
        "IYS_REGISTERED, ,                     2026-11-13T09:00:00Z",
        "IYS_REGISTERED, 2026-11-17T00:00:00Z, 2026-11-17T00:00:00Z",
    })
    void theRegistryHasThreeBusinessDaysAfterTheTaking(
            EvidenceMethod method, @Nullable Instant told, @Nullable Instant registered) {
        var approval = new ConsentEvent(
                "ev-1",
                List.of(new Identifier(IdentifierType.USER_ID, "ayse")),
                "TR",
                new Choice(NEWS, ConsentState.GRANTED, LegalBasis.MSG_APPROVAL_IYS),
                new Timing(Instant.parse("2026-11-13T09:00:00Z"), null, told, false),
                new Evidence("v4", method, "shop", null));

        assertThat(approval.recorded(Instant.parse("2026-11-20T07:00:00Z"), Events.WEEKDAYS)
                        .registration())
                .isEqualTo(new Registration(registered, Instant.parse("2026-11-18T21:00:00Z")));
    }

    @Test
    void aRefusalDoesNotLapse() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConsentEvent(
                        "ev-1",
                        List.of(new Identifier(IdentifierType.USER_ID, "1")),
                        null,
                        new Choice(NEWS, ConsentState.DENIED, null),
                        new Timing(null, Instant.EPOCH, false),
                        Evidence.NONE))
                .withMessageContaining("only grants lapse");
    }

    private static ConsentEvent event(Change change, Evidence evidence) {
        return new ConsentEvent(
                "ev-1",
                List.of(new Identifier(IdentifierType.USER_ID, "ayse")),
                "TR",
                change,
                Timing.ON_ARRIVAL,
                evidence);
    }
}
