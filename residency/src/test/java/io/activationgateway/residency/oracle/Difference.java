package io.activationgateway.residency.oracle;

import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.Finding;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Verdict;
import io.activationgateway.residency.verdict.Verdict.Forward;
import io.activationgateway.residency.verdict.Verdict.Misdirected;
import io.activationgateway.residency.verdict.Verdict.Withhold;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * In what two verdicts differ, as far as the rules fix them: kind, reason, remedy, the codes that follow in their order,
 * duties, basis and plan. Which articles a border names the documents do not say; all other articles count.
 */
final class Difference {

    private Difference() {}

    /** What differs, in words; empty where nothing does. */
    static Optional<String> between(Verdict expected, Verdict actual) {
        var differing = new ArrayList<String>();
        switch (expected) {
            case Forward one
            when actual instanceof Forward other -> {
                note(differing, "plan", actions(one), actions(other));
                note(differing, "basis", String.valueOf(one.basis()), String.valueOf(other.basis()));
                if (!other.law().containsAll(one.law())) {
                    note(differing, "articles", one.law(), other.law());
                }
            }
            case Withhold one
            when actual instanceof Withhold other -> {
                note(differing, "reason", reason(one.reason()), reason(other.reason()));
                note(differing, "all reasons", codes(one), codes(other));
            }
            case Misdirected one when actual instanceof Misdirected other -> note(differing, "home", one, other);
            default -> note(differing, "verdict", kind(expected), kind(actual));
        }
        note(differing, "duties", duties(expected), duties(actual));
        return differing.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", differing));
    }

    /**
     * What differs where each verdict is made of two. Which of several reasons that are equally strict comes first then
     * depends on both evaluations; that it is one of the strictest does not.
     */
    static Optional<String> betweenBoth(Verdict expected, Verdict actual) {
        if (!(expected instanceof Withhold one) || !(actual instanceof Withhold other)) {
            return between(expected, actual);
        }
        var differing = new ArrayList<String>();
        note(differing, "all reasons", new TreeSet<>(codes(one)), new TreeSet<>(codes(other)));
        note(
                differing,
                "curable",
                one.reason().curableByConsent(),
                other.reason().curableByConsent());
        note(differing, "duties", duties(expected), duties(actual));
        return differing.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", differing));
    }

    private static void note(List<String> differing, String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            differing.add(what + ": oracle " + expected + ", table " + actual);
        }
    }

    private static List<String> actions(Forward forward) {
        return Stream.iterate(0, number -> number < forward.plan().size(), number -> number + 1)
                .map(forward.plan()::action)
                .map(FieldAction::code)
                .toList();
    }

    private static String reason(Finding finding) {
        boolean border =
                finding.reason().code().startsWith("transfer.") || finding.reason() == Reason.RESIDENCY_LOCAL_ONLY;
        return finding.reason().code()
                + (finding.curableByConsent() ? " curable " : " final ")
                + finding.remedy()
                + (border ? "" : " " + finding.law());
    }

    private static List<String> codes(Withhold withhold) {
        var codes = new LinkedHashSet<String>();
        codes.add(withhold.reason().reason().code());
        withhold.also().forEach(finding -> codes.add(finding.reason().code()));
        return List.copyOf(codes);
    }

    private static String kind(Verdict verdict) {
        return switch (verdict) {
            case Forward _ -> "forward";
            case Misdirected(String home, Finding _) -> "misdirected to " + home;
            case Withhold withhold -> "withhold " + codes(withhold);
        };
    }

    private static Set<String> duties(Verdict verdict) {
        var duties = new TreeSet<String>();
        verdict.obligations().forEach(duty -> duties.add(duty.code()));
        return duties;
    }
}
