package io.activationgateway.residency.table;

import io.activationgateway.residency.verdict.Finding;
import io.activationgateway.residency.verdict.Verdict;
import io.activationgateway.residency.verdict.Verdict.Forward;
import io.activationgateway.residency.verdict.Verdict.Misdirected;
import io.activationgateway.residency.verdict.Verdict.Withhold;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedCollection;
import java.util.TreeSet;

/** Two verdicts on one record made one. */
final class Combination {

    private Combination() {}

    /** @param order in which an evaluation comes to findings; it decides between reasons that are equally strict */
    static Verdict of(Verdict one, Verdict other, Comparator<Finding> order) {
        if (one == other || one instanceof Misdirected) {
            return one;
        }
        return switch (other) {
            case Misdirected misdirected -> misdirected;
            case Withhold second -> one instanceof Withhold first ? withhold(first, second, order) : second;
            case Forward second -> one instanceof Forward first ? forward(first, second) : one;
        };
    }

    private static Withhold withhold(Withhold one, Withhold other, Comparator<Finding> order) {
        var findings = new TreeSet<>(order);
        for (Withhold withhold : List.of(one, other)) {
            findings.add(withhold.reason());
            findings.addAll(withhold.also());
        }
        Finding strictest = findings.stream()
                .filter(finding -> !finding.curableByConsent())
                .findFirst()
                .orElseGet(findings::getFirst);
        findings.remove(strictest);
        return new Withhold(strictest, List.copyOf(findings), union(one.obligations(), other.obligations()));
    }

    private static Forward forward(Forward one, Forward other) {
        return new Forward(
                one.plan().intersect(other.plan()),
                one.basis() == null ? other.basis() : one.basis(),
                union(one.law(), other.law()),
                union(one.obligations(), other.obligations()));
    }

    private static <T> List<T> union(SequencedCollection<T> one, SequencedCollection<T> other) {
        var all = new LinkedHashSet<T>(one);
        all.addAll(other);
        return List.copyOf(all);
    }
}
