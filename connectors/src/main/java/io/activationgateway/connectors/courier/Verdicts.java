package io.activationgateway.connectors.courier;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.RecordResult;
import io.activationgateway.connectors.VendorCode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Turns what became of a request into what became of its records. */
final class Verdicts {

    private Verdicts() {}

    /** All that an attempt was granted ends alike. */
    static Trial.Ended all(Attempt attempt, Ending.Kind kind, VendorCode why, Course course) {
        var endings = attempt.positions().stream()
                .mapToObj(at -> new Ending(at, kind, why))
                .toList();
        return new Trial.Ended(attempt, endings, new BitSet(), course, null);
    }

    /** All that a request carries ends alike. */
    static Trial.Ended alike(
            Attempt attempt, Wire.Cargo cargo, RecordResult.Outcome outcome, VendorCode why, Course course) {
        return each(attempt, cargo, nth -> new RecordResult(nth, outcome, why), course);
    }

    /**
     * Nobody knows more of the records than that their bytes left, or that the vendor took them as a job.
     *
     * @param job null where it made none of them
     */
    static Trial.Ended lost(
            Attempt attempt, Wire.Cargo cargo, Answer.@Nullable Working job, VendorCode why, Course course) {
        if (job == null) {
            // Only the question for a token has left, the records wait behind it.
            boolean nothingLeft =
                    cargo.sent().later() != null && cargo.sent().request().elsewhere() != null;
            var outcome = nothingLeft ? RecordResult.Outcome.RETRYABLE : RecordResult.Outcome.UNCERTAIN;
            return alike(attempt, cargo, outcome, why, course);
        }
        var taken = alike(attempt, cargo, RecordResult.Outcome.ACCEPTED, VendorCode.OK, course);
        var open = new Trial.Open(requireNonNull(job.next().job()), cargo.carried(), job.delay());
        return new Trial.Ended(attempt, taken.endings(), taken.unsaid(), course, open);
    }

    /** Nothing was said, because the vendor cannot be told any of what may go. */
    static Trial.Ended empty(Attempt attempt, Wire.Empty empty) {
        return each(
                attempt,
                new Load(empty.allowed(), new BitSet(), empty.refused()),
                nth -> {
                    throw new IllegalStateException("nothing was carried, least of all a record " + nth);
                },
                new Course.Again(null));
    }

    /** Each record that a request carries ends as {@code results} says of it; they are asked for in its order. */
    static Trial.Ended each(Attempt attempt, Wire.Cargo cargo, IntFunction<RecordResult> results, Course course) {
        return each(attempt, new Load(cargo.allowed(), cargo.carried(), cargo.refused()), results, course);
    }

    /** What was let go, and what of it was said. */
    private record Load(BitSet allowed, BitSet carried, Map<Integer, Ending> refused) {}

    private static Trial.Ended each(Attempt attempt, Load load, IntFunction<RecordResult> results, Course course) {
        var endings = new ArrayList<Ending>(attempt.positions().cardinality());
        var unsaid = new BitSet();
        int nth = 0;
        for (int at = attempt.positions().nextSetBit(0);
                at >= 0;
                at = attempt.positions().nextSetBit(at + 1)) {
            var refusal = load.refused().get(at);
            if (load.carried().get(at)) {
                endings.add(ending(at, results.apply(nth++)));
            } else if (refusal != null) {
                endings.add(refusal);
            } else if (load.allowed().get(at)) {
                unsaid.set(at);
                endings.add(new Ending(at, Ending.Kind.UNAVAILABLE, VendorCode.REQUEST_TOO_LARGE));
            } else {
                endings.add(new Ending(at, Ending.Kind.WITHDRAWN, VendorCode.WITHDRAWN));
            }
        }
        return new Trial.Ended(attempt, List.copyOf(endings), unsaid, course, null);
    }

    /** The ending that a vendor's result means. */
    static Ending ending(int position, RecordResult result) {
        var kind = switch (result.outcome()) {
            case ACCEPTED -> Ending.Kind.ACCEPTED;
            case APPLIED -> Ending.Kind.APPLIED;
            case REJECTED -> Ending.Kind.REJECTED;
            case RETRYABLE -> Ending.Kind.UNAVAILABLE;
            case UNCERTAIN -> Ending.Kind.UNCERTAIN;
        };
        return new Ending(position, kind, result.code());
    }
}
