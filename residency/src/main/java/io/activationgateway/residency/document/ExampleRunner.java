package io.activationgateway.residency.document;

import io.activationgateway.residency.explanation.Explanation;
import io.activationgateway.residency.explanation.Language;
import io.activationgateway.residency.policy.Example;
import io.activationgateway.residency.policy.FieldCatalogue;
import io.activationgateway.residency.policy.PolicySet;
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

    /** The verdict on the case of an example, explained. */
    public static Explanation explain(PolicySet policies, Example.Given given, Language language) {
        return new ExampleCase(policies, given).explain(language);
    }

    private Verdict decide(Example.Given given) {
        return new ExampleCase(policies, given).decide();
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
                new TreeMap<>(expect.fields())
                        .forEach((column, action) -> differ(
                                "field " + column,
                                action.code(),
                                action(column, forward).code(),
                                problems));
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
        return given.fields().stream()
                .filter(column -> policies.catalogue().number(column) != FieldCatalogue.UNCLASSIFIED)
                .filter(column -> action(column, forward) == FieldAction.DROP)
                .sorted()
                .toList();
    }

    private FieldAction action(String column, Verdict.Forward forward) {
        int number = policies.catalogue().number(column);
        return number == FieldCatalogue.UNCLASSIFIED
                ? FieldAction.DROP
                : forward.plan().action(number);
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
