package io.activationgateway.residency.table;

import io.activationgateway.consent.calendar.BusinessCalendar;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.policy.Destination;
import io.activationgateway.residency.policy.DestinationKind;
import io.activationgateway.residency.policy.FieldPlanning;
import io.activationgateway.residency.policy.Hop;
import io.activationgateway.residency.policy.Importer;
import io.activationgateway.residency.policy.Jurisdiction;
import io.activationgateway.residency.policy.Mechanism;
import io.activationgateway.residency.policy.PolicySet;
import io.activationgateway.residency.policy.Role;
import io.activationgateway.residency.policy.TransferParameters;
import io.activationgateway.residency.verdict.FieldAction;
import java.nio.file.Path;
import java.time.MonthDay;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The law packs with the sample regions, purposes and fields of the law cases; destinations come with each case. */
final class Policies {

    private static final PolicySet PACKS = load();

    private Policies() {}

    static PolicySet with(Destination... destinations) {
        return new PolicySet(
                1,
                "sha256:0",
                PACKS.jurisdictions(),
                PACKS.regions(),
                PACKS.purposes(),
                PACKS.catalogue(),
                List.of(destinations),
                PACKS.rules(),
                List.of());
    }

    /** The same with the strict mode of the Turkish notification. */
    static PolicySet strict(PolicySet policies) {
        return changing(
                policies,
                law -> law(law, new TransferParameters(law.parameters().maxListingAgeDays(), true), law.calendar()));
    }

    /** The same with one holiday more, as month and day, in every calendar. */
    static PolicySet withHoliday(PolicySet policies, String day) {
        return changing(policies, law -> law(law, law.parameters(), with(law.calendar(), day)));
    }

    private static @Nullable BusinessCalendar with(@Nullable BusinessCalendar calendar, String day) {
        if (calendar == null) {
            return null;
        }
        var everyYear = new HashSet<>(calendar.everyYear());
        everyYear.add(MonthDay.parse("--" + day));
        return new BusinessCalendar(calendar.zone(), everyYear, calendar.movable());
    }

    private static Jurisdiction law(
            Jurisdiction law, TransferParameters parameters, @Nullable BusinessCalendar calendar) {
        return new Jurisdiction(
                law.name(),
                law.title(),
                law.family(),
                law.packVersion(),
                law.scope(),
                law.territory(),
                law.consentAges(),
                law.adequacy(),
                law.articles(),
                parameters,
                calendar);
    }

    private static PolicySet changing(PolicySet policies, UnaryOperator<Jurisdiction> change) {
        return new PolicySet(
                1,
                "sha256:0",
                policies.jurisdictions().stream().map(change).toList(),
                policies.regions(),
                policies.purposes(),
                policies.catalogue(),
                policies.destinations(),
                policies.rules(),
                List.of());
    }

    static Jurisdiction law(String name) {
        return PACKS.jurisdictions().stream()
                .filter(law -> law.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static Destination processor(String country, Mechanism... mechanisms) {
        return destination(DestinationKind.CDP, Role.PROCESSOR, country, mechanisms);
    }

    static Destination platform(String country) {
        return destination(DestinationKind.ONLINE_PLATFORM, Role.CONTROLLER, country);
    }

    static Destination destination(DestinationKind kind, Role role, String country, Mechanism... mechanisms) {
        return new Destination(
                "destination",
                "The destination of the case",
                kind,
                new Importer("Importer", country, role, new TreeSet<>(List.of(country))),
                "email",
                List.of(),
                new FieldPlanning(FieldAction.PASS, Map.of(), Map.of()),
                List.of(mechanisms),
                List.of());
    }

    static Destination onwardTo(Destination destination, Hop hop) {
        return new Destination(
                destination.name(),
                destination.title(),
                destination.kind(),
                destination.importer(),
                destination.sharedKey(),
                destination.requiredFields(),
                destination.fieldPlan(),
                destination.mechanisms(),
                List.of(hop));
    }

    static Destination requiring(Destination destination, String... fields) {
        return new Destination(
                destination.name(),
                destination.title(),
                destination.kind(),
                destination.importer(),
                destination.sharedKey(),
                List.of(fields),
                destination.fieldPlan(),
                destination.mechanisms(),
                destination.onward());
    }

    static Destination planning(Destination destination, FieldPlanning plan) {
        return new Destination(
                destination.name(),
                destination.title(),
                destination.kind(),
                destination.importer(),
                destination.sharedKey(),
                destination.requiredFields(),
                plan,
                destination.mechanisms(),
                destination.onward());
    }

    private static PolicySet load() {
        return switch (PolicyDocuments.load(Path.of("src", "test", "resources", "law-cases"))) {
            case PolicyDocuments.Loaded loaded -> loaded.policies();
            case PolicyDocuments.Rejected rejected ->
                throw new AssertionError(rejected.errors().toString());
        };
    }
}
