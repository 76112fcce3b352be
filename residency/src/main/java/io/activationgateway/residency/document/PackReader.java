package io.activationgateway.residency.document;

import io.activationgateway.consent.calendar.BusinessCalendar;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.ObjectionScope;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.consent.profile.RecipientType;
import io.activationgateway.residency.policy.AdequacyDecision;
import io.activationgateway.residency.policy.Condition;
import io.activationgateway.residency.policy.ConsentAges;
import io.activationgateway.residency.policy.DataCategory;
import io.activationgateway.residency.policy.DestinationKind;
import io.activationgateway.residency.policy.Jurisdiction;
import io.activationgateway.residency.policy.LawArticles;
import io.activationgateway.residency.policy.LawFamily;
import io.activationgateway.residency.policy.MechanismStatus;
import io.activationgateway.residency.policy.MechanismType;
import io.activationgateway.residency.policy.Role;
import io.activationgateway.residency.policy.Secret;
import io.activationgateway.residency.policy.SpecialTag;
import io.activationgateway.residency.policy.Stage;
import io.activationgateway.residency.policy.TransferParameters;
import io.activationgateway.residency.policy.TransferRule;
import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.Obligation;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Remedy;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the documents that law packs are made of: jurisdictions and rules. */
final class PackReader {

    private PackReader() {}

    static Jurisdiction jurisdiction(View view) {
        return view.make(() -> new Jurisdiction(
                view.text("name"),
                view.text("title"),
                view.word(LawFamily.class, "family"),
                view.text("packVersion"),
                view.word(Jurisdiction.Scope.class, "scope"),
                view.countries("territory"),
                view.inner("consentAges", PackReader::consentAges),
                view.list("adequacy", PackReader::adequacy),
                view.inner("articles", PackReader::articles),
                view.inner("parameters", PackReader::parameters),
                view.innerOrNull("calendar", PackReader::calendar)));
    }

    static TransferRule rule(View view) {
        return view.make(() -> new TransferRule(
                view.text("name"),
                view.text("title"),
                view.text("jurisdiction"),
                view.word(Stage.class, "stage"),
                view.inner("when", PackReader::condition),
                view.innerOrNull("unless", PackReader::condition),
                view.inner("then", PackReader::effect),
                view.flag("removals")));
    }

    /** The reason under {@code reason}, null where there is none. */
    static @Nullable Reason reason(View view) {
        String code = view.textOrNull("reason");
        if (code == null) {
            return null;
        }
        return Reason.ofCode(code)
                .orElseThrow(() -> new View.Misfit(view.placeOf("reason")
                        .error(
                                "\"" + code + "\" is no reason code",
                                NearestName.suggestion(
                                        code,
                                        Arrays.stream(Reason.values())
                                                .map(Reason::code)
                                                .toList()))));
    }

    private static ConsentAges consentAges(View view) {
        Map<String, Integer> byCountry =
                view.view("byCountry").map(View::numbersByCountry).orElse(Map.of());
        return view.make(() -> new ConsentAges(view.number("otherwise"), byCountry));
    }

    private static AdequacyDecision adequacy(View view) {
        return view.make(() -> new AdequacyDecision(
                view.text("decision"),
                view.word(MechanismType.class, "type"),
                view.countries("countries"),
                view.date("validFrom"),
                view.dateOrNull("validTo"),
                view.word(MechanismStatus.class, "status", MechanismStatus.ACTIVE),
                view.text("scope", "")));
    }

    private static LawArticles articles(View view) {
        return new LawArticles(view.text("basis"), view.text("channel"), view.text("export"), view.text("removal"));
    }

    private static TransferParameters parameters(View view) {
        return view.make(
                () -> new TransferParameters(view.number("maxListingAgeDays"), view.flag("strictNotification")));
    }

    private static BusinessCalendar calendar(View view) {
        Set<MonthDay> everyYear = new HashSet<>();
        view.strings("everyYear").forEach(day -> everyYear.add(MonthDay.parse("--" + day)));
        Set<LocalDate> movable = new HashSet<>();
        view.strings("movable").forEach(day -> movable.add(View.day(day)));
        return new BusinessCalendar(zone(view), everyYear, movable);
    }

    private static ZoneId zone(View view) {
        try {
            return ZoneId.of(view.text("zone"));
        } catch (DateTimeException e) {
            throw new View.Misfit(view.placeOf("zone")
                    .error(
                            "\"" + view.text("zone") + "\" is no time zone",
                            "Write a zone of the tz database, such as Europe/Istanbul."));
        }
    }

    private static Condition condition(View view) {
        return new Condition(
                view.inner(
                        "purpose",
                        p -> new Condition.PurposeIs(
                                p.words(PurposeCode.class, "codes"),
                                p.words(Channel.class, "channels"),
                                p.flagOrNull("promotional"),
                                p.flagOrNull("recurring"),
                                p.flagOrNull("ownSimilarProducts"))),
                view.inner(
                        "consent",
                        c -> new Condition.ConsentIs(
                                c.words(ConsentState.class, "states"),
                                c.words(LegalBasis.class, "bases"),
                                c.words(ConsentState.class, "messages"),
                                c.flagOrNull("awaitsRegistration"),
                                c.words(ConsentState.class, "transfers"),
                                c.flagOrNull("optedOut"))),
                view.inner(
                        "profiling",
                        p -> new Condition.ProfilingIs(
                                p.words(ConsentState.class, "states"), p.words(LegalBasis.class, "bases"))),
                view.inner(
                        "subject",
                        s -> new Condition.SubjectIs(
                                s.flagOrNull("erased"),
                                s.flagOrNull("restricted"),
                                s.words(ObjectionScope.class, "objections"),
                                s.words(Condition.AgeGroup.class, "ages"),
                                s.words(RecipientType.class, "recipientTypes"))),
                view.inner(
                        "data",
                        d -> new Condition.DataIs(
                                d.words(DataCategory.class, "categories"),
                                d.words(SpecialTag.class, "tags"),
                                d.words(Secret.class, "secrets"),
                                d.flagOrNull("inferred"),
                                d.words(DataCategory.class, "only"))),
                view.inner(
                        "route",
                        r -> new Condition.RouteIs(
                                r.words(DestinationKind.class, "kinds"),
                                r.words(Role.class, "importerRoles"),
                                r.flagOrNull("abroad"),
                                r.flagOrNull("senderRegistered"))));
    }

    private static TransferRule.Effect effect(View view) {
        Reason reason = reason(view);
        Remedy usual = reason == null ? Remedy.NONE : reason.remedy();
        return view.make(() -> new TransferRule.Effect(
                view.word(TransferRule.Outcome.class, "outcome"),
                reason,
                view.strings("articles"),
                view.word(Remedy.class, "remedy", usual),
                view.words(Obligation.Kind.class, "obligations"),
                view.wordOrNull(LegalBasis.class, "basis"),
                FieldActions.read(view, "action", FieldAction.DROP)));
    }
}
