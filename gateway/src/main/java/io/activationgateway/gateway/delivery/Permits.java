package io.activationgateway.gateway.delivery;

import io.activationgateway.connectors.courier.Ending;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.consent.register.ConsentView.Changes;
import io.activationgateway.gateway.screening.ScreenedBatch;
import io.activationgateway.residency.verdict.FieldPlan;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Verdict;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What each row of a consignment may do now: how it may leave, or why it may not any more, or why nobody can say at the
 * moment. A screening gives a permit, or takes it away; a last check only takes away (promise P1). Rows are named by
 * their position in the consignment.
 *
 * <p>Thread rule: each position has one user at a time, and what hands it on orders the accesses.
 */
final class Permits {

    private final int[] rowOf;
    private final Permit[] permits;
    private final @Nullable Withdrawal[] withdrawn;
    private final @Nullable Reason[] held;
    private final int[] attempts;
    private volatile @Nullable Map<Integer, Set<SubjectKey>> people;

    /**
     * How a row may leave.
     *
     * @param batch the screening that the last check starts from; the same for all records of a request
     * @param by what decided last, the last check included
     */
    private record Permit(ScreenedBatch batch, Verdict.Forward verdict, ScreenedBatch by) {

        Permit(ScreenedBatch batch, Verdict.Forward verdict) {
            this(batch, verdict, batch);
        }
    }

    /** Why a row may not leave any more, and what decided so; null where it can no longer be judged. */
    private record Withdrawal(@Nullable Verdict verdict, ScreenedBatch batch) {}

    /** @param rowOf the rows of the batch that may leave, by their position */
    Permits(ScreenedBatch batch, int[] rowOf) {
        this.rowOf = rowOf;
        this.permits = new Permit[rowOf.length];
        this.withdrawn = new Withdrawal[rowOf.length];
        this.held = new Reason[rowOf.length];
        this.attempts = new int[rowOf.length];
        for (int position = 0; position < rowOf.length; position++) {
            if (batch.verdict(rowOf[position]) instanceof Verdict.Forward forward) {
                permits[position] = new Permit(batch, forward);
            } else {
                throw new IllegalArgumentException("row " + rowOf[position] + " is not approved");
            }
        }
    }

    int size() {
        return rowOf.length;
    }

    /** The row of the batch at a position. */
    int row(int position) {
        return rowOf[position];
    }

    BitSet rows(BitSet positions) {
        var rows = new BitSet();
        positions.stream().forEach(position -> rows.set(rowOf[position]));
        return rows;
    }

    /** The screening that the row's permit comes from. */
    ScreenedBatch batch(int position) {
        return permits[position].batch();
    }

    Verdict.Forward verdict(int position) {
        return permits[position].verdict();
    }

    FieldPlan plan(int position) {
        return verdict(position).plan();
    }

    /** These are let go once more. */
    void attempted(BitSet positions) {
        positions.stream().forEach(position -> attempts[position]++);
    }

    /** Remembers why nothing could be decided about these; null once it could. */
    void hold(BitSet positions, @Nullable Reason reason) {
        positions.stream().forEach(position -> held[position] = reason);
    }

    /** Gives permits by a new screening, and takes those out that have none under it. */
    void renew(BitSet positions, ScreenedBatch again) {
        for (int position = positions.nextSetBit(0); position >= 0; position = positions.nextSetBit(position + 1)) {
            if (again.verdict(rowOf[position]) instanceof Verdict.Forward forward) {
                permits[position] = new Permit(again, forward);
                withdrawn[position] = null;
            } else {
                withdrawn[position] = new Withdrawal(again.verdict(rowOf[position]), again);
                positions.clear(position);
            }
        }
    }

    /**
     * Judges again whose subject changed, and takes those out that may not go any more: a record can only be lost here,
     * or lose fields.
     *
     * @param reduced gains those that lose fields
     * @return how many were judged, and whether one of them has lost fields
     */
    Narrowed narrow(BitSet leaving, BitSet reduced, Changes changes, ConsentView view) {
        boolean altered = false;
        int judged = 0;
        for (int position = leaving.nextSetBit(0); position >= 0; position = leaving.nextSetBit(position + 1)) {
            var permit = permits[position];
            int row = rowOf[position];
            if (!permit.batch().changed(row, changes)) {
                continue;
            }
            judged++;
            var verdict = permit.batch().judgeAgain(row, view);
            var by = permit.batch().at(changes.upTo());
            if (verdict instanceof Verdict.Forward forward) {
                var plan = permit.verdict().plan().intersect(forward.plan());
                if (!plan.equals(permit.verdict().plan())) {
                    altered = true;
                    reduced.set(position);
                }
                permits[position] = new Permit(
                        permit.batch(),
                        new Verdict.Forward(plan, forward.basis(), forward.law(), forward.obligations()),
                        by);
            } else {
                withdrawn[position] = new Withdrawal(verdict, by);
                leaving.clear(position);
            }
        }
        return new Narrowed(judged, altered);
    }

    /** What {@link #narrow} did. */
    record Narrowed(int judged, boolean altered) {}

    /** Whether the subject of one of these has changed. */
    boolean anyIn(BitSet positions, Changes changes) {
        return positions.stream().anyMatch(position -> permits[position].batch().changed(rowOf[position], changes));
    }

    /** Whether a row names somebody whom one of the others names too, or may do so. Any thread. */
    boolean meet(Permits others) {
        var people = others.people();
        return IntStream.range(0, size())
                .anyMatch(position -> people.entrySet().stream()
                        .anyMatch(these -> batch(position).isAnyOf(row(position), these.getKey(), these.getValue())));
    }

    /** Everybody whom its rows name, by the generation of their keys; looked up once. */
    private Map<Integer, Set<SubjectKey>> people() {
        var all = people;
        if (all == null) {
            all = IntStream.range(0, size())
                    .filter(position -> batch(position).knowsSubject(row(position)))
                    .boxed()
                    .collect(Collectors.groupingBy(
                            position -> batch(position).generation(row(position)),
                            Collectors.flatMapping(
                                    position -> batch(position).subjects(row(position)).stream(),
                                    Collectors.toUnmodifiableSet())));
            people = all;
        }
        return all;
    }

    /** The prints of those of these positions whose subject is known. */
    List<Long> prints(IntStream positions) {
        return positions
                .filter(position -> permits[position].batch().knowsSubject(rowOf[position]))
                .mapToObj(position -> permits[position].batch().print(rowOf[position]))
                .toList();
    }

    /** How the record of an ending ended, in the activation's terms. */
    RecordEnd end(Ending ending) {
        int position = ending.position();
        var permit = permits[position];
        return switch (ending.kind()) {
            case ACCEPTED, APPLIED ->
                new RecordEnd.Forwarded(ending.kind() == Ending.Kind.APPLIED, permit.verdict(), permit.by());
            case WITHDRAWN -> withdrawnEnd(position);
            case UNAVAILABLE -> {
                var reason = held[position];
                yield reason == null
                        ? RecordEnd.ofFailure(ending)
                        : new RecordEnd.Failed(reason, null, null, attempts[position]);
            }
            case UNCERTAIN ->
                withdrawn[position] instanceof Withdrawal(Verdict.Withhold withhold, var _)
                        ? new RecordEnd.Uncertain(withhold.reason().reason(), ending.code(), attempts[position])
                        : RecordEnd.ofFailure(ending);
            case REJECTED -> RecordEnd.ofFailure(ending);
        };
    }

    private RecordEnd withdrawnEnd(int position) {
        return switch (withdrawn[position]) {
            case Withdrawal(Verdict.Withhold withhold, var batch) ->
                new RecordEnd.Withheld(withhold, batch, attempts[position]);
            case Withdrawal(Verdict.Misdirected misdirected, var _) -> new RecordEnd.Misdirected(misdirected);
            case Withdrawal(var verdict, var batch) -> {
                var fault = verdict == null ? batch.rows().fault(rowOf[position]) : null;
                yield fault == null
                        ? new RecordEnd.Failed(Reason.ERROR_EVALUATION, null, null)
                        : new RecordEnd.Failed(fault.reason(), null, fault.detail());
            }
            case null -> new RecordEnd.Failed(Reason.ERROR_EVALUATION, null, null);
        };
    }
}
