package io.activationgateway.residency.table;

import static io.activationgateway.consent.profile.LegalBasis.CONSENT;
import static io.activationgateway.consent.profile.LegalBasis.CONTRACT;
import static io.activationgateway.residency.policy.MechanismStatus.ACTIVE;
import static io.activationgateway.residency.table.LawCase.personIn;
import static io.activationgateway.residency.table.LawCase.state;
import static io.activationgateway.residency.table.Paper.adequacy;
import static io.activationgateway.residency.table.Paper.clauses;
import static io.activationgateway.residency.table.Paper.day;
import static io.activationgateway.residency.table.Paper.derogation;
import static io.activationgateway.residency.table.Paper.listing;
import static io.activationgateway.residency.table.Paper.standardContract;
import static io.activationgateway.residency.table.Policies.processor;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.residency.policy.Destination;
import io.activationgateway.residency.policy.DestinationKind;
import io.activationgateway.residency.policy.Hop;
import io.activationgateway.residency.policy.Mechanism;
import io.activationgateway.residency.policy.Mechanism.Assessment;
import io.activationgateway.residency.policy.MechanismStatus;
import io.activationgateway.residency.policy.MechanismType;
import io.activationgateway.residency.policy.Role;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Remedy;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each tool opens what it is made for, from its first instant to its last, and nothing else. */
class MechanismsTest {

    /** Exporter and importer, and the one module of clauses and contracts made for them. */
    @ParameterizedTest
    @CsvSource({
        "1,euco,CONTROLLER",
        "1,euco,JOINT_CONTROLLER",
        "2,euco,PROCESSOR",
        "3,euproc,PROCESSOR",
        "4,euproc,CONTROLLER"
    })
    void clausesFitTheRolesTheyAreMadeFor(int module, String controller, Role importer) {
        for (int offered = 1; offered <= 4; offered++) {
            var type = MechanismType.valueOf("EU_SCC_M" + offered);
            var given = personIn("DE")
                    .servedBy(controller)
                    .to(Policies.destination(
                            DestinationKind.CDP, importer, "IN", clauses(type, "2024-02-01", "2027-03-01")));
            if (offered == module) {
                given.forwards(CONSENT, mailed("GDPR:46(2)(c)", "SCC2021:14"), List.of("add-opt-out"));
            } else {
                given.denies(Reason.TRANSFER_NO_MECHANISM, Remedy.PUT_MECHANISM, "GDPR:46(2)(c)");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,trco,CONTROLLER", "2,trco,PROCESSOR", "3,trproc,PROCESSOR", "4,trproc,CONTROLLER"})
    void standardContractsDoToo(int form, String controller, Role importer) {
        for (int offered = 1; offered <= 4; offered++) {
            var type = MechanismType.valueOf("TR_SS_" + offered);
            var given = turkish()
                    .servedBy(controller)
                    .to(Policies.destination(
                            DestinationKind.CDP,
                            importer,
                            "DE",
                            standardContract(type, "2026-09-07", "2026-09-07", "2026-09-10")));
            if (offered == form) {
                given.forwards(CONSENT, List.of("KVKK:5(1)", "KVKK:9(4)(c)", "KVKK:9(5)"), List.of());
            } else {
                given.denies(Reason.TRANSFER_NO_MECHANISM, Remedy.PUT_MECHANISM, "KVKK:9(4)(c)");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EU_BCR_C", "EU_BCR_P", "EU_CODE", "EU_CERT", "EU_ADHOC"})
    void approvalsOpenFromTheirFirstDayToTheirLast(MechanismType type) {
        var given = personIn("DE").to(processor("IN", approval(type, true, assessed("2027-06-30"))));

        given.at("2026-01-01T00:00:00Z").forwards(CONSENT, mailed(type.article()), List.of("add-opt-out"));
        given.at("2026-12-31T23:59:59Z").forwards(CONSENT, mailed(type.article()), List.of("add-opt-out"));
        given.at("2025-12-31T23:59:59Z").denies(Reason.TRANSFER_NO_MECHANISM, Remedy.PUT_MECHANISM, type.article());
        given.at("2027-01-01T00:00:00Z").denies(Reason.TRANSFER_LAPSED, Remedy.PUT_MECHANISM, type.article());
    }

    @ParameterizedTest
    @EnumSource(names = {"EU_BCR_C", "EU_CODE", "TR_BCR", "TR_UNDERTAKING"})
    void approvalsBindMembersOnly(MechanismType type) {
        var given = type.name().startsWith("TR") ? turkish() : personIn("DE");

        given.to(processor("IN", approval(type, false, assessed("2027-06-30"))))
                .denies(Reason.TRANSFER_NO_MECHANISM, Remedy.PUT_MECHANISM, type.article());
    }

    @Test
    void europeanApprovalsNeedAnAssessment() {
        personIn("DE")
                .to(processor("IN", approval(MechanismType.EU_BCR_C, true, null)))
                .denies(Reason.TRANSFER_TIA_OVERDUE, Remedy.RENEW_TIA, "SCC2021:14", "CJEU:C-311/18");
    }

    @ParameterizedTest
    @EnumSource(names = {"TR_BCR", "TR_UNDERTAKING", "TR_PUBLIC"})
    void theBoardApprovesFromTheDayOfItsDecisionInTurkishTime(MechanismType type) {
        var given = turkish().to(processor("DE", approval(type, true, null)));

        given.at("2026-01-01T00:00:00+03:00").forwards(CONSENT, List.of("KVKK:5(1)", type.article()), List.of());
        given.at("2025-12-31T23:59:59+03:00")
                .denies(Reason.TRANSFER_NO_MECHANISM, Remedy.PUT_MECHANISM, type.article());
    }

    @ParameterizedTest
    @EnumSource(names = {"SUSPENDED", "ANNULLED"})
    void whatACourtTookAwayOpensNothing(MechanismStatus status) {
        personIn("DE")
                .to(processor("GB", new Mechanism.Adequacy(MechanismType.EU_ADEQUACY, status, "(EU) 2025/2574", true)))
                .denies(Reason.TRANSFER_LAPSED, Remedy.PUT_MECHANISM, "GDPR:45");
    }

    /** Canada's decision covers commercial organisations; this recipient is none. */
    @Test
    void aDecisionOpensNothingOutsideItsScope() {
        personIn("DE")
                .to(processor("CA", new Mechanism.Adequacy(MechanismType.EU_ADEQUACY, ACTIVE, "2002/2/EC", false)))
                .denies(Reason.TRANSFER_NO_MECHANISM, Remedy.PUT_MECHANISM, "GDPR:44", "GDPR:45(3)");
        personIn("DE")
                .to(processor("CA", adequacy("2002/2/EC")))
                .forwards(CONSENT, mailed("GDPR:45", "2002/2/EC"), List.of("add-opt-out"));
    }

    @Test
    void thePackHoldsTheDecisionsOfTheUnion() {
        assertThat(Policies.law("gdpr").adequacy())
                .flatExtracting(decision -> decision.countries())
                .containsExactlyInAnyOrder(
                        "AD", "AR", "BR", "CA", "CH", "FO", "GB", "GG", "IL", "IM", "JE", "JP", "KR", "NZ", "US", "UY");
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void aContractCarriesTheOneMessageItNeeds(MechanismType type, LawCase given, List<String> law) {
        given.on(state(ConsentState.UNKNOWN))
                .with("phone")
                .to(processor("US", derogation(type)))
                .forPurpose("delivery-once")
                .forwards(CONTRACT, law, List.of("no-promo", "legal-review"));
        given.forPurpose("delivery")
                .denies(
                        Reason.TRANSFER_RECURRING,
                        Remedy.PUT_MECHANISM,
                        type == MechanismType.EU_DEROG_CONTRACT
                                ? new String[] {"GDPR:49(1)(a)"}
                                : new String[] {"KVKK:9(6)(a)", "KVKK:9(4)", "KVKK-TR-REG:16"});
    }

    static Stream<Arguments> exceptions() {
        return Stream.of(
                Arguments.of(
                        MechanismType.EU_DEROG_CONTRACT,
                        personIn("DE"),
                        List.of("GDPR:6(1)(b)", "EPRIV:13(1)", "GDPR:49(1)(b)")),
                Arguments.of(
                        MechanismType.TR_INCIDENTAL_CONTRACT,
                        personIn("TR"),
                        List.of("KVKK:5(2)(c)", "TRCER:6(2)", "KVKK:9(6)(b)", "KVKK:9(4)", "KVKK-TR-REG:16")));
    }

    @Test
    void everyHopIsAskedAndTheStrictestAnswerWins() {
        var british = processor("GB", adequacy("(EU) 2025/2574"));

        personIn("DE")
                .to(onward(british, "US", listing("2027-03-01", "2026-11-20")))
                .forwards(CONSENT, mailed("GDPR:45", "(EU) 2025/2574", "(EU) 2023/1795"), List.of("add-opt-out"));
        personIn("DE")
                .to(onward(british, "US", listing("2026-10-01", "2026-11-20")))
                .denies(Reason.TRANSFER_LAPSED, Remedy.PUT_MECHANISM, "GDPR:45", "(EU) 2023/1795");
        // from processor to processor: the module of the first hop does not fit the second
        personIn("DE")
                .to(onward(british, "IN", clauses(MechanismType.EU_SCC_M2, "2024-02-01", "2027-03-01")))
                .denies(Reason.TRANSFER_NO_MECHANISM, Remedy.PUT_MECHANISM, "GDPR:46(2)(c)");
        personIn("DE")
                .to(onward(british, "IN", clauses(MechanismType.EU_SCC_M3, "2024-02-01", "2027-03-01")))
                .forwards(
                        CONSENT,
                        mailed("GDPR:45", "(EU) 2025/2574", "GDPR:46(2)(c)", "SCC2021:14"),
                        List.of("add-opt-out"));
    }

    /** The half-day before a holiday may be left out of the count: the pack's calendar says so. */
    @Test
    void aHalfDayCountsUnlessThePackSaysItDoesNot() {
        var contract = processor("DE", standardContract("2026-10-26", null));

        turkish()
                .to(contract)
                .at("2026-11-04T00:00:00+03:00")
                .denies(Reason.TRANSFER_NOT_NOTIFIED, Remedy.NOTIFY_AUTHORITY, "KVKK:9(5)", "KVKK:18(1)(d)");
        turkish()
                .to(contract)
                .withHoliday("10-28")
                .at("2026-11-04T23:59:59+03:00")
                .forwards(
                        CONSENT,
                        List.of("KVKK:5(1)", "KVKK:9(4)(c)", "KVKK:9(5)"),
                        List.of("notify-authority(2026-11-04)"));
        turkish()
                .to(contract)
                .withHoliday("10-28")
                .at("2026-11-05T00:00:00+03:00")
                .denies(Reason.TRANSFER_NOT_NOTIFIED, Remedy.NOTIFY_AUTHORITY, "KVKK:9(5)", "KVKK:18(1)(d)");
    }

    private static LawCase turkish() {
        return personIn("TR").forPurpose("profiling").with("user_id", "page_views");
    }

    private static Destination onward(Destination first, String country, Mechanism... mechanisms) {
        return Policies.onwardTo(first, new Hop(processor(country).importer(), List.of(mechanisms)));
    }

    private static Mechanism approval(MechanismType type, boolean member, @Nullable Assessment assessment) {
        return new Mechanism.Approval(
                type, ACTIVE, "approval 1", day("2026-01-01"), day("2026-12-31"), member, assessment);
    }

    private static Assessment assessed(String reviewDue) {
        return new Assessment("TIA 1", day("2025-06-01"), true, day(reviewDue));
    }

    private static List<String> mailed(String... more) {
        return Stream.concat(Stream.of("GDPR:6(1)(a)", "GDPR:7(1)", "EPRIV:13(1)"), Stream.of(more))
                .toList();
    }
}
