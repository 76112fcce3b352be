package io.activationgateway.residency.table;

import static io.activationgateway.consent.profile.LegalBasis.CONSENT;
import static io.activationgateway.consent.profile.LegalBasis.LEGIT_INTEREST;
import static io.activationgateway.consent.profile.LegalBasis.PARENTAL_CONSENT;
import static io.activationgateway.consent.profile.LegalBasis.SOFT_OPT_IN;
import static io.activationgateway.residency.table.LawCase.consent;
import static io.activationgateway.residency.table.LawCase.on;
import static io.activationgateway.residency.table.LawCase.personIn;
import static io.activationgateway.residency.table.LawCase.state;
import static io.activationgateway.residency.table.LawCase.withTransfer;
import static io.activationgateway.residency.table.Paper.clauses;
import static io.activationgateway.residency.table.Paper.day;
import static io.activationgateway.residency.table.Paper.listing;
import static io.activationgateway.residency.table.Policies.platform;
import static io.activationgateway.residency.table.Policies.processor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.profile.CellState;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.signal.SignalClass;
import io.activationgateway.residency.policy.Controller;
import io.activationgateway.residency.policy.Destination;
import io.activationgateway.residency.policy.Mechanism;
import io.activationgateway.residency.policy.MechanismStatus;
import io.activationgateway.residency.policy.MechanismType;
import io.activationgateway.residency.policy.PolicySet;
import io.activationgateway.residency.policy.Region;
import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.Obligation;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Remedy;
import io.activationgateway.residency.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The smaller packs: British, Swiss, Californian, Brazilian and Russian law, through the compiled table. */
class OtherLawsTest {

    private static final List<String> OPT_OUT = List.of("add-opt-out");
    private static final List<String> BRITISH = List.of("UKGDPR:6(1)(a)", "UKGDPR:7(1)", "PECR:22(2)");
    private static final List<String> SWISS = List.of("FADP:6(6)", "FADP:31(1)", "UWG-CH:3(1)(o)");
    private static final List<String> CALIFORNIAN =
            List.of("CCPA:1798.100(c)", "CANSPAM:7704(a)(3)", "CCPA:1798.100(d)");

    @TestFactory
    Stream<DynamicTest> unitedKingdom() {
        return Stream.of(
                of("consent carries a newsletter", () -> british("GB").forwards(CONSENT, BRITISH, OPT_OUT)),
                of(
                        "a consent is asked for",
                        () -> british("GB")
                                .on(state(ConsentState.UNKNOWN))
                                .needsConsent(Reason.CONSENT_MISSING, Remedy.OBTAIN_CONSENT, "UKGDPR:6(1)")),
                of(
                        "soft opt-in for own similar goods",
                        () -> british("GB")
                                .forPurpose("similar-goods")
                                .on(on(SOFT_OPT_IN))
                                .forwards(SOFT_OPT_IN, List.of("PECR:22(3)"), OPT_OUT)),
                of(
                        "at 13 one consents alone",
                        () -> british("GB").aged(AgeBand.AGE_13).forwards(CONSENT, BRITISH, OPT_OUT)),
                of(
                        "below 13 a parent does",
                        () -> british("GB")
                                .aged(AgeBand.UNDER_13)
                                .needsConsent(Reason.CONSENT_PARENTAL, Remedy.PARENTAL_CONSENT, "UKGDPR:8(1)")),
                of(
                        "the Union is adequate",
                        () -> british("DE", relying(MechanismType.UK_ADEQUACY, "DPA 2018 Sch 21 para 5"))
                                .forwards(CONSENT, and(BRITISH, "UKGDPR:45A", "DPA 2018 Sch 21 para 5"), OPT_OUT)),
                of(
                        "but a destination must rely on it",
                        () -> british("DE")
                                .denies(
                                        Reason.TRANSFER_NO_MECHANISM,
                                        Remedy.PUT_MECHANISM,
                                        "UKGDPR:44A",
                                        "UKGDPR:45A",
                                        "UKGDPR:46")),
                of(
                        "the framework without its extension opens nothing",
                        () -> british("US", listing("2027-03-01", "2026-11-20"))
                                .denies(
                                        Reason.TRANSFER_NO_MECHANISM,
                                        Remedy.PUT_MECHANISM,
                                        "UKGDPR:44A",
                                        "UKGDPR:45A",
                                        "UKGDPR:46")),
                of(
                        "with it, looked up on the last day that counts",
                        () -> british("US", listed(MechanismType.UK_DPF, "2026-10-21"))
                                .forwards(CONSENT, and(BRITISH, "UKGDPR:45A", "SI 2023/1028"), OPT_OUT)),
                of(
                        "and a day before it",
                        () -> british("US", listed(MechanismType.UK_DPF, "2026-10-20"))
                                .denies(Reason.TRANSFER_LAPSED, Remedy.PUT_MECHANISM, "UKGDPR:45A", "SI 2023/1028")),
                of(
                        "the IDTA, whoever the parties are",
                        () -> british("IN", clauses(MechanismType.UK_IDTA, "2024-03-01", "2027-01-01"))
                                .forwards(CONSENT, and(BRITISH, "UKGDPR:46(2)(d)", "UKGDPR:46(1A)"), OPT_OUT)),
                of(
                        "the Addendum on the last day of its test",
                        () -> british("IN", clauses(MechanismType.UK_ADDENDUM, "2024-03-01", "2026-11-20"))
                                .at("2026-11-20T23:59:59Z")
                                .forwards(CONSENT, and(BRITISH, "UKGDPR:46(2)(d)", "UKGDPR:46(1A)"), OPT_OUT)),
                of(
                        "and the day after",
                        () -> british("IN", clauses(MechanismType.UK_ADDENDUM, "2024-03-01", "2026-11-20"))
                                .at("2026-11-21T00:00:00Z")
                                .denies(Reason.TRANSFER_TIA_OVERDUE, Remedy.RENEW_TIA, "UKGDPR:46(1A)")),
                of(
                        "binding rules",
                        () -> british("IN", approved(MechanismType.UK_BCR))
                                .forwards(CONSENT, and(BRITISH, "UKGDPR:46(2)(b)"), OPT_OUT)),
                of(
                        "European clauses alone have no effect",
                        () -> british("IN", clauses(MechanismType.EU_SCC_M2, "2024-03-01", "2027-01-01"))
                                .denies(
                                        Reason.TRANSFER_NO_MECHANISM,
                                        Remedy.PUT_MECHANISM,
                                        "UKGDPR:44A",
                                        "UKGDPR:45A",
                                        "UKGDPR:46")));
    }

    @TestFactory
    Stream<DynamicTest> switzerland() {
        return Stream.of(
                of("consent carries a newsletter", () -> swiss("CH").forwards(CONSENT, SWISS, OPT_OUT)),
                of(
                        "mass mail needs it",
                        () -> swiss("CH")
                                .on(state(ConsentState.UNKNOWN))
                                .needsConsent(Reason.CONSENT_MISSING, Remedy.OBTAIN_CONSENT, "FADP:6(6)")),
                of(
                        "post does not",
                        () -> swiss("CH")
                                .forPurpose("catalogue")
                                .on(state(ConsentState.UNKNOWN))
                                .forwards(LEGIT_INTEREST, List.of("FADP:31(1)", "FADP:30(2)(b)"), List.of())),
                of(
                        "a country of the list",
                        () -> swiss("DE", relying(MechanismType.CH_ADEQUACY, "DPO Annex 1"))
                                .forwards(CONSENT, and(SWISS, "FADP:16(1)", "DPO Annex 1"), OPT_OUT)),
                of(
                        "the Swiss-US framework on its first day",
                        () -> swiss("US", listed(MechanismType.CH_DPF, "2024-09-01"))
                                .at("2024-09-15T00:00:00+02:00")
                                .forwards(CONSENT, and(SWISS, "FADP:16(1)", "DPO Annex 1 (US)"), OPT_OUT)),
                of(
                        "and an instant before",
                        () -> swiss("US", listed(MechanismType.CH_DPF, "2024-09-01"))
                                .at("2024-09-14T23:59:59+02:00")
                                .denies(
                                        Reason.TRANSFER_LAPSED,
                                        Remedy.PUT_MECHANISM,
                                        "FADP:16(1)",
                                        "DPO Annex 1 (US)")),
                of(
                        "clauses with Swiss changes",
                        () -> swiss("IN", clauses(MechanismType.CH_SCC_M2, "2024-03-01", "2027-01-01"))
                                .forwards(CONSENT, and(SWISS, "FADP:16(2)(d)", "SCC2021:14"), OPT_OUT)),
                of(
                        "of the wrong module",
                        () -> swiss("IN", clauses(MechanismType.CH_SCC_M1, "2024-03-01", "2027-01-01"))
                                .denies(Reason.TRANSFER_NO_MECHANISM, Remedy.PUT_MECHANISM, "FADP:16(2)(d)")),
                of(
                        "without Swiss changes",
                        () -> swiss("IN", clauses(MechanismType.EU_SCC_M2, "2024-03-01", "2027-01-01"))
                                .denies(
                                        Reason.TRANSFER_NO_MECHANISM,
                                        Remedy.PUT_MECHANISM,
                                        "FADP:16(1)",
                                        "FADP:16(2)")));
    }

    @TestFactory
    Stream<DynamicTest> california() {
        return Stream.of(
                of(
                        "a platform gets what nobody opted out of",
                        () -> shared(platform("US")).forwards(LEGIT_INTEREST, CALIFORNIAN, OPT_OUT)),
                of(
                        "Global Privacy Control stops it",
                        () -> shared(platform("US"))
                                .signalling(SignalClass.OPTED_OUT)
                                .denies(
                                        Reason.OBJECTION_SALE,
                                        Remedy.NONE,
                                        "CCPA:1798.120(a)",
                                        "CCPA:1798.135(b)",
                                        "CCPA-REG:7025")),
                of(
                        "and not what goes to a service provider",
                        () -> shared(processor("US"))
                                .signalling(SignalClass.OPTED_OUT)
                                .forwards(LEGIT_INTEREST, CALIFORNIAN, OPT_OUT)),
                of(
                        "an opt-out on record stops it, until the person opts in",
                        () -> shared(platform("US"))
                                .on(state(ConsentState.WITHDRAWN))
                                .needsConsent(
                                        Reason.OBJECTION_SALE,
                                        Remedy.OBTAIN_CONSENT,
                                        "CCPA:1798.120(a)",
                                        "CCPA:1798.135(c)")),
                of(
                        "from 13 to 15 an opt-in is needed",
                        () -> shared(platform("US"))
                                .aged(AgeBand.AGE_15)
                                .needsConsent(Reason.CONSENT_MISSING, Remedy.OBTAIN_CONSENT, "CCPA:1798.120(c)")),
                of(
                        "which the person gives",
                        () -> shared(platform("US"))
                                .aged(AgeBand.AGE_13)
                                .on(on(CONSENT))
                                .forwards(LEGIT_INTEREST, CALIFORNIAN, OPT_OUT)),
                of(
                        "from 16 on none",
                        () -> shared(platform("US"))
                                .aged(AgeBand.AGE_16_17)
                                .forwards(LEGIT_INTEREST, CALIFORNIAN, OPT_OUT)),
                of(
                        "below 13 a parent gives it",
                        () -> shared(platform("US"))
                                .aged(AgeBand.UNDER_13)
                                .on(on(CONSENT))
                                .needsConsent(Reason.CONSENT_PARENTAL, Remedy.PARENTAL_CONSENT, "CCPA:1798.120(c)")),
                of(
                        "and then it goes",
                        () -> shared(platform("US"))
                                .aged(AgeBand.UNDER_13)
                                .on(on(PARENTAL_CONSENT))
                                .forwards(LEGIT_INTEREST, CALIFORNIAN, OPT_OUT)),
                of(
                        "texts need consent",
                        () -> shared(processor("US"))
                                .forPurpose("offers")
                                .needsConsent(Reason.CHANNEL_CONSENT, Remedy.OBTAIN_CONSENT, "TCPA:227(b)")),
                of("no border stops it", () -> shared(platform("IN")).forwards(LEGIT_INTEREST, CALIFORNIAN, OPT_OUT)),
                of(
                        "of another state nobody knows the law",
                        () -> personIn("US-TX").servedBy("usco").denies(Reason.GAP_JURISDICTION, Remedy.LEGAL_REVIEW)),
                of(
                        "nor does a Californian seller bring its law along",
                        () -> personIn("US-TX").servedBy("caco").denies(Reason.GAP_JURISDICTION, Remedy.LEGAL_REVIEW)),
                of(
                        "nor where the state is not known",
                        () -> personIn("US").servedBy("usco").denies(Reason.GAP_JURISDICTION, Remedy.LEGAL_REVIEW)),
                of(
                        "the row may tell the state that the register does not know",
                        () -> shared(platform("US")).knownIn("US").forwards(LEGIT_INTEREST, CALIFORNIAN, OPT_OUT)),
                of(
                        "and the register the one that the row does not tell",
                        () -> shared("US", platform("US"))
                                .knownIn("US-CA")
                                .signalling(SignalClass.OPTED_OUT)
                                .denies(
                                        Reason.OBJECTION_SALE,
                                        Remedy.NONE,
                                        "CCPA:1798.120(a)",
                                        "CCPA:1798.135(b)",
                                        "CCPA-REG:7025")),
                of(
                        "of a state whose law nobody knows nothing goes, whoever knows it",
                        () -> shared("US", platform("US"))
                                .knownIn("US-TX")
                                .denies(Reason.GAP_JURISDICTION, Remedy.LEGAL_REVIEW)),
                of(
                        "of a German seller both laws hold, and the stricter decides",
                        () -> personIn("US-CA")
                                .forPurpose("audience")
                                .on(state(ConsentState.UNKNOWN))
                                .with("email")
                                .to(platform("DE"))
                                .needsConsent(Reason.CONSENT_MISSING, Remedy.OBTAIN_CONSENT, "GDPR:6(1)(a)")));
    }

    @TestFactory
    Stream<DynamicTest> brazil() {
        return Stream.of(
                of(
                        "the Union is adequate from that day",
                        () -> brazilian("DE", relying(MechanismType.BR_ADEQUACY, "CD/ANPD 32/2026"))
                                .at("2026-01-26T00:00:00-03:00")
                                .forwards(
                                        CONSENT,
                                        List.of("LGPD:7(I)", "LGPD:8", "LGPD:33(I)", "CD/ANPD 32/2026"),
                                        OPT_OUT)),
                of(
                        "and not an instant earlier",
                        () -> brazilian("DE", relying(MechanismType.BR_ADEQUACY, "CD/ANPD 32/2026"))
                                .at("2026-01-25T23:59:59-03:00")
                                .denies(Reason.TRANSFER_LAPSED, Remedy.PUT_MECHANISM, "LGPD:33(I)", "CD/ANPD 32/2026")),
                of(
                        "clauses of the authority, unaltered",
                        () -> brazilian("US", clauses(MechanismType.BR_CLAUSES, "2025-03-01", "2027-01-01"))
                                .forwards(
                                        CONSENT,
                                        List.of("LGPD:7(I)", "LGPD:8", "LGPD:33(II)(b)", "ANPD-RES19:2"),
                                        OPT_OUT)),
                of(
                        "altered",
                        () -> brazilian("US", altered(MechanismType.BR_CLAUSES, "2025-03-01"))
                                .denies(Reason.TRANSFER_NO_MECHANISM, Remedy.PUT_MECHANISM, "LGPD:33(II)(b)")),
                of(
                        "of before there were any",
                        () -> brazilian("US", clauses(MechanismType.BR_CLAUSES, "2024-08-22", "2027-01-01"))
                                .denies(
                                        Reason.TRANSFER_NO_MECHANISM,
                                        Remedy.PUT_MECHANISM,
                                        "LGPD:33(II)(b)",
                                        "ANPD-RES19:2")),
                of(
                        "approved rules of a group",
                        () -> brazilian("US", approved(MechanismType.BR_BCR))
                                .forwards(CONSENT, List.of("LGPD:7(I)", "LGPD:8", "LGPD:33(II)(c)"), OPT_OUT)),
                of(
                        "nothing",
                        () -> brazilian("US")
                                .denies(
                                        Reason.TRANSFER_NO_MECHANISM,
                                        Remedy.PUT_MECHANISM,
                                        "LGPD:33",
                                        "ANPD-RES19:2")));
    }

    @TestFactory
    Stream<DynamicTest> russia() {
        return Stream.of(
                of(
                        "at home it goes",
                        () -> russian("RU").forwards(CONSENT, List.of("RU152FZ:9(1)", "RU38FZ:18(1)"), OPT_OUT)),
                of(
                        "nothing goes abroad, whatever was signed",
                        () -> russian("DE", clauses(MechanismType.EU_SCC_M2, "2024-03-01", "2027-01-01"))
                                .denies(Reason.RESIDENCY_LOCAL_ONLY, Remedy.LEGAL_REVIEW, "RU152FZ:18(5)")),
                of(
                        "a record first written in Germany goes nowhere",
                        () -> personIn("RU")
                                .to(processor("RU", clauses(MechanismType.EU_SCC_M2, "2024-03-01", "2027-01-01")))
                                .denies(Reason.RESIDENCY_LOCAL_ONLY, Remedy.LEGAL_REVIEW, "RU152FZ:18(5)")));
    }

    /** A score is the product of profiling: it goes along only where a consent to profiling stands. */
    @ParameterizedTest
    @CsvSource({"GB,ukco,AGE_13,UNDER_13", "CH,chco,AGE_16_17,AGE_15", "BR,brco,ADULT,AGE_16_17"})
    void whatWasConcludedGoesOnlyWhereThePersonMayBeProfiled(
            String country, String controller, AgeBand consenting, AgeBand child) {
        assertThat(score(country, controller, consenting, consent())).isEqualTo(FieldAction.PASS);
        assertThat(score(country, controller, AgeBand.ADULT, on(PARENTAL_CONSENT)))
                .isEqualTo(FieldAction.PASS);
        assertThat(score(country, controller, AgeBand.ADULT, CellState.UNKNOWN)).isEqualTo(FieldAction.DROP);
        assertThat(score(country, controller, AgeBand.ADULT, on(LEGIT_INTEREST)))
                .isEqualTo(FieldAction.DROP);
        assertThat(score(country, controller, AgeBand.ADULT, state(ConsentState.WITHDRAWN)))
                .isEqualTo(FieldAction.DROP);
        assertThat(score(country, controller, AgeBand.UNKNOWN, consent())).isEqualTo(FieldAction.DROP);
        assertThat(score(country, controller, child, consent())).isEqualTo(FieldAction.DROP);
        assertThat(score(country, controller, child, on(PARENTAL_CONSENT))).isEqualTo(FieldAction.PASS);
    }

    private static FieldAction score(String country, String controller, AgeBand age, CellState profiling) {
        var given = personIn(country)
                .servedBy(controller)
                .to(processor(country))
                .aged(age)
                .on(new CellState(
                        ConsentState.GRANTED,
                        ConsentState.UNKNOWN,
                        ConsentState.UNKNOWN,
                        new TreeSet<>(List.of(CONSENT, PARENTAL_CONSENT)),
                        false,
                        false))
                .profiled(profiling)
                .with("email", "churn_score");
        var table = given.table();
        var verdict = given.decide(table);
        assertThat(verdict).isInstanceOf(Verdict.Forward.class);
        return ((Verdict.Forward) verdict).plan().action(table.catalogue().number("churn_score"));
    }

    /** Exceptions for the single case carry no feed, whatever was consented to. */
    @ParameterizedTest
    @CsvSource({
        "GB,ukco,UK_DEROG_CONSENT,UKGDPR:49(1)(a)",
        "CH,chco,CH_DEROG_CONSENT,FADP:17(1)(a)",
        "BR,brco,BR_DEROG_CONSENT,LGPD:33(VIII)"
    })
    void aConsentToTheTransferCarriesOneEventAndNoFeed(
            String country, String controller, MechanismType type, String article) {
        var recipient = processor("IN", Paper.derogation(type));

        profiledBy(country, controller, "profiling")
                .on(withTransfer())
                .to(recipient)
                .denies(Reason.TRANSFER_RECURRING, Remedy.PUT_MECHANISM, article);
        assertThat(profiledBy(country, controller, "prize-draw")
                        .on(withTransfer())
                        .to(recipient)
                        .decide())
                .isInstanceOfSatisfying(Verdict.Forward.class, forward -> {
                    assertThat(forward.law()).contains(article);
                    assertThat(forward.obligations())
                            .extracting(Obligation::code)
                            .contains("legal-review");
                });
        assertThat(profiledBy(country, controller, "prize-draw").to(recipient).decide())
                .as("without the consent to the transfer")
                .isInstanceOfSatisfying(
                        Verdict.Withhold.class,
                        withheld -> assertThat(withheld.reason().reason()).isEqualTo(Reason.TRANSFER_NO_MECHANISM));
        assertThat(profiledBy(country, controller, "prize-draw")
                        .on(withTransfer())
                        .to(recipient)
                        .at("2026-11-22T10:00:00Z")
                        .decide())
                .as("two days after the event")
                .isInstanceOfSatisfying(
                        Verdict.Withhold.class,
                        withheld -> assertThat(withheld.reason().reason()).isEqualTo(Reason.TRANSFER_LAPSED));
    }

    private static LawCase profiledBy(String country, String controller, String purpose) {
        return personIn(country).servedBy(controller).forPurpose(purpose).with("user_id");
    }

    /** A contract with the person carries the one message that it needs, and no feed of them. */
    @ParameterizedTest
    @CsvSource({
        "GB,ukco,UK_DEROG_CONTRACT,UKGDPR:49(1)(b),UKGDPR:49(1)(a)",
        "CH,chco,CH_DEROG_CONTRACT,FADP:17(1)(b),FADP:17(1)(a)",
        "BR,brco,BR_DEROG_CONTRACT,LGPD:33(IX),LGPD:33(VIII)"
    })
    void aContractCarriesTheOneMessageItNeeds(
            String country, String controller, MechanismType type, String article, String refused) {
        var given = personIn(country)
                .servedBy(controller)
                .on(state(ConsentState.UNKNOWN))
                .with("phone")
                .to(processor("IN", Paper.derogation(type)));

        assertThat(given.forPurpose("delivery-once").decide())
                .isInstanceOfSatisfying(
                        Verdict.Forward.class,
                        forward -> assertThat(forward.law()).contains(article));
        given.forPurpose("delivery").denies(Reason.TRANSFER_RECURRING, Remedy.PUT_MECHANISM, refused);
    }

    @Test
    void aHomeAbroadIsNoneWhereTheLawKeepsRecordsAtHome() {
        var policies = Policies.with(processor("DE"));
        var regions = policies.regions().stream()
                .filter(region -> !region.name().equals("ru"))
                .map(region -> region.name().equals("eu") ? withHome(region, "RU") : region)
                .toList();
        var moved = new PolicySet(
                1,
                "sha256:0",
                policies.jurisdictions(),
                regions,
                policies.purposes(),
                policies.catalogue(),
                policies.destinations(),
                policies.rules(),
                List.of());
        var table = PolicyTable.compile(moved, Instant.parse("2026-11-20T07:00:00Z"));

        assertThat(table.home("RU", "euco"))
                .isInstanceOfSatisfying(
                        Home.Unknown.class,
                        unknown -> assertThat(unknown.reason().reason()).isEqualTo(Reason.RESIDENCY_LOCAL_ONLY));
        assertThat(table.home("DE", "euco")).isEqualTo(new Home.Here());
    }

    @Test
    void aSubdivisionIsAtHomeWhereItsCountryIs() {
        var table = PolicyTable.compile(Policies.with(processor("DE")), Instant.parse("2026-11-20T07:00:00Z"));

        assertThat(table.home("US-CA", "euco")).isEqualTo(new Home.Here());
        assertThat(table.home("XX-CA", "euco")).isInstanceOf(Home.Unknown.class);
    }

    private static Region withHome(Region region, String country) {
        var homes = new TreeSet<>(region.homes());
        homes.add(country);
        List<Controller> controllers = region.controllers();
        return new Region(region.name(), region.title(), region.country(), homes, controllers);
    }

    private static LawCase british(String to, Mechanism... mechanisms) {
        return personIn("GB").servedBy("ukco").to(processor(to, mechanisms));
    }

    private static LawCase swiss(String to, Mechanism... mechanisms) {
        return personIn("CH").servedBy("chco").to(processor(to, mechanisms));
    }

    private static LawCase brazilian(String to, Mechanism... mechanisms) {
        return personIn("BR").servedBy("brco").to(processor(to, mechanisms));
    }

    private static LawCase russian(String to, Mechanism... mechanisms) {
        return personIn("RU").servedBy("ruco").to(processor(to, mechanisms));
    }

    private static LawCase shared(Destination recipient) {
        return shared("US-CA", recipient);
    }

    private static LawCase shared(String country, Destination recipient) {
        return personIn(country)
                .servedBy("usco")
                .forPurpose("audience")
                .on(state(ConsentState.UNKNOWN))
                .with("email", "page_views")
                .to(recipient);
    }

    private static Mechanism relying(MechanismType type, String decision) {
        return new Mechanism.Adequacy(type, MechanismStatus.ACTIVE, decision, true);
    }

    private static Mechanism listed(MechanismType type, String checkedAt) {
        return new Mechanism.Listing(
                type,
                MechanismStatus.ACTIVE,
                "Importer Inc.",
                true,
                day("2023-08-01"),
                day("2027-03-01"),
                day(checkedAt));
    }

    private static Mechanism approved(MechanismType type) {
        var assessment = new Mechanism.Assessment("TIA 1", day("2026-01-01"), true, day("2027-01-01"));
        return new Mechanism.Approval(
                type, MechanismStatus.ACTIVE, "approval 1", day("2025-01-01"), null, true, assessment);
    }

    private static Mechanism altered(MechanismType type, String signedAt) {
        return new Mechanism.Clauses(type, MechanismStatus.ACTIVE, "contract 1", day(signedAt), false, null, null);
    }

    private static List<String> and(List<String> law, String... more) {
        return Stream.concat(law.stream(), Stream.of(more)).toList();
    }

    private static DynamicTest of(String name, Executable test) {
        return dynamicTest(name, test);
    }
}
