package io.activationgateway.residency.table;

import static io.activationgateway.consent.event.EvidenceMethod.ON_FILE;
import static io.activationgateway.consent.event.EvidenceMethod.SALE_WITH_OPT_OUT;
import static io.activationgateway.consent.event.EvidenceMethod.SIGNED;
import static io.activationgateway.consent.event.EvidenceMethod.TICKED_BY_USER;
import static io.activationgateway.consent.profile.LegalBasis.CONSENT;
import static io.activationgateway.consent.profile.LegalBasis.CONTRACT;
import static io.activationgateway.consent.profile.LegalBasis.EXPLICIT_CONSENT;
import static io.activationgateway.consent.profile.LegalBasis.LEGIT_INTEREST;
import static io.activationgateway.consent.profile.LegalBasis.MSG_APPROVAL_IYS;
import static io.activationgateway.consent.profile.LegalBasis.PARENTAL_CONSENT;
import static io.activationgateway.consent.profile.LegalBasis.SOFT_OPT_IN;

import io.activationgateway.consent.event.Change.Born;
import io.activationgateway.consent.event.Change.Erased;
import io.activationgateway.consent.event.Change.Objected;
import io.activationgateway.consent.event.Change.RecipientTold;
import io.activationgateway.consent.event.Change.Restricted;
import io.activationgateway.consent.event.Change.RestrictionLifted;
import io.activationgateway.consent.event.Change.Withdrawn;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.Objection;
import io.activationgateway.consent.profile.ObjectionScope;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.consent.profile.RecipientType;
import io.activationgateway.residency.policy.DestinationKind;
import io.activationgateway.residency.table.ConsentCase.Dossier;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Remedy;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/** The cases of the fact sheet on privacy law, with their variants, by their numbers. */
public final class ConsentCases {

    static final Cell EMAIL = new Cell("acme", PurposeCode.DIRECT_MARKETING, Channel.EMAIL);
    static final Cell SMS = new Cell("acme", PurposeCode.DIRECT_MARKETING, Channel.SMS);
    static final Cell POST = new Cell("acme", PurposeCode.DIRECT_MARKETING, Channel.POST);
    static final Cell AUDIENCE = new Cell("acme", PurposeCode.AD_TARGETING, Channel.WEB_AD);
    static final Cell PROFILING = new Cell("acme", PurposeCode.PROFILING, Channel.NONE);

    private static final Born FIFTEEN = new Born(LocalDate.parse("2011-03-01"));
    private static final Objected NO_MARKETING =
            new Objected(new Objection("acme", ObjectionScope.ALL_DM, Channel.NONE));

    private ConsentCases() {}

    /** All of them. */
    public static List<ConsentCase> all() {
        return Stream.of(
                        consent(),
                        softOptIn(),
                        special(),
                        children(),
                        restriction(),
                        erasure(),
                        approvals(),
                        merchants(),
                        TransferCases.all())
                .flatMap(List::stream)
                .toList();
    }

    private static List<ConsentCase> consent() {
        return List.of(
                of("1 consent with its proof on file", "DE")
                        .consented("2026-05-01", EMAIL)
                        .goes(CONSENT, "add-opt-out"),
                of("1 without proof it is none", "DE")
                        .granted("2026-05-01", EMAIL, CONSENT, ON_FILE)
                        .needsConsent(Reason.CONSENT_MISSING, Remedy.OBTAIN_CONSENT),
                of("2 withdrawn yesterday", "FR")
                        .consented("2025-01-10", EMAIL)
                        .withdrew("2026-11-19", EMAIL, null)
                        .needsConsent(Reason.CONSENT_WITHDRAWN, Remedy.OBTAIN_CONSENT),
                of("2 withdrawn from everything at once", "FR")
                        .consented("2025-01-10", EMAIL)
                        .told("2026-11-19", new Withdrawn("acme", null, null))
                        .needsConsent(Reason.CONSENT_WITHDRAWN, Remedy.OBTAIN_CONSENT),
                of("2 given again since", "FR")
                        .withdrew("2026-11-19", EMAIL, null)
                        .consented("2026-11-20T09:00+03:00", EMAIL)
                        .goes(CONSENT, "add-opt-out"),
                post("3 an objection to all direct marketing")
                        .told("2026-11-01", NO_MARKETING)
                        .denied(Reason.OBJECTION_ALL, Remedy.NONE),
                post("3 which a claim of the sender does not lift")
                        .told("2026-11-01", NO_MARKETING)
                        .granted("2026-11-10", POST, LEGIT_INTEREST, ON_FILE)
                        .denied(Reason.OBJECTION_ALL, Remedy.NONE),
                post("3 but a consent does")
                        .told("2026-11-01", NO_MARKETING)
                        .consented("2026-11-10", POST)
                        .goes(CONSENT),
                post("3 without an objection").goes(LEGIT_INTEREST),
                of("6 a parcel notice after marketing was withdrawn", "IT")
                        .consented("2025-01-10", SMS)
                        .told("2026-11-19", new Withdrawn("acme", null, null))
                        .forPurpose("delivery", "phone", "purchases")
                        .goes(CONTRACT, "no-promo"),
                of("6 with a coupon", "IT")
                        .consented("2025-01-10", SMS)
                        .told("2026-11-19", new Withdrawn("acme", null, null))
                        .forPurpose("delivery-coupon", "phone")
                        .needsConsent(Reason.CHANNEL_PROMOTION, Remedy.REMOVE_PROMO));
    }

    private static Dossier post(String name) {
        return of(name, "DE")
                .granted("2026-01-10", POST, LEGIT_INTEREST, ON_FILE)
                .forPurpose("catalogue", "email", "city");
    }

    private static List<ConsentCase> softOptIn() {
        return List.of(
                customer("4 own similar goods, opt-out offered in the sale")
                        .forPurpose("similar-goods", "email", "purchases")
                        .goes(SOFT_OPT_IN, "add-opt-out"),
                customer("4 refused since")
                        .withdrew("2026-10-01", EMAIL, null)
                        .forPurpose("similar-goods", "email")
                        .needsConsent(Reason.CONSENT_WITHDRAWN, Remedy.OBTAIN_CONSENT),
                customer("4 bought again after refusing")
                        .withdrew("2026-10-01", EMAIL, null)
                        .granted("2026-11-01", EMAIL, SOFT_OPT_IN, SALE_WITH_OPT_OUT)
                        .forPurpose("similar-goods", "email")
                        .needsConsent(Reason.CONSENT_WITHDRAWN, Remedy.OBTAIN_CONSENT),
                customer("5 a partner's goods").needsConsent(Reason.CONSENT_BASIS, Remedy.OBTAIN_CONSENT),
                of("5 no opt-out in the sale", "NL")
                        .granted("2026-09-15", EMAIL, SOFT_OPT_IN, ON_FILE)
                        .forPurpose("similar-goods", "email")
                        .needsConsent(Reason.CONSENT_MISSING, Remedy.OBTAIN_CONSENT));
    }

    private static Dossier customer(String name) {
        return of(name, "NL").granted("2026-09-15", EMAIL, SOFT_OPT_IN, SALE_WITH_OPT_OUT);
    }

    private static List<ConsentCase> special() {
        return List.of(of("9 explicit consent does not open platform advertising on health", "AT")
                .told("2026-01-10", Born.ADULT)
                .granted("2026-01-10", AUDIENCE, EXPLICIT_CONSENT, SIGNED)
                .forPurpose("audience", "email", "health_segment")
                .to(DestinationKind.ONLINE_PLATFORM, "IE")
                .denied(Reason.SPECIAL_ADVERTISING, Remedy.NONE));
    }

    private static List<ConsentCase> children() {
        return List.of(
                child("10 a child's own consent in Ireland", "IE")
                        .consented("2026-05-01", EMAIL)
                        .needsConsent(Reason.CONSENT_PARENTAL, Remedy.PARENTAL_CONSENT),
                child("10 in Sweden", "SE").consented("2026-05-01", EMAIL).goes(CONSENT, "add-opt-out"),
                child("10 a parent's consent", "IE")
                        .granted("2026-05-01", EMAIL, PARENTAL_CONSENT, SIGNED)
                        .goes(PARENTAL_CONSENT, "add-opt-out"),
                child("10 a parent's consent without proof", "IE")
                        .granted("2026-05-01", EMAIL, PARENTAL_CONSENT, ON_FILE)
                        .needsConsent(Reason.CONSENT_PARENTAL, Remedy.PARENTAL_CONSENT),
                child("10 the day before the birthday is over everywhere", "IE")
                        .consented("2026-05-01", EMAIL)
                        .at("2027-03-01T11:59:59Z")
                        .needsConsent(Reason.CONSENT_PARENTAL, Remedy.PARENTAL_CONSENT),
                child("10 the child has turned 16", "IE")
                        .consented("2026-05-01", EMAIL)
                        .at("2027-03-01T12:00:00Z")
                        .goes(CONSENT, "add-opt-out"),
                child("10 and a parent's consent no longer carries it", "IE")
                        .granted("2026-05-01", EMAIL, PARENTAL_CONSENT, SIGNED)
                        .at("2027-03-01T12:00:00Z")
                        .needsConsent(Reason.CONSENT_BASIS, Remedy.OBTAIN_CONSENT),
                child("10 somebody told it was an adult", "IE")
                        .told("2026-06-01", Born.ADULT)
                        .consented("2026-05-01", EMAIL)
                        .needsConsent(Reason.CONSENT_PARENTAL, Remedy.PARENTAL_CONSENT),
                child("11 no advertising to minors on platforms", "SE")
                        .consented("2026-05-01", AUDIENCE)
                        .forPurpose("audience", "email", "page_views")
                        .to(DestinationKind.ONLINE_PLATFORM, "IE")
                        .denied(Reason.CHILD_ADVERTISING, Remedy.NONE),
                of("profiling of somebody whose age nobody told", "DE")
                        .consented("2026-05-01", PROFILING)
                        .forPurpose("profiling", "user_id", "page_views")
                        .needsConsent(Reason.CHILD_PROFILING, Remedy.PARENTAL_CONSENT),
                of("profiling of an adult", "DE")
                        .told("2026-05-01", new Born(LocalDate.parse("1990-02-28")))
                        .consented("2026-05-01", PROFILING)
                        .forPurpose("profiling", "user_id", "page_views")
                        .goes(CONSENT));
    }

    private static Dossier child(String name, String country) {
        return of(name, country).told("2026-05-01", FIFTEEN);
    }

    private static List<ConsentCase> restriction() {
        return List.of(
                disputed("12 restricted").denied(Reason.RESTRICTION_ACTIVE, Remedy.NONE),
                disputed("12 for messages about a service too")
                        .forPurpose("delivery", "phone")
                        .denied(Reason.RESTRICTION_ACTIVE, Remedy.NONE),
                disputed("12 lifted, the person was told")
                        .told("2026-11-18", new RestrictionLifted(), ON_FILE)
                        .goes(CONSENT, "add-opt-out"),
                disputed("12 lifted, nobody was told")
                        .told("2026-11-18", new RestrictionLifted())
                        .denied(Reason.RESTRICTION_ACTIVE, Remedy.NONE),
                disputed("12 lifted and restricted again")
                        .told("2026-11-18", new RestrictionLifted(), ON_FILE)
                        .told("2026-11-19", new Restricted())
                        .denied(Reason.RESTRICTION_ACTIVE, Remedy.NONE),
                disputed("12 a consent dated after the restriction")
                        .consented("2026-11-18", EMAIL)
                        .goes(CONSENT, "add-opt-out"),
                disputed("12 a consent to something else")
                        .consented("2026-11-18", SMS)
                        .denied(Reason.RESTRICTION_ACTIVE, Remedy.NONE),
                disputed("12 a claim of the sender")
                        .granted("2026-11-18", EMAIL, SOFT_OPT_IN, SALE_WITH_OPT_OUT)
                        .denied(Reason.RESTRICTION_ACTIVE, Remedy.NONE));
    }

    private static Dossier disputed(String name) {
        return of(name, "ES").consented("2025-06-01", EMAIL).told("2026-11-10", new Restricted());
    }

    private static List<ConsentCase> erasure() {
        return List.of(
                erased("13 nothing new in Germany").denied(Reason.ERASURE_DONE, Remedy.NONE),
                erased("13 nor in the United Kingdom")
                        .to(DestinationKind.CDP, "GB")
                        .denied(Reason.ERASURE_DONE, Remedy.NONE),
                erased("13 nor in America").to(DestinationKind.CDP, "US").denied(Reason.ERASURE_DONE, Remedy.NONE),
                erased("13 no message about a service")
                        .forPurpose("delivery", "phone")
                        .denied(Reason.ERASURE_DONE, Remedy.NONE),
                erased("13 nothing that nobody ever spoke of")
                        .forPurpose("audience", "email")
                        .to(DestinationKind.ONLINE_PLATFORM, "IE")
                        .denied(Reason.ERASURE_DONE, Remedy.NONE),
                erased("13 the person came back")
                        .consented("2026-11-20T09:30+03:00", EMAIL)
                        .goes(CONSENT, "add-opt-out"),
                erased("13 for the newsletter only")
                        .consented("2026-11-20T09:30+03:00", EMAIL)
                        .forPurpose("profiling", "user_id")
                        .denied(Reason.ERASURE_DONE, Remedy.NONE),
                erased("13 a consent from before arrives late")
                        .consented("2026-11-19", EMAIL)
                        .denied(Reason.ERASURE_DONE, Remedy.NONE));
    }

    private static Dossier erased(String name) {
        return of(name, "DE")
                .told("2026-05-01", Born.ADULT)
                .consented("2026-05-01", EMAIL)
                .consented("2026-05-01", PROFILING)
                .told("2026-11-20T09:00+03:00", new Erased());
    }

    private static List<ConsentCase> approvals() {
        return List.of(
                text("22 açık rıza, and an approval registered in time")
                        .approved("2026-03-02", SMS, "2026-03-02")
                        .goes(CONSENT, "add-sender-id", "add-opt-out"),
                text("22 refused since: at once")
                        .approved("2026-03-02", SMS, "2026-03-02")
                        .withdrew("2026-11-20T09:59+03:00", SMS, MSG_APPROVAL_IYS)
                        .needsConsent(Reason.CHANNEL_IYS_REFUSED, Remedy.OBTAIN_CONSENT),
                of("22 an approval without açık rıza", "TR")
                        .approved("2026-03-02", SMS, "2026-03-02")
                        .forPurpose("offers", "phone")
                        .needsConsent(Reason.CONSENT_MISSING, Remedy.OBTAIN_CONSENT),
                text("23 not registered in three business days")
                        .approved("2026-11-13", SMS, null)
                        .needsConsent(Reason.CONSENT_VOID, Remedy.OBTAIN_CONSENT),
                text("23 registered on the last day")
                        .approved("2026-11-13", SMS, "2026-11-18T23:59:59+03:00")
                        .goes(CONSENT, "add-sender-id", "add-opt-out"),
                text("23 registered a moment too late")
                        .approved("2026-11-13", SMS, "2026-11-19T00:00:00+03:00")
                        .needsConsent(Reason.CONSENT_VOID, Remedy.OBTAIN_CONSENT),
                text("23 its registration comes in an event of its own")
                        .approved("2026-11-13", SMS, null)
                        .approved("2026-11-13", SMS, "2026-11-17")
                        .goes(CONSENT, "add-sender-id", "add-opt-out"),
                text("23 taken yesterday, not registered yet")
                        .approved("2026-11-19", SMS, null)
                        .denied(Reason.CHANNEL_IYS_MISSING, Remedy.REGISTER_IYS),
                text("23 until the end of the third business day")
                        .approved("2026-11-19", SMS, null)
                        .at("2026-11-24T23:59:59+03:00")
                        .denied(Reason.CHANNEL_IYS_MISSING, Remedy.REGISTER_IYS),
                text("23 and void from then on")
                        .approved("2026-11-19", SMS, null)
                        .at("2026-11-25T00:00:00+03:00")
                        .needsConsent(Reason.CONSENT_VOID, Remedy.OBTAIN_CONSENT),
                text("23 a holiday counts no day")
                        .approved("2026-10-27", SMS, null)
                        .at("2026-11-02T23:59:59+03:00")
                        .denied(Reason.CHANNEL_IYS_MISSING, Remedy.REGISTER_IYS),
                text("23 the afternoon before a holiday counts one")
                        .approved("2026-10-27", SMS, null)
                        .at("2026-11-03T00:00:00+03:00")
                        .needsConsent(Reason.CONSENT_VOID, Remedy.OBTAIN_CONSENT),
                text("23 approved anew after a refusal, not registered yet")
                        .withdrew("2026-11-18", SMS, MSG_APPROVAL_IYS)
                        .approved("2026-11-19", SMS, null)
                        .needsConsent(Reason.CHANNEL_IYS_REFUSED, Remedy.OBTAIN_CONSENT),
                text("23 nobody ever approved").needsConsent(Reason.CHANNEL_IYS_MISSING, Remedy.OBTAIN_CONSENT),
                of("25 a delivery notice needs neither", "TR")
                        .forPurpose("delivery", "phone", "purchases")
                        .to(DestinationKind.MESSAGING, "TR")
                        .goes(CONTRACT, "no-promo"),
                of("25 not even after a refusal", "TR")
                        .withdrew("2026-11-18", SMS, MSG_APPROVAL_IYS)
                        .forPurpose("delivery", "phone", "purchases")
                        .to(DestinationKind.MESSAGING, "TR")
                        .goes(CONTRACT, "no-promo"));
    }

    private static Dossier text(String name) {
        return of(name, "TR")
                .granted("2026-03-02", SMS, CONSENT, TICKED_BY_USER)
                .forPurpose("offers", "phone")
                .to(DestinationKind.MESSAGING, "TR");
    }

    private static List<ConsentCase> merchants() {
        var tacir = new RecipientTold(RecipientType.TACIR);
        return List.of(
                merchant("24 a merchant needs not be asked")
                        .told("2026-03-02", tacir, ON_FILE)
                        .goes(LEGIT_INTEREST, "add-sender-id", "add-opt-out"),
                merchant("24 but may refuse: at once")
                        .told("2026-03-02", tacir, ON_FILE)
                        .withdrew("2026-11-19", SMS, MSG_APPROVAL_IYS)
                        .denied(Reason.CHANNEL_IYS_REFUSED, Remedy.NONE),
                merchant("24 whom nothing proves to be one")
                        .told("2026-03-02", tacir)
                        .needsConsent(Reason.CONSENT_BASIS, Remedy.OBTAIN_CONSENT),
                merchant("24 who no longer is one")
                        .told("2026-03-02", tacir, ON_FILE)
                        .told("2026-11-19", new RecipientTold(RecipientType.INDIVIDUAL))
                        .needsConsent(Reason.CONSENT_BASIS, Remedy.OBTAIN_CONSENT));
    }

    private static Dossier merchant(String name) {
        return of(name, "TR")
                .granted("2026-03-02", SMS, LEGIT_INTEREST, ON_FILE)
                .forPurpose("offers", "phone")
                .to(DestinationKind.MESSAGING, "TR");
    }

    private static Dossier of(String name, String country) {
        return ConsentCase.of(name, country);
    }
}
