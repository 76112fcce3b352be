package io.activationgateway.residency.document;

import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.CellState;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.profile.Objection;
import io.activationgateway.consent.profile.ObjectionScope;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.consent.signal.SignalDemands;
import io.activationgateway.residency.policy.Example;
import io.activationgateway.residency.policy.FieldCatalogue;
import io.activationgateway.residency.policy.PolicySet;
import io.activationgateway.residency.policy.Purpose;
import io.activationgateway.residency.table.Direction;
import io.activationgateway.residency.table.Home;
import io.activationgateway.residency.table.PolicyTable;
import io.activationgateway.residency.table.Route;
import io.activationgateway.residency.table.Shape;
import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.Finding;
import io.activationgateway.residency.verdict.Obligation;
import io.activationgateway.residency.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides the examples of a policy by the table that decides records, each as of its own instant. Pure; safe on any
 * thread, but too slow for an event loop.
 */
public final class ExampleRunner {

    private final PolicySet policies;

    private ExampleRunner(PolicySet policies) {
        this.policies = policies;
    }

    /** What is wrong, by name of the example that fails, in order of name; an example that passes is not in it. */
    public static SortedMap<String, List<String>> failures(PolicySet policies) {
        var runner = new ExampleRunner(policies);
        var failures = new TreeMap<String, List<String>>();
        for (Example example : policies.examples()) {
            List<String> problems = runner.compare(example);
            if (!problems.isEmpty()) {
                failures.put(example.name(), problems);
            }
        }
        return failures;
    }

    /** The verdict on the case of an example. */
    public static Verdict decide(PolicySet policies, Example.Given given) {
        return new ExampleRunner(policies).decide(given);
    }

    private Verdict decide(Example.Given given) {
        // A table remembers profiles by number, and every example's person has number 0.
        PolicyTable table = PolicyTable.compile(policies, given.at());
        String country = given.subject().country();
        return switch (table.home(country, given.controller())) {
            case Home.Elsewhere(String region, Finding reason) -> new Verdict.Misdirected(region, reason);
            case Home.Unknown(Finding reason) -> new Verdict.Withhold(reason, List.of(), List.of());
            case Home.Here() -> {
                Route route = table.route(
                        given.destination(),
                        given.purpose(),
                        given.removal() ? Direction.REMOVE : Direction.DISCLOSE,
                        given.controller());
                var person = new OnePerson(profile(given, route));
                yield route.decide(
                        person,
                        0,
                        route.laws(country),
                        given.subject().age(),
                        demands(route).judge(given.signals(), given.at()),
                        shape(table.catalogue(), given.fields()));
            }
        };
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

    private List<String> compare(Example example) {
        Verdict verdict = decide(example.given());
        Example.Expect expect = example.expect();
        var problems = new ArrayList<String>();
        if (expect.verdict() != kind(verdict)) {
            problems.add("expected " + code(expect.verdict()) + ", but the answer is " + text(verdict));
            return problems;
        }
        switch (verdict) {
            case Verdict.Forward forward -> {
                List<String> dropped = dropped(example.given(), forward);
                differ("dropped fields", sorted(expect.dropped()), dropped, problems);
                missing("law", expect.law(), forward.law(), problems);
            }
            case Verdict.Withhold withhold -> compare(expect, withhold.reason(), withhold.also(), problems);
            case Verdict.Misdirected misdirected -> {
                compare(expect, misdirected.reason(), List.of(), problems);
                if (expect.home() != null) {
                    differ("home", expect.home(), misdirected.home(), problems);
                }
            }
        }
        missing(
                "obligations",
                expect.obligations(),
                verdict.obligations().stream().map(Obligation::code).toList(),
                problems);
        return problems;
    }

    private static void compare(Example.Expect expect, Finding reason, List<Finding> also, List<String> problems) {
        if (expect.reason() != null) {
            differ("reason", expect.reason().code(), reason.reason().code(), problems);
        }
        if (expect.remedy() != null) {
            differ("remedy", expect.remedy().code(), reason.remedy().code(), problems);
        }
        var law = new ArrayList<>(reason.law());
        also.forEach(finding -> law.addAll(finding.law()));
        missing("law", expect.law(), law, problems);
    }

    private List<String> dropped(Example.Given given, Verdict.Forward forward) {
        FieldCatalogue catalogue = policies.catalogue();
        return given.fields().stream()
                .filter(column -> catalogue.number(column) != FieldCatalogue.UNCLASSIFIED)
                .filter(column -> forward.plan().action(catalogue.number(column)) == FieldAction.DROP)
                .sorted()
                .toList();
    }

    private static void differ(String what, Object expected, Object found, List<String> problems) {
        if (!expected.equals(found)) {
            problems.add("expected " + what + " " + expected + ", but the answer is " + found);
        }
    }

    private static void missing(String what, List<String> expected, List<String> found, List<String> problems) {
        if (!found.containsAll(expected)) {
            problems.add("expected " + what + " " + expected + " among those named, but the answer is " + found);
        }
    }

    private static List<String> sorted(List<String> names) {
        return names.stream().sorted(Comparator.naturalOrder()).toList();
    }

    private static Example.VerdictKind kind(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Forward _ -> Example.VerdictKind.FORWARD;
            case Verdict.Withhold _ -> Example.VerdictKind.WITHHOLD;
            case Verdict.Misdirected _ -> Example.VerdictKind.MISDIRECTED;
        };
    }

    private static String text(Verdict verdict) {
        return code(kind(verdict))
                + switch (verdict) {
                    case Verdict.Forward _ -> "";
                    case Verdict.Withhold withhold ->
                        " " + withhold.reason().reason().code();
                    case Verdict.Misdirected misdirected -> " to " + misdirected.home();
                };
    }

    private static String code(Example.VerdictKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
