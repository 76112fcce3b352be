package io.activationgateway.residency.table;

import io.activationgateway.residency.verdict.Finding;
import io.activationgateway.residency.verdict.Verdict;
import io.activationgateway.residency.verdict.Verdict.Forward;
import io.activationgateway.residency.verdict.Verdict.Misdirected;
import io.activationgateway.residency.verdict.Verdict.Withhold;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedCollection;

/** Two verdicts on one record made one. */
final class Combination {

    private Combination() {}

    static Verdict of(Verdict one, Verdict other) {
        if (one == other || one instanceof Misdirected) {
            return one;
        }
        return switch (other) {
            case Misdirected misdirected -> misdirected;
            case Withhold second -> one instanceof Withhold first ? withhold(first, second) : second;
            case Forward second -> one instanceof Forward first ? forward(first, second) : one;
        };
    }

    private static Withhold withhold(Withhold one, Withhold other) {
        boolean otherIsStricter =
                one.reason().curableByConsent() && !other.reason().curableByConsent();
        Withhold stricter = otherIsStricter ? other : one;
        Withhold milder = otherIsStricter ? one : other;
        var also = new LinkedHashSet<Finding>(stricter.also());
        also.add(milder.reason());
        also.addAll(milder.also());
        also.remove(stricter.reason());
        return new Withhold(stricter.reason(), List.copyOf(also), union(stricter.obligations(), milder.obligations()));
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
