package io.activationgateway.residency.oracle;

import io.activationgateway.residency.policy.PolicySet;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Puts random questions to the oracle and to the compiled table, and holds their answers together. */
final class Comparison {

    /** So many times each policy is compiled anew, when the table before it is no longer valid. */
    private static final int TABLES = 12;

    /** In so many of a hundred records the identifiers mean two persons. */
    private static final int TWO_PERSONS = 5;

    private final Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);
    private final List<String> disagreements = new ArrayList<>();
    private int questions;
    private int forwarded;

    /**
     * @param first the first of the seeds
     * @param policies how many policies to draw
     * @param records how many records for each of them
     */
    void run(long first, int policies, int records) {
        for (int i = 0; i < policies; i++) {
            run(RandomPolicy.of(first + i), records);
        }
    }

    private void run(RandomPolicy policy, int records) {
        var oracle = new Oracle(policy.text());
        var draw = new Draw(policy.seed());
        var drawn = new RandomRecords(policy, draw);
        PolicySet read = Compiled.read(policy);
        Instant asOf = policy.start();
        Compiled table = Compiled.of(read, asOf);
        Question question = null;
        for (int left = records; left > 0; left--) {
            if (left % Math.max(1, records / TABLES) == 0
                    && left < records
                    && !table.validUntil().equals(Instant.MAX)) {
                asOf = table.validUntil();
                table = Compiled.of(read, asOf);
            }
            question = drawn.next(question, within(draw, asOf, table.validUntil()));
            compare(policy, oracle, table, question);
            if (draw.percent(TWO_PERSONS)) {
                compareBoth(policy, oracle, table, question, drawn.another(question));
            }
        }
    }

    /** Often the first or the last instant at which the table holds. */
    private static Instant within(Draw draw, Instant asOf, Instant until) {
        Instant last = until.equals(Instant.MAX) ? asOf.plus(Duration.ofDays(900)) : until.minusMillis(1);
        return switch (draw.between(0, 2)) {
            case 0 -> asOf;
            case 1 -> last;
            default ->
                Instant.ofEpochSecond(draw.between(asOf.getEpochSecond(), last.getEpochSecond()))
                        .plusNanos(asOf.getNano());
        };
    }

    private void compare(RandomPolicy policy, Oracle oracle, Compiled table, Question question) {
        questions++;
        Verdict expected = oracle.decide(question);
        count(expected);
        Verdict actual = table.decide(question);
        if (Difference.between(expected, actual).isPresent()) {
            disagreements.add(describe(policy, oracle, table, smallest(oracle, table, question)));
        }
    }

    private void compareBoth(RandomPolicy policy, Oracle oracle, Compiled table, Question question, Question another) {
        Verdict expected = Oracle.both(oracle.decide(question), oracle.decide(another));
        Difference.betweenBoth(expected, table.decideBoth(question, another))
                .ifPresent(difference -> disagreements.add("record " + questions + ", policy of seed " + policy.seed()
                        + ": " + difference + "\n  " + question + "\n  " + another));
    }

    private void count(Verdict verdict) {
        switch (verdict) {
            case Verdict.Forward _ -> forwarded++;
            case Verdict.Withhold withhold -> reasons.merge(withhold.reason().reason(), 1, Integer::sum);
            case Verdict.Misdirected misdirected ->
                reasons.merge(misdirected.reason().reason(), 1, Integer::sum);
        }
    }

    /** The question with as few columns as still show the disagreement, and without the person where that does too. */
    private static Question smallest(Oracle oracle, Compiled table, Question question) {
        Question smallest = question;
        for (String column : question.columns()) {
            var fewer = new TreeSet<>(smallest.columns());
            fewer.remove(column);
            smallest = smaller(oracle, table, smallest, smallest.with(fewer));
        }
        return smaller(oracle, table, smallest, smallest.of(null));
    }

    private static Question smaller(Oracle oracle, Compiled table, Question question, Question tried) {
        return difference(oracle, table, tried).isPresent() ? tried : question;
    }

    private static Optional<String> difference(Oracle oracle, Compiled table, Question question) {
        return Difference.between(oracle.decide(question), table.decide(question));
    }

    private String describe(RandomPolicy policy, Oracle oracle, Compiled table, Question question) {
        return "record " + questions + ", policy of seed " + policy.seed() + ": "
                + difference(oracle, table, question).orElse("") + "\n  " + question + "\n  "
                + policy.text()
                        .find("Purpose", question.purpose())
                        .map(Sheet::keys)
                        .orElse(Map.of()) + "\n  "
                + policy.text()
                        .find("Destination", question.destination())
                        .map(Sheet::keys)
                        .orElse(Map.of());
    }

    /** Each with the seed and the smallest record that shows it. */
    List<String> disagreements() {
        return disagreements;
    }

    /** How often each reason was the first. */
    Map<Reason, Integer> reasons() {
        return reasons;
    }

    int forwarded() {
        return forwarded;
    }

    int questions() {
        return questions;
    }
}
