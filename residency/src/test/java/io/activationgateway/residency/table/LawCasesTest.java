package io.activationgateway.residency.table;

import static io.activationgateway.consent.profile.LegalBasis.CONSENT;
import static io.activationgateway.consent.profile.LegalBasis.CONTRACT;
import static io.activationgateway.consent.profile.LegalBasis.EXPLICIT_CONSENT;
import static io.activationgateway.consent.profile.LegalBasis.LEGIT_INTEREST;
import static io.activationgateway.consent.profile.LegalBasis.PARENTAL_CONSENT;
import static io.activationgateway.consent.profile.LegalBasis.SOFT_OPT_IN;
import static io.activationgateway.residency.table.LawCase.awaiting;
import static io.activationgateway.residency.table.LawCase.exempted;
import static io.activationgateway.residency.table.LawCase.on;
import static io.activationgateway.residency.table.LawCase.personIn;
import static io.activationgateway.residency.table.LawCase.reopened;
import static io.activationgateway.residency.table.LawCase.state;
import static io.activationgateway.residency.table.LawCase.withMessage;
import static io.activationgateway.residency.table.LawCase.withTransfer;
import static io.activationgateway.residency.table.Paper.adequacy;
import static io.activationgateway.residency.table.Paper.clauses;
import static io.activationgateway.residency.table.Paper.derogation;
import static io.activationgateway.residency.table.Paper.listing;
import static io.activationgateway.residency.table.Paper.standardContract;
import static io.activationgateway.residency.table.Policies.destination;
import static io.activationgateway.residency.table.Policies.platform;
import static io.activationgateway.residency.table.Policies.processor;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.profile.CellState;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.ObjectionScope;
import io.activationgateway.residency.policy.Destination;
import io.activationgateway.residency.policy.DestinationKind;
import io.activationgateway.residency.policy.Hop;
import io.activationgateway.residency.policy.Mechanism;
import io.activationgateway.residency.policy.MechanismType;
import io.activationgateway.residency.policy.Role;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Remedy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** The cases of the fact sheet on privacy law, through the packs that ship and the compiled table. */
class LawCasesTest {

    private static final List<String> CONSENTED = List.of("GDPR:6(1)(a)", "GDPR:7(1)");
    private static final List<String> MAILED = List.of("GDPR:6(1)(a)", "GDPR:7(1)", "EPRIV:13(1)");
    private static final List<String> OPT_OUT = List.of("add-opt-out");
    private static final List<String> NOTHING = List.of();
    private static final String GB_DECISION = "(EU) 2025/2574";
    private static final String DPF_DECISION = "(EU) 2023/1795";

    @TestFactory
    Stream<DynamicTest> consentAndObjection() {
        return Stream.of(
                of("1 consent carries a newsletter", () -> personIn("DE").forwards(CONSENT, MAILED, OPT_OUT)),
                of(
                        "2 a withdrawn consent stops it",
                        () -> personIn("FR")
                                .on(state(ConsentState.WITHDRAWN))
                                .needsConsent(Reason.CONSENT_WITHDRAWN, Remedy.OBTAIN_CONSENT, "GDPR:7(3)")),
                of(
                        "3 an objection to all direct marketing stops post too",
                        () -> post().objecting(ObjectionScope.ALL_DM)
                                .denies(Reason.OBJECTION_ALL, Remedy.NONE, "GDPR:21(2)", "GDPR:21(3)")),
                of(
                        "3 without the objection a legitimate interest carries post",
                        () -> post().forwards(
                                        LEGIT_INTEREST, List.of("GDPR:6(1)(f)", "GDPR:rec.47", "GDPR:21(2)"), NOTHING)),
                of(
                        "4 soft opt-in for own similar goods",
                        () -> personIn("NL")
                                .forPurpose("similar-goods")
                                .on(on(SOFT_OPT_IN))
                                .with("email", "purchases")
                                .forwards(SOFT_OPT_IN, List.of("EPRIV:13(2)", "CJEU:C-654/23"), OPT_OUT)),
                of(
                        "5 soft opt-in does not carry a partner's goods",
                        () -> personIn("NL")
                                .on(on(SOFT_OPT_IN))
                                .needsConsent(
                                        Reason.CONSENT_BASIS, Remedy.OBTAIN_CONSENT, "EPRIV:13(1)", "EPRIV:13(2)")),
                of(
                        "6 a parcel notice needs no consent",
                        () -> personIn("IT")
                                .forPurpose("delivery")
                                .on(state(ConsentState.UNKNOWN))
                                .with("phone", "purchases")
                                .forwards(CONTRACT, List.of("GDPR:6(1)(b)", "EPRIV:13(1)"), List.of("no-promo"))),
                of(
                        "6 a parcel notice with a coupon does",
                        () -> personIn("IT")
                                .forPurpose("delivery-coupon")
                                .on(state(ConsentState.UNKNOWN))
                                .with("phone")
                                .needsConsent(Reason.CHANNEL_PROMOTION, Remedy.REMOVE_PROMO, "EPRIV:13(1)")),
                of(
                        "7 a legitimate interest does not carry an audience",
                        () -> personIn("PL")
                                .forPurpose("audience")
                                .on(on(LEGIT_INTEREST))
                                .with("email")
                                .to(platform("IE"))
                                .needsConsent(
                                        Reason.CONSENT_BASIS, Remedy.OBTAIN_CONSENT, "GDPR:6(1)(f)", "CJEU:C-252/21")),
                of(
                        "12 a restriction stops a consented newsletter",
                        () -> personIn("ES")
                                .restricted()
                                .denies(Reason.RESTRICTION_ACTIVE, Remedy.NONE, "GDPR:18(1)", "GDPR:18(2)")),
                of(
                        "12 messages about a service too",
                        () -> personIn("ES")
                                .forPurpose("delivery")
                                .with("phone")
                                .restricted()
                                .denies(Reason.RESTRICTION_ACTIVE, Remedy.NONE, "GDPR:18(1)", "GDPR:18(2)")),
                of(
                        "12 but for what was consented to since",
                        () -> personIn("ES").restricted().on(reopened()).forwards(CONSENT, MAILED, OPT_OUT)),
                of(
                        "13 but for what a person who came back consented to",
                        () -> personIn("DE").erased().on(reopened()).forwards(CONSENT, MAILED, OPT_OUT)),
                of(
                        "13 nothing new of a person who was erased",
                        () -> personIn("DE").erased().denies(Reason.ERASURE_DONE, Remedy.NONE, "GDPR:17(1)")),
                of(
                        "nobody ever asked",
                        () -> personIn("DE")
                                .on(state(ConsentState.UNKNOWN))
                                .needsConsent(Reason.CONSENT_MISSING, Remedy.OBTAIN_CONSENT, "GDPR:6(1)(a)")),
                of(
                        "no law protects the person",
                        () -> personIn("US").servedBy("usco").denies(Reason.GAP_JURISDICTION, Remedy.LEGAL_REVIEW)),
                of(
                        "an American of a German controller is under the GDPR",
                        () -> personIn("US").forwards(CONSENT, MAILED, OPT_OUT)));
    }

    @TestFactory
    Stream<DynamicTest> specialDataAndChildren() {
        return Stream.of(
                of(
                        "8 health is dropped without explicit consent",
                        () -> personIn("AT")
                                .forPurpose("profiling")
                                .with("user_id", "page_views", "health_segment")
                                .to(processor("AT"))
                                .forwards(
                                        CONSENT,
                                        List.of(
                                                "GDPR:9(1)",
                                                "GDPR:9(2)(a)",
                                                "GDPR:5(1)(c)",
                                                "GDPR:6(1)(a)",
                                                "GDPR:7(1)"),
                                        NOTHING,
                                        "health_segment")),
                of(
                        "8 and goes with it",
                        () -> personIn("AT")
                                .forPurpose("profiling")
                                .on(on(EXPLICIT_CONSENT))
                                .with("user_id", "page_views", "health_segment")
                                .forwards(
                                        EXPLICIT_CONSENT,
                                        List.of("GDPR:6(1)(a)", "GDPR:7(1)", "GDPR:9(2)(a)"),
                                        NOTHING)),
                of(
                        "8 what is required cannot be dropped",
                        () -> personIn("AT")
                                .forPurpose("profiling")
                                .with("user_id", "health_segment")
                                .to(Policies.requiring(processor("AT"), "health_segment"))
                                .denies(
                                        Reason.CONSENT_EXPLICIT,
                                        Remedy.EXPLICIT_CONSENT,
                                        "GDPR:9(1)",
                                        "GDPR:9(2)(a)",
                                        "GDPR:5(1)(c)")),
                of(
                        "9 consent does not open platform advertising on health",
                        () -> personIn("AT")
                                .forPurpose("audience")
                                .on(on(EXPLICIT_CONSENT))
                                .with("email", "health_segment")
                                .to(platform("IE"))
                                .denies(Reason.SPECIAL_ADVERTISING, Remedy.NONE, "DSA:26(3)")),
                of(
                        "special without a tag is special under every law",
                        () -> personIn("DE")
                                .with("email", "untagged")
                                .forwards(
                                        CONSENT,
                                        List.of(
                                                "GDPR:9(1)",
                                                "GDPR:9(2)(a)",
                                                "GDPR:5(1)(c)",
                                                "GDPR:6(1)(a)",
                                                "GDPR:7(1)",
                                                "EPRIV:13(1)"),
                                        OPT_OUT,
                                        "untagged")),
                of(
                        "criminal data is never activated",
                        () -> personIn("DE")
                                .on(on(EXPLICIT_CONSENT))
                                .with("email", "conviction")
                                .denies(Reason.SPECIAL_CRIMINAL, Remedy.NONE, "GDPR:10")),
                of(
                        "10 below the age of Ireland a parent consents",
                        () -> personIn("IE")
                                .aged(AgeBand.AGE_15)
                                .needsConsent(Reason.CONSENT_PARENTAL, Remedy.PARENTAL_CONSENT, "GDPR:8(1)")),
                of(
                        "10 the same child in Sweden consents alone",
                        () -> personIn("SE").aged(AgeBand.AGE_15).forwards(CONSENT, MAILED, OPT_OUT)),
                of(
                        "10 and in Ireland with the parent's consent",
                        () -> personIn("IE")
                                .aged(AgeBand.AGE_15)
                                .on(on(PARENTAL_CONSENT))
                                .forwards(PARENTAL_CONSENT, MAILED, OPT_OUT)),
                of(
                        "10 but a parent's consent does not carry whoever may consent alone",
                        () -> personIn("SE")
                                .aged(AgeBand.AGE_15)
                                .on(on(PARENTAL_CONSENT))
                                .needsConsent(Reason.CONSENT_BASIS, Remedy.OBTAIN_CONSENT, "GDPR:6(1)")),
                of(
                        "11 no advertising to minors on platforms",
                        () -> personIn("SE")
                                .aged(AgeBand.AGE_15)
                                .forPurpose("audience")
                                .with("email", "page_views")
                                .to(platform("IE"))
                                .denies(Reason.CHILD_ADVERTISING, Remedy.NONE, "DSA:28(2)", "GDPR:rec.38")),
                of(
                        "11 nor to one whose age nobody knows and whose parent consented",
                        () -> personIn("SE")
                                .aged(AgeBand.UNKNOWN)
                                .forPurpose("audience")
                                .on(on(PARENTAL_CONSENT))
                                .with("email", "page_views")
                                .to(platform("IE"))
                                .needsConsent(
                                        Reason.CHILD_ADVERTISING, Remedy.LEGAL_REVIEW, "DSA:28(2)", "GDPR:rec.38")),
                of(
                        "in Türkiye a parent's consent does not open profiling, known age or not",
                        () -> turkishProfile(standardContract("2026-09-07", "2026-09-10"))
                                .aged(AgeBand.UNKNOWN)
                                .on(on(PARENTAL_CONSENT))
                                .needsConsent(Reason.CHILD_PROFILING, Remedy.LEGAL_REVIEW, "KVKK:5(1)")),
                of(
                        "nobody is profiled who may be a child",
                        () -> personIn("DE")
                                .aged(AgeBand.UNKNOWN)
                                .forPurpose("profiling")
                                .needsConsent(
                                        Reason.CHILD_PROFILING, Remedy.PARENTAL_CONSENT, "GDPR:8(1)", "GDPR:rec.38")));
    }

    @TestFactory
    Stream<DynamicTest> transfersUnderTheGdpr() {
        return Stream.of(
                of(
                        "14 the decision on the United Kingdom",
                        () -> personIn("DE")
                                .to(processor("GB", adequacy(GB_DECISION)))
                                .forwards(CONSENT, and(MAILED, "GDPR:45", GB_DECISION), OPT_OUT)),
                of(
                        "14 its last day",
                        () -> personIn("DE")
                                .to(processor("GB", adequacy(GB_DECISION)))
                                .at("2031-12-27T23:59:59Z")
                                .forwards(CONSENT, and(MAILED, "GDPR:45", GB_DECISION), OPT_OUT)),
                of(
                        "14 and the day after",
                        () -> personIn("DE")
                                .to(processor("GB", adequacy(GB_DECISION)))
                                .at("2031-12-28T00:00:00Z")
                                .denies(Reason.TRANSFER_LAPSED, Remedy.PUT_MECHANISM, "GDPR:45", GB_DECISION)),
                of(
                        "a decision opens only the country it is about",
                        () -> personIn("DE")
                                .to(processor("IN", adequacy(GB_DECISION)))
                                .denies(Reason.TRANSFER_NO_MECHANISM, Remedy.PUT_MECHANISM, "GDPR:44", "GDPR:45(3)")),
                of(
                        "15 an active entry in the list",
                        () -> profilingTo(processor("US", listing("2027-03-01", "2026-11-20")))
                                .forwards(CONSENT, and(CONSENTED, "GDPR:45", DPF_DECISION), NOTHING)),
                of(
                        "15 an entry nobody looked at for too long",
                        () -> profilingTo(processor("US", listing("2027-03-01", "2026-10-20")))
                                .denies(Reason.TRANSFER_LAPSED, Remedy.PUT_MECHANISM, "GDPR:45", DPF_DECISION)),
                of(
                        "16 not listed and no clauses",
                        () -> profilingTo(processor("US"))
                                .denies(
                                        Reason.TRANSFER_NO_MECHANISM,
                                        Remedy.PUT_MECHANISM,
                                        "GDPR:44",
                                        "GDPR:45(3)",
                                        "GDPR:46")),
                of(
                        "17 clauses where the entry lapsed",
                        () -> profilingTo(processor(
                                        "US",
                                        listing("2026-10-01", "2026-11-20"),
                                        clauses(MechanismType.EU_SCC_M2, "2024-02-01", "2027-03-01")))
                                .forwards(CONSENT, and(CONSENTED, "GDPR:46(2)(c)", "SCC2021:14"), NOTHING)),
                of(
                        "18 an overdue assessment",
                        () -> profilingTo(processor("IN", clauses(MechanismType.EU_SCC_M2, "2023-05-01", "2025-05-01")))
                                .denies(Reason.TRANSFER_TIA_OVERDUE, Remedy.RENEW_TIA, "SCC2021:14", "CJEU:C-311/18")),
                of(
                        "18 clauses of the repealed sets",
                        () -> profilingTo(processor("IN", clauses(MechanismType.EU_SCC_M2, "2020-05-01", "2027-05-01")))
                                .denies(
                                        Reason.TRANSFER_NO_MECHANISM,
                                        Remedy.PUT_MECHANISM,
                                        "GDPR:46(2)(c)",
                                        "SCC2021:4")),
                of(
                        "18 the wrong module",
                        () -> profilingTo(processor("IN", clauses(MechanismType.EU_SCC_M1, "2023-05-01", "2027-05-01")))
                                .denies(Reason.TRANSFER_NO_MECHANISM, Remedy.PUT_MECHANISM, "GDPR:46(2)(c)")),
                of(
                        "19 consent carries no nightly sync",
                        () -> profilingTo(processor("AU", derogation(MechanismType.EU_DEROG_CONSENT)))
                                .on(withTransfer())
                                .denies(Reason.TRANSFER_RECURRING, Remedy.PUT_MECHANISM, "GDPR:49(1)(a)")),
                of(
                        "20 no decision on Türkiye",
                        () -> personIn("DE")
                                .to(processor("TR"))
                                .denies(
                                        Reason.TRANSFER_NO_MECHANISM,
                                        Remedy.PUT_MECHANISM,
                                        "GDPR:44",
                                        "GDPR:45(3)",
                                        "GDPR:46")),
                of(
                        "20 clauses open Türkiye",
                        () -> personIn("DE")
                                .to(processor("TR", clauses(MechanismType.EU_SCC_M2, "2024-02-01", "2027-03-01")))
                                .forwards(CONSENT, and(MAILED, "GDPR:46(2)(c)", "SCC2021:14"), OPT_OUT)),
                of(
                        "an onward transfer needs a mechanism of its own",
                        () -> personIn("DE")
                                .to(Policies.onwardTo(
                                        processor("DE"), new Hop(processor("IN").importer(), List.of())))
                                .denies(
                                        Reason.TRANSFER_NO_MECHANISM,
                                        Remedy.PUT_MECHANISM,
                                        "GDPR:44",
                                        "GDPR:45(3)",
                                        "GDPR:46")));
    }

    @TestFactory
    Stream<DynamicTest> messagesInTurkey() {
        var approved = List.of("KVKK:5(1)", "TR6563:6(1)", "TRCER:5(3)");
        var sender = List.of("add-sender-id", "add-opt-out");
        return Stream.of(
                of(
                        "22 açık rıza and an approval in İYS",
                        () -> text().on(withMessage(ConsentState.GRANTED)).forwards(CONSENT, approved, sender)),
                of(
                        "22 açık rıza alone",
                        () -> text().on(withMessage(ConsentState.UNKNOWN))
                                .needsConsent(
                                        Reason.CHANNEL_IYS_MISSING,
                                        Remedy.OBTAIN_CONSENT,
                                        "TR6563:6(1)",
                                        "TRCER:5(3)")),
                of(
                        "23 an approval that was not entered in time",
                        () -> text().on(withMessage(ConsentState.VOID))
                                .needsConsent(
                                        Reason.CONSENT_VOID,
                                        Remedy.OBTAIN_CONSENT,
                                        "TRCER:7(11)",
                                        "TRCER:7(12)",
                                        "TRCER:5(3)")),
                of(
                        "23 an approval that İYS does not know yet",
                        () -> text().on(awaiting(ConsentState.UNKNOWN))
                                .denies(Reason.CHANNEL_IYS_MISSING, Remedy.REGISTER_IYS, "TRCER:7(11)", "TRCER:5(3)")),
                of(
                        "23 after a refusal it is the refusal that counts until then",
                        () -> text().on(awaiting(ConsentState.WITHDRAWN))
                                .needsConsent(Reason.CHANNEL_IYS_REFUSED, Remedy.OBTAIN_CONSENT, "TR6563:8(1)")),
                of(
                        "the exemption for merchants carries no private person",
                        () -> text().on(exempted())
                                .needsConsent(
                                        Reason.CHANNEL_IYS_MISSING,
                                        Remedy.OBTAIN_CONSENT,
                                        "TR6563:6(2)",
                                        "TR6563:6(1)",
                                        "TRCER:5(3)")),
                of(
                        "but a merchant",
                        () -> text().tacir()
                                .on(exempted())
                                .forwards(CONSENT, List.of("KVKK:5(1)", "TR6563:6(2)", "TRCER:6(3)"), sender)),
                of(
                        "a refusal",
                        () -> text().on(withMessage(ConsentState.WITHDRAWN))
                                .needsConsent(Reason.CHANNEL_IYS_REFUSED, Remedy.OBTAIN_CONSENT, "TR6563:8(1)")),
                of(
                        "a sender that is not in İYS",
                        () -> text().on(withMessage(ConsentState.GRANTED))
                                .servedBy("trhome")
                                .denies(Reason.CHANNEL_SENDER_UNREGISTERED, Remedy.REGISTER_IYS, "TRCER:5(2)")),
                of(
                        "24 a merchant needs not be asked",
                        () -> text().tacir()
                                .on(on(LEGIT_INTEREST))
                                .forwards(
                                        LEGIT_INTEREST, List.of("KVKK:5(2)(f)", "TR6563:6(2)", "TRCER:6(3)"), sender)),
                of(
                        "24 but may refuse",
                        () -> text().tacir()
                                .on(new CellState(
                                        ConsentState.GRANTED,
                                        LEGIT_INTEREST,
                                        ConsentState.WITHDRAWN,
                                        ConsentState.UNKNOWN))
                                .denies(
                                        Reason.CHANNEL_IYS_REFUSED,
                                        Remedy.NONE,
                                        "TR6563:6(2)",
                                        "TR6563:8(3)",
                                        "TRCER:6(3)")),
                of(
                        "25 a delivery notice needs neither",
                        () -> text().forPurpose("delivery")
                                .on(state(ConsentState.UNKNOWN))
                                .forwards(CONTRACT, List.of("KVKK:5(2)(c)", "TRCER:6(2)"), List.of("no-promo"))));
    }

    @TestFactory
    Stream<DynamicTest> transfersUnderKvkk() {
        var notified = List.of("KVKK:9(4)(c)", "KVKK:9(5)");
        return Stream.of(
                of(
                        "26 membership is dropped, the rest goes",
                        () -> turkishProfile(standardContract("2026-09-07", "2026-09-10"))
                                .with("user_id", "page_views", "foundation_member")
                                .forwards(
                                        CONSENT,
                                        List.of("KVKK:6(3)", "KVKK:4(2)", "KVKK:5(1)", "KVKK:9(4)(c)", "KVKK:9(5)"),
                                        NOTHING,
                                        "foundation_member")),
                of(
                        "26 membership of a foundation is not special under the GDPR",
                        () -> personIn("DE").with("email", "foundation_member").forwards(CONSENT, MAILED, OPT_OUT)),
                of(
                        "27 not notified in time",
                        () -> turkishProfile(standardContract("2026-11-02", null))
                                .denies(
                                        Reason.TRANSFER_NOT_NOTIFIED,
                                        Remedy.NOTIFY_AUTHORITY,
                                        "KVKK:9(5)",
                                        "KVKK:18(1)(d)")),
                of(
                        "27 A not yet due",
                        () -> turkishProfile(standardContract("2026-11-18", null))
                                .forwards(
                                        CONSENT,
                                        and(List.of("KVKK:5(1)"), notified),
                                        List.of("notify-authority(2026-11-25)"))),
                of(
                        "27 A on its last day, Turkish time",
                        () -> turkishProfile(standardContract("2026-11-18", null))
                                .at("2026-11-25T20:59:59Z")
                                .forwards(
                                        CONSENT,
                                        and(List.of("KVKK:5(1)"), notified),
                                        List.of("notify-authority(2026-11-25)"))),
                of(
                        "27 A and a second later",
                        () -> turkishProfile(standardContract("2026-11-18", null))
                                .at("2026-11-25T21:00:00Z")
                                .denies(
                                        Reason.TRANSFER_NOT_NOTIFIED,
                                        Remedy.NOTIFY_AUTHORITY,
                                        "KVKK:9(5)",
                                        "KVKK:18(1)(d)")),
                of(
                        "27 A strictly",
                        () -> turkishProfile(standardContract("2026-11-18", null))
                                .strictly()
                                .denies(
                                        Reason.TRANSFER_NOT_NOTIFIED,
                                        Remedy.NOTIFY_AUTHORITY,
                                        "KVKK:9(5)",
                                        "KVKK:18(1)(d)")),
                of(
                        "27 notified late",
                        () -> turkishProfile(standardContract("2026-11-02", "2026-11-12"))
                                .forwards(
                                        CONSENT,
                                        and(List.of("KVKK:5(1)"), notified),
                                        List.of("risk-late-notification"))),
                of(
                        "27 B one signature missing",
                        () -> turkishProfile(standardContract(MechanismType.TR_SS_2, "2026-11-18", null, null))
                                .denies(
                                        Reason.TRANSFER_UNSIGNED,
                                        Remedy.PUT_MECHANISM,
                                        "KVKK:9(4)(c)",
                                        "KVKK-NOTICE:2025-02-05")),
                of(
                        "27 the wrong form",
                        () -> turkishProfile(standardContract(MechanismType.TR_SS_1, "2026-11-18", "2026-11-18", null))
                                .denies(Reason.TRANSFER_NO_MECHANISM, Remedy.PUT_MECHANISM, "KVKK:9(4)(c)")),
                of(
                        "28 consent to the transfer carries no feed, and European tools do not count",
                        () -> american()
                                .forPurpose("profiling")
                                .denies(
                                        Reason.TRANSFER_RECURRING,
                                        Remedy.PUT_MECHANISM,
                                        "KVKK:9(6)(a)",
                                        "KVKK:9(4)",
                                        "KVKK-TR-REG:16")),
                of(
                        "28 European tools do not count for a single case either",
                        () -> american()
                                .denies(Reason.TRANSFER_NO_MECHANISM, Remedy.PUT_MECHANISM, "KVKK:9(1)", "KVKK:9(4)")),
                of(
                        "28 one event, on record as the only way",
                        () -> turkishProfile()
                                .forPurpose("prize-draw")
                                .on(withTransfer())
                                .to(processor("US", derogation(MechanismType.TR_INCIDENTAL_CONSENT)))
                                .forwards(
                                        CONSENT,
                                        List.of("KVKK:5(1)", "KVKK:9(6)(a)", "KVKK:9(4)", "KVKK-TR-REG:16"),
                                        List.of("legal-review"))),
                of(
                        "28 and not without the person's consent",
                        () -> turkishProfile()
                                .forPurpose("prize-draw")
                                .to(processor("US", derogation(MechanismType.TR_INCIDENTAL_CONSENT)))
                                .denies(
                                        Reason.TRANSFER_NO_MECHANISM,
                                        Remedy.PUT_MECHANISM,
                                        "KVKK:9(4)",
                                        "KVKK:9(6)(a)")),
                of(
                        "29 a bank secret stays",
                        () -> turkishProfile(standardContract("2026-09-07", "2026-09-10"))
                                .forPurpose("audience")
                                .with("user_id", "card_limit")
                                .denies(Reason.SECRET_BANK, Remedy.NONE, "KVKK:9(10)", "TR5411:73")),
                of(
                        "30 two laws: what one opens the other keeps closed",
                        () -> personIn("DE")
                                .servedBy("trco")
                                .forPurpose("profiling")
                                .to(processor("US", listing("2027-03-01", "2026-11-20")))
                                .denies(Reason.TRANSFER_NO_MECHANISM, Remedy.PUT_MECHANISM, "KVKK:9(1)", "KVKK:9(4)")));
    }

    @TestFactory
    Stream<DynamicTest> removals() {
        return Stream.of(
                of(
                        "a removal needs no consent and carries the shared key alone",
                        () -> personIn("DE")
                                .removing()
                                .on(state(ConsentState.WITHDRAWN))
                                .objecting(ObjectionScope.ALL_DM)
                                .restricted()
                                .erased()
                                .with("email", "city", "user_id")
                                .forwards(null, List.of("GDPR:19"), NOTHING, "city", "user_id")),
                of(
                        "a removal crosses an open border",
                        () -> personIn("DE")
                                .removing()
                                .on(state(ConsentState.WITHDRAWN))
                                .to(processor("GB", adequacy(GB_DECISION)))
                                .with("email")
                                .forwards(null, List.of("GDPR:45", GB_DECISION, "GDPR:19"), NOTHING)),
                of(
                        "but not a closed one",
                        () -> personIn("DE")
                                .removing()
                                .to(processor("US"))
                                .with("email")
                                .denies(
                                        Reason.TRANSFER_NO_MECHANISM,
                                        Remedy.PUT_MECHANISM,
                                        "GDPR:44",
                                        "GDPR:45(3)",
                                        "GDPR:46")),
                of(
                        "unless the recipient has the person already",
                        () -> personIn("DE")
                                .recalling()
                                .on(state(ConsentState.WITHDRAWN))
                                .to(processor("US"))
                                .with("email", "city")
                                .forwards(null, List.of("GDPR:19"), NOTHING, "city")),
                of(
                        "a Turkish person is taken out across a border that never had a contract",
                        () -> personIn("TR")
                                .servedBy("trco")
                                .recalling()
                                .to(processor("DE"))
                                .with("email")
                                .forwards(null, List.of("KVKK:7"), NOTHING)));
    }

    private static LawCase post() {
        return personIn("DE").forPurpose("catalogue").on(on(LEGIT_INTEREST));
    }

    private static LawCase profilingTo(Destination destination) {
        return personIn("DE")
                .forPurpose("profiling")
                .with("user_id", "page_views")
                .to(destination);
    }

    private static LawCase text() {
        return personIn("TR")
                .forPurpose("offers")
                .with("phone")
                .to(destination(DestinationKind.MESSAGING, Role.PROCESSOR, "TR"));
    }

    private static LawCase turkishProfile(Mechanism... mechanisms) {
        return personIn("TR")
                .forPurpose("profiling")
                .with("user_id", "page_views")
                .to(processor("DE", mechanisms));
    }

    private static LawCase american() {
        return turkishProfile()
                .forPurpose("prize-draw")
                .on(withTransfer())
                .to(processor(
                        "US",
                        clauses(MechanismType.EU_SCC_M2, "2024-02-01", "2027-03-01"),
                        listing("2027-03-01", "2026-11-20")));
    }

    private static List<String> and(List<String> law, String... more) {
        return and(law, List.of(more));
    }

    private static List<String> and(List<String> law, List<String> more) {
        return Stream.concat(law.stream(), more.stream()).toList();
    }

    private static DynamicTest of(String name, Executable test) {
        return dynamicTest(name, test);
    }
}
