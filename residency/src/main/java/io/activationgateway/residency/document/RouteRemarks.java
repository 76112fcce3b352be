package io.activationgateway.residency.document;

import io.activationgateway.residency.document.PolicyDocuments.Loaded;
import io.activationgateway.residency.document.Sources.Source;
import io.activationgateway.residency.policy.AdequacyDecision;
import io.activationgateway.residency.policy.Controller;
import io.activationgateway.residency.policy.Destination;
import io.activationgateway.residency.policy.Hop;
import io.activationgateway.residency.policy.Jurisdiction;
import io.activationgateway.residency.policy.LawFamily;
import io.activationgateway.residency.policy.Mechanism;
import io.activationgateway.residency.policy.MechanismType;
import io.activationgateway.residency.policy.PolicySet;
import io.activationgateway.residency.policy.Region;
import io.activationgateway.residency.policy.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Destinations that nobody can send to, mechanisms that fit nobody there, homes where a law wants none. */
final class RouteRemarks {

    private RouteRemarks() {}

    /** Destinations for which every controller lacks a mechanism. */
    static Stream<Remark> withoutMechanism(Loaded loaded) {
        return loaded.sources()
                .of(Destination.class)
                .flatMap(destination -> withoutMechanism(destination, loaded.policies()).stream());
    }

    private static List<Remark> withoutMechanism(Source<Destination> destination, PolicySet policies) {
        var lacking = new TreeSet<String>();
        for (Region region : policies.regions()) {
            for (Controller controller : region.controllers()) {
                List<Jurisdiction> laws = RelevantLaws.binding(controller, policies);
                List<String> closed = laws.stream()
                        .filter(law -> !mayOpen(law, destination.value()))
                        .map(Jurisdiction::name)
                        .toList();
                if (closed.isEmpty() && !laws.isEmpty()) {
                    return List.of();
                }
                lacking.addAll(closed);
            }
        }
        return lacking.isEmpty()
                ? List.of()
                : List.of(Remark.warning(
                        destination.namedAt(),
                        "nobody can send here: the destination has no mechanism of " + String.join(" and of ", lacking),
                        "Add to \"mechanisms\" what opens the border, or remove the destination."));
    }

    private static boolean mayOpen(Jurisdiction law, Destination destination) {
        return law.family() == LawFamily.OPEN
                || destination.hops().stream()
                        .allMatch(hop -> law.coversAll(hop.importer().countries())
                                || hop.mechanisms().stream()
                                        .anyMatch(mechanism -> mechanism.type().family() == law.family()));
    }

    /** Mechanisms that cannot open anything here, whatever their dates. */
    static Stream<Remark> misfits(Loaded loaded) {
        Set<Role> exporters = loaded.policies().regions().stream()
                .flatMap(region -> region.controllers().stream())
                .map(Controller::role)
                .collect(Collectors.toSet());
        return loaded.sources().of(Destination.class).flatMap(destination -> {
            var found = new ArrayList<Remark>();
            Set<Role> from = exporters;
            List<View> views = MechanismRemarks.hops(destination.view());
            List<Hop> hops = destination.value().hops();
            for (int i = 0; i < hops.size(); i++) {
                Hop hop = hops.get(i);
                List<View> written = views.get(i).views("mechanisms");
                for (int j = 0; j < hop.mechanisms().size(); j++) {
                    misfit(hop.mechanisms().get(j), written.get(j), hop, from, loaded.policies())
                            .forEach(found::add);
                }
                from = Set.of(hop.importer().role());
            }
            return found.stream();
        });
    }

    private static Stream<Remark> misfit(
            Mechanism mechanism, View written, Hop hop, Set<Role> exporters, PolicySet policies) {
        MechanismType type = mechanism.type();
        if (type.module() != MechanismType.ANY_MODULE && !exporters.isEmpty()) {
            Set<Integer> fitting = exporters.stream()
                    .map(exporter -> exporter.module(hop.importer().role()))
                    .collect(Collectors.toCollection(TreeSet::new));
            return fitting.contains(type.module())
                    ? Stream.empty()
                    : Stream.of(Remark.error(
                            written.placeOf("type"),
                            type + " is made for other roles: the recipient is a "
                                    + (hop.importer().role().decides() ? "controller" : "processor"),
                            "Use "
                                    + fitting.stream()
                                            .map(module -> family(type) + module)
                                            .collect(Collectors.joining(" or "))
                                    + ", or correct the role."));
        }
        return switch (mechanism) {
            case Mechanism.Adequacy adequacy ->
                decision(
                        written,
                        "decision",
                        hop,
                        policies,
                        decision -> decision.decision().equals(adequacy.decision()) && decision.type() == type);
            case Mechanism.Listing _ -> decision(written, "type", hop, policies, decision -> decision.type() == type);
            default -> Stream.empty();
        };
    }

    /** The type's name without the number of its module. */
    private static String family(MechanismType type) {
        String name = type.name();
        return name.substring(0, name.length() - 1);
    }

    private static Stream<Remark> decision(
            View written, String key, Hop hop, PolicySet policies, Predicate<AdequacyDecision> meant) {
        boolean covered = policies.jurisdictions().stream()
                .flatMap(law -> law.adequacy().stream())
                .filter(meant)
                .anyMatch(decision -> hop.importer().countries().stream().anyMatch(decision::covers));
        return covered
                ? Stream.empty()
                : Stream.of(Remark.error(
                        written.placeOf(key),
                        "this decision covers none of "
                                + String.join(", ", hop.importer().countries()),
                        "Name the decision on the recipient's country, or another mechanism."));
    }

    /** Homes in a region outside the country whose law keeps first records inside. */
    static Stream<Remark> homes(Loaded loaded) {
        List<Jurisdiction> local = loaded.policies().jurisdictions().stream()
                .filter(law -> law.family() == LawFamily.LOCAL_ONLY)
                .toList();
        return loaded.sources()
                .of(Region.class)
                .flatMap(region -> local.stream()
                        .filter(law -> !law.covers(region.value().country())
                                && region.value().homes().stream().anyMatch(law::covers))
                        .map(law -> Remark.error(
                                region.view().placeOf("homes"),
                                law.name() + " keeps the first record of its people inside "
                                        + String.join(", ", law.territory()) + ", and this region stands in "
                                        + region.value().country(),
                                "Leave these people to a region that stands there, or have no home for them.")));
    }
}
