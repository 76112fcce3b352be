package io.activationgateway.residency.document;

import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.CellState;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.profile.Objection;
import io.activationgateway.consent.profile.ObjectionScope;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.consent.signal.SignalClass;
import io.activationgateway.consent.signal.SignalDemands;
import io.activationgateway.residency.explanation.Explanation;
import io.activationgateway.residency.explanation.Language;
import io.activationgateway.residency.policy.Example;
import io.activationgateway.residency.policy.FieldCatalogue;
import io.activationgateway.residency.policy.PolicySet;
import io.activationgateway.residency.policy.Purpose;
import io.activationgateway.residency.table.Direction;
import io.activationgateway.residency.table.Home;
import io.activationgateway.residency.table.PolicyTable;
import io.activationgateway.residency.table.Route;
import io.activationgateway.residency.table.Shape;
import io.activationgateway.residency.verdict.Finding;
import io.activationgateway.residency.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The case of an example, put to the table of its policy as of its own instant. */
record ExampleCase(PolicySet policies, Example.Given given) {

    /** A route that somebody is at home to, and what it is asked; the person has number 0 in every view. */
    private record Asked(Route route, OnePerson person, int laws, SignalClass signals, Shape shape) {}

    Verdict decide() {
        PolicyTable table = PolicyTable.compile(policies, given.at());
        return away(table).orElseGet(() -> {
            var asked = asked(table);
            return asked.route()
                    .decide(asked.person(), 0, asked.laws(), given.subject().age(), asked.signals(), asked.shape());
        });
    }

    Explanation explain(Language language) {
        PolicyTable table = PolicyTable.compile(policies, given.at());
        return away(table)
                .map(verdict -> Explanation.of(verdict, List.of(), language))
                .orElseGet(() -> {
                    var asked = asked(table);
                    var reasoning = asked.route()
                            .reason(
                                    asked.person(),
                                    0,
                                    asked.laws(),
                                    given.subject().age(),
                                    asked.signals(),
                                    asked.shape());
                    return Explanation.of(reasoning.verdict(), List.of(reasoning), language);
                });
    }

    /** The verdict on whom no look-up is made for. */
    private Optional<Verdict> away(PolicyTable table) {
        return switch (table.home(given.subject().country(), given.controller())) {
            case Home.Elsewhere(String region, Finding reason) -> Optional.of(new Verdict.Misdirected(region, reason));
            case Home.Unknown(Finding reason) -> Optional.of(new Verdict.Withhold(reason, List.of(), List.of()));
            case Home.Here() -> Optional.empty();
        };
    }

    private Asked asked(PolicyTable table) {
        Route route = table.route(given.destination(), given.purpose(), direction(), given.controller());
        return new Asked(
                route,
                new OnePerson(profile(given, route)),
                route.laws(given.subject().country()),
                demands(route).judge(given.signals(), given.at()),
                shape(table.catalogue(), given.fields()));
    }

    private Direction direction() {
        if (!given.removal()) {
            return Direction.DISCLOSE;
        }
        return given.disclosed() ? Direction.RECALL : Direction.REMOVE;
    }

    private static SignalDemands demands(Route route) {
        return route.purpose().map(Purpose::signals).orElse(SignalDemands.NONE);
    }

    private static ConsentProfile profile(Example.Given given, Route route) {
        Example.Subject subject = given.subject();
        var profile = ConsentProfile.UNKNOWN;
        if (route.purpose().isPresent()) {
            Purpose purpose = route.purpose().get();
            var objections = new TreeSet<Objection>();
            for (ObjectionScope scope : subject.objections()) {
                objections.add(new Objection(
                        purpose.brand(), scope, scope == ObjectionScope.CHANNEL ? purpose.channel() : Channel.NONE));
            }
            profile = new ConsentProfile(
                    cells(purpose, subject),
                    objections,
                    subject.restricted(),
                    subject.erased(),
                    subject.recipientType(),
                    subject.age(),
                    subject.country());
        }
        return profile;
    }

    private static TreeMap<Cell, CellState> cells(Purpose purpose, Example.Subject subject) {
        var cells = new TreeMap<Cell, CellState>();
        cells.put(new Cell(purpose.brand(), PurposeCode.PROFILING, Channel.NONE), subject.profiling());
        cells.put(purpose.cell(), subject.cell());
        return cells;
    }

    private static Shape shape(FieldCatalogue catalogue, List<String> columns) {
        var shape = new Shape(catalogue.size());
        columns.stream()
                .mapToInt(catalogue::number)
                .filter(number -> number != FieldCatalogue.UNCLASSIFIED)
                .forEach(shape::add);
        return shape;
    }
}
