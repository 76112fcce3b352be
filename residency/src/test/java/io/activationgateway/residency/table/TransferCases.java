package io.activationgateway.residency.table;

import static io.activationgateway.consent.event.EvidenceMethod.ON_FILE;
import static io.activationgateway.consent.event.EvidenceMethod.TICKED_BY_USER;
import static io.activationgateway.consent.profile.LegalBasis.CONSENT;
import static io.activationgateway.consent.profile.LegalBasis.LEGIT_INTEREST;
import static io.activationgateway.consent.profile.LegalBasis.TRANSFER_CONSENT;
import static io.activationgateway.residency.table.ConsentCases.AUDIENCE;
import static io.activationgateway.residency.table.ConsentCases.EMAIL;
import static io.activationgateway.residency.table.ConsentCases.PROFILING;
import static io.activationgateway.residency.table.Paper.adequacy;
import static io.activationgateway.residency.table.Paper.clauses;
import static io.activationgateway.residency.table.Paper.derogation;
import static io.activationgateway.residency.table.Paper.listing;
import static io.activationgateway.residency.table.Paper.standardContract;
import static io.activationgateway.residency.verdict.Reason.CONSENT_BASIS;
import static io.activationgateway.residency.verdict.Reason.OBJECTION_SALE;
import static io.activationgateway.residency.verdict.Reason.RESIDENCY_LOCAL_ONLY;
import static io.activationgateway.residency.verdict.Reason.SECRET_BANK;
import static io.activationgateway.residency.verdict.Reason.TRANSFER_LAPSED;
import static io.activationgateway.residency.verdict.Reason.TRANSFER_NOT_NOTIFIED;
import static io.activationgateway.residency.verdict.Reason.TRANSFER_NO_MECHANISM;
import static io.activationgateway.residency.verdict.Reason.TRANSFER_RECURRING;
import static io.activationgateway.residency.verdict.Reason.TRANSFER_TIA_OVERDUE;
import static io.activationgateway.residency.verdict.Reason.TRANSFER_UNSIGNED;
import static io.activationgateway.residency.verdict.Remedy.LEGAL_REVIEW;
import static io.activationgateway.residency.verdict.Remedy.NONE;
import static io.activationgateway.residency.verdict.Remedy.NOTIFY_AUTHORITY;
import static io.activationgateway.residency.verdict.Remedy.OBTAIN_CONSENT;
import static io.activationgateway.residency.verdict.Remedy.PUT_MECHANISM;
import static io.activationgateway.residency.verdict.Remedy.RENEW_TIA;

import io.activationgateway.consent.event.Change.Born;
import io.activationgateway.residency.policy.DestinationKind;
import io.activationgateway.residency.policy.MechanismType;
import io.activationgateway.residency.table.ConsentCase.Dossier;
import java.util.List;
import java.util.stream.Stream;

/** The cases in which data crosses a border, with both sides of each date, and those of the smaller packs. */
final class TransferCases {

    private static final String DECISION = "(EU) 2025/2574";

    private TransferCases() {}

    static List<ConsentCase> all() {
        return Stream.of(fields(), decisions(), clausesAndConsent(), statistics(), contracts(), incidental(), others())
                .flatMap(List::stream)
                .toList();
    }

    private static List<ConsentCase> fields() {
        return List.of(
                adult("7 a legitimate interest carries no audience", "PL")
                        .granted("2026-05-01", AUDIENCE, LEGIT_INTEREST, ON_FILE)
                        .forPurpose("audience", "email")
                        .to(DestinationKind.ONLINE_PLATFORM, "IE")
                        .needsConsent(CONSENT_BASIS, OBTAIN_CONSENT),
                profiled("8 health is dropped without explicit consent", "AT")
                        .forPurpose("profiling", "user_id", "page_views", "health_segment")
                        .goesWithout("health_segment", CONSENT));
    }

    private static List<ConsentCase> decisions() {
        return List.of(
                mailed("14 the decision on the United Kingdom")
                        .to("GB", adequacy(DECISION))
                        .goes(CONSENT, "add-opt-out"),
                mailed("14 its last instant")
                        .to("GB", adequacy(DECISION))
                        .at("2031-12-27T23:59:59Z")
                        .goes(CONSENT, "add-opt-out"),
                mailed("14 the instant after")
                        .to("GB", adequacy(DECISION))
                        .at("2031-12-28T00:00:00Z")
                        .denied(TRANSFER_LAPSED, PUT_MECHANISM),
                profiled("15 an active entry, looked up today", "DE")
                        .to("US", listing("2027-03-01", "2026-11-20"))
                        .goes(CONSENT),
                profiled("15 on the last day of the look-up", "DE")
                        .to("US", listing("2027-03-01", "2026-11-20"))
                        .at("2026-12-20T23:59:59Z")
                        .goes(CONSENT),
                profiled("15 a look-up older than the pack lets it be", "DE")
                        .to("US", listing("2027-03-01", "2026-11-20"))
                        .at("2026-12-21T00:00:00Z")
                        .denied(TRANSFER_LAPSED, PUT_MECHANISM),
                profiled("15 the last instant before certification is due", "DE")
                        .to("US", listing("2027-03-01", "2027-02-20"))
                        .at("2027-03-01T23:59:59Z")
                        .goes(CONSENT),
                profiled("15 and after", "DE")
                        .to("US", listing("2027-03-01", "2027-02-20"))
                        .at("2027-03-02T00:00:00Z")
                        .denied(TRANSFER_LAPSED, PUT_MECHANISM),
                profiled("16 not listed and no clauses", "DE").to("US").denied(TRANSFER_NO_MECHANISM, PUT_MECHANISM));
    }

    private static List<ConsentCase> clausesAndConsent() {
        return List.of(
                profiled("17 clauses where the entry lapsed", "DE")
                        .to(
                                "US",
                                listing("2026-10-01", "2026-11-20"),
                                clauses(MechanismType.EU_SCC_M2, "2024-02-01", "2027-03-01"))
                        .goes(CONSENT),
                profiled("17 until the assessment is due", "DE")
                        .to(
                                "US",
                                listing("2026-10-01", "2026-11-20"),
                                clauses(MechanismType.EU_SCC_M2, "2024-02-01", "2027-03-01"))
                        .at("2027-03-02T00:00:00Z")
                        .denied(TRANSFER_LAPSED, PUT_MECHANISM),
                profiled("18 an overdue assessment", "DE")
                        .to("IN", clauses(MechanismType.EU_SCC_M2, "2023-05-01", "2025-05-01"))
                        .denied(TRANSFER_TIA_OVERDUE, RENEW_TIA),
                profiled("18 on the last day of an assessment", "DE")
                        .to("IN", clauses(MechanismType.EU_SCC_M2, "2023-05-01", "2026-11-20"))
                        .at("2026-11-20T23:59:59Z")
                        .goes(CONSENT),
                profiled("18 and the instant after", "DE")
                        .to("IN", clauses(MechanismType.EU_SCC_M2, "2023-05-01", "2026-11-20"))
                        .at("2026-11-21T00:00:00Z")
                        .denied(TRANSFER_TIA_OVERDUE, RENEW_TIA),
                profiled("18 clauses of the repealed sets", "DE")
                        .to("IN", clauses(MechanismType.EU_SCC_M2, "2020-05-01", "2027-05-01"))
                        .denied(TRANSFER_NO_MECHANISM, PUT_MECHANISM),
                profiled("19 consent to the transfer carries no nightly sync", "DE")
                        .granted("2026-05-01", PROFILING, TRANSFER_CONSENT, TICKED_BY_USER)
                        .to("AU", derogation(MechanismType.EU_DEROG_CONSENT))
                        .denied(TRANSFER_RECURRING, PUT_MECHANISM),
                mailed("20 no decision on Türkiye").to("TR").denied(TRANSFER_NO_MECHANISM, PUT_MECHANISM),
                mailed("20 clauses open it")
                        .to("TR", clauses(MechanismType.EU_SCC_M2, "2024-02-01", "2027-03-01"))
                        .goes(CONSENT, "add-opt-out"));
    }

    private static List<ConsentCase> statistics() {
        return List.of(
                ConsentCase.of("21 statistics that name nobody", "FR")
                        .forPurpose("statistics", "visitors")
                        .to("SG")
                        .goes(null, "aggregate"),
                ConsentCase.of("21 with an identifier in each row", "FR")
                        .forPurpose("statistics", "visitors", "user_id")
                        .to("SG")
                        .denied(TRANSFER_NO_MECHANISM, PUT_MECHANISM));
    }

    private static List<ConsentCase> contracts() {
        var november = standardContract("2026-11-18", null);
        var october = standardContract("2026-10-26", null);
        return List.of(
                profiled("26 membership is dropped, the rest goes", "TR")
                        .forPurpose("profiling", "user_id", "page_views", "foundation_member")
                        .to("DE", standardContract("2026-09-07", "2026-09-10"))
                        .goesWithout("foundation_member", CONSENT),
                profiled("27 not notified in time", "TR")
                        .to("DE", standardContract("2026-11-02", null))
                        .denied(TRANSFER_NOT_NOTIFIED, NOTIFY_AUTHORITY),
                profiled("27 A not yet due", "TR").to("DE", november).goes(CONSENT, "notify-authority(2026-11-25)"),
                profiled("27 A the last instant, Turkish time", "TR")
                        .to("DE", november)
                        .at("2026-11-25T23:59:59+03:00")
                        .goes(CONSENT, "notify-authority(2026-11-25)"),
                profiled("27 A the instant after", "TR")
                        .to("DE", november)
                        .at("2026-11-26T00:00:00+03:00")
                        .denied(TRANSFER_NOT_NOTIFIED, NOTIFY_AUTHORITY),
                profiled("27 notified too late, after the fact", "TR")
                        .to("DE", standardContract("2026-11-02", "2026-11-12"))
                        .goes(CONSENT, "risk-late-notification"),
                profiled("27 B one signature missing", "TR")
                        .to("DE", standardContract(MechanismType.TR_SS_2, "2026-11-18", null, null))
                        .denied(TRANSFER_UNSIGNED, PUT_MECHANISM),
                profiled("27 the form for other roles", "TR")
                        .to("DE", standardContract(MechanismType.TR_SS_1, "2026-11-18", "2026-11-18", null))
                        .denied(TRANSFER_NO_MECHANISM, PUT_MECHANISM),
                profiled("27 a holiday counts no day, the afternoon before it counts one", "TR")
                        .to("DE", october)
                        .at("2026-11-03T23:59:59+03:00")
                        .goes(CONSENT, "notify-authority(2026-11-03)"),
                profiled("27 and the instant after", "TR")
                        .to("DE", october)
                        .at("2026-11-04T00:00:00+03:00")
                        .denied(TRANSFER_NOT_NOTIFIED, NOTIFY_AUTHORITY),
                profiled("29 a bank secret stays, whatever was signed", "TR")
                        .consented("2026-05-01", AUDIENCE)
                        .forPurpose("audience", "user_id", "card_limit")
                        .to("DE", standardContract("2026-09-07", "2026-09-10"))
                        .denied(SECRET_BANK, NONE),
                profiled("30 what one law opens the other keeps closed", "DE")
                        .servedBy("treu")
                        .to("US", listing("2027-03-01", "2026-11-20"))
                        .denied(TRANSFER_NO_MECHANISM, PUT_MECHANISM));
    }

    private static List<ConsentCase> incidental() {
        var event = derogation(MechanismType.TR_INCIDENTAL_CONSENT);
        return List.of(
                transferred("28 consent to the transfer and European tools", "profiling")
                        .to(
                                "US",
                                clauses(MechanismType.EU_SCC_M2, "2024-02-01", "2027-03-01"),
                                listing("2027-03-01", "2026-11-20"))
                        .denied(TRANSFER_RECURRING, PUT_MECHANISM),
                transferred("28 one event, on record as the only way", "prize-draw")
                        .to("US", event)
                        .goes(CONSENT, "legal-review"),
                transferred("28 the first instant of its day", "prize-draw")
                        .to("US", event)
                        .at("2026-11-20T00:00:00+03:00")
                        .goes(CONSENT, "legal-review"),
                transferred("28 and the instant before", "prize-draw")
                        .to("US", event)
                        .at("2026-11-19T23:59:59+03:00")
                        .denied(TRANSFER_NO_MECHANISM, PUT_MECHANISM),
                transferred("28 the last instant of its day", "prize-draw")
                        .to("US", event)
                        .at("2026-11-20T23:59:59+03:00")
                        .goes(CONSENT, "legal-review"),
                transferred("28 and the instant after", "prize-draw")
                        .to("US", event)
                        .at("2026-11-21T00:00:00+03:00")
                        .denied(TRANSFER_LAPSED, PUT_MECHANISM));
    }

    private static List<ConsentCase> others() {
        var californian = List.of(
                adult("31 California: a platform gets what nobody opted out of", "US-CA")
                        .servedBy("usco")
                        .forPurpose("audience", "email")
                        .to(DestinationKind.ONLINE_PLATFORM, "US")
                        .goes(LEGIT_INTEREST, "add-opt-out"),
                adult("31 California: Global Privacy Control stops it", "US-CA")
                        .servedBy("usco")
                        .forPurpose("audience", "email", ConsentCase.GPC)
                        .to(DestinationKind.ONLINE_PLATFORM, "US")
                        .denied(OBJECTION_SALE, NONE),
                adult("31 California: but not what a service provider gets", "US-CA")
                        .servedBy("usco")
                        .forPurpose("audience", "email", ConsentCase.GPC)
                        .to("US")
                        .goes(LEGIT_INTEREST, "add-opt-out"));
        var rest = List.of(
                adult("31 United Kingdom: the framework without its extension", "GB")
                        .consented("2026-05-01", EMAIL)
                        .servedBy("ukco")
                        .to("US", listing("2027-03-01", "2026-11-20"))
                        .denied(TRANSFER_NO_MECHANISM, PUT_MECHANISM),
                adult("31 United Kingdom: the IDTA", "GB")
                        .consented("2026-05-01", EMAIL)
                        .servedBy("ukco")
                        .to("US", clauses(MechanismType.UK_IDTA, "2024-02-01", "2027-03-01"))
                        .goes(CONSENT, "add-opt-out"),
                adult("31 Switzerland: clauses with Swiss changes", "CH")
                        .consented("2026-05-01", EMAIL)
                        .servedBy("chco")
                        .to("IN", clauses(MechanismType.CH_SCC_M2, "2024-02-01", "2027-03-01"))
                        .goes(CONSENT, "add-opt-out"),
                adult("31 Brazil: clauses of the authority", "BR")
                        .consented("2026-05-01", EMAIL)
                        .servedBy("brco")
                        .to("US", clauses(MechanismType.BR_CLAUSES, "2025-02-01", "2027-03-01"))
                        .goes(CONSENT, "add-opt-out"),
                adult("31 Russia: nothing goes abroad", "RU")
                        .consented("2026-05-01", EMAIL)
                        .servedBy("ruco")
                        .to("DE")
                        .denied(RESIDENCY_LOCAL_ONLY, LEGAL_REVIEW),
                adult("31 Russia: at home it goes", "RU")
                        .consented("2026-05-01", EMAIL)
                        .servedBy("ruco")
                        .to("RU")
                        .goes(CONSENT, "add-opt-out"));
        return Stream.concat(californian.stream(), rest.stream()).toList();
    }

    private static Dossier adult(String name, String country) {
        return ConsentCase.of(name, country).told("2026-05-01", Born.ADULT);
    }

    private static Dossier mailed(String name) {
        return adult(name, "DE").consented("2026-05-01", EMAIL);
    }

    private static Dossier profiled(String name, String country) {
        return adult(name, country).consented("2026-05-01", PROFILING).forPurpose("profiling", "user_id", "page_views");
    }

    private static Dossier transferred(String name, String purpose) {
        return profiled(name, "TR")
                .granted("2026-05-01", PROFILING, TRANSFER_CONSENT, TICKED_BY_USER)
                .forPurpose(purpose, "user_id", "page_views");
    }
}
