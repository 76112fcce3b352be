package io.activationgateway.gateway.delivery;

import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.courier.Attempt;
import io.activationgateway.connectors.courier.Consignment;
import io.activationgateway.connectors.courier.Ending;
import io.activationgateway.connectors.courier.LastCheck;
import io.activationgateway.connectors.courier.Passage;
import io.activationgateway.connectors.courier.Reset;
import io.activationgateway.consent.register.ConsentView.Changes;
import io.activationgateway.gateway.screening.ScreenedBatch;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Verdict;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The approved rows of one activation on their way to a vendor. It owns the question whether each may still go: before a
 * repeated attempt all are screened again, and in the task that hands a request over those whose subject has changed
 * since (promise P1). What it grants leaves evidence first (promise P4).
 *
 * <p>Thread rule: as {@link Consignment} says; positions of concurrent attempts never overlap, so that each cell of the
 * arrays has one writer at a time and the courier's hops between loops order the accesses.
 */
final class ActivationConsignment implements Consignment {

    private final Activation activation;
    private final int[] rowOf;
    private final String[] dedupeKeys;
    private final Approval[] approvals;
    private final @Nullable Verdict[] withdrawn;
    private final @Nullable Reason[] held;
    private final int[] attempts;
    private final Map<Integer, Checked> checks = new ConcurrentHashMap<>();
    private final List<Future<?>> evidence = new ArrayList<>();
    private final Desk desk;
    private final Rescreening rescreening;

    /** How a row may leave, and what decided so. */
    private record Approval(ScreenedBatch batch, Verdict.Forward verdict) {}

    /** The last check that let an attempt go. */
    record Checked(long instant, Changes changes) {}

    ActivationConsignment(
            Activation activation,
            ScreenedBatch batch,
            int[] rowOf,
            String[] dedupeKeys,
            Desk desk,
            Rescreening rescreening) {
        this.activation = activation;
        this.rescreening = rescreening;
        this.rowOf = rowOf;
        this.dedupeKeys = dedupeKeys;
        this.desk = desk;
        this.approvals = new Approval[rowOf.length];
        this.withdrawn = new Verdict[rowOf.length];
        this.held = new Reason[rowOf.length];
        this.attempts = new int[rowOf.length];
        for (int position = 0; position < rowOf.length; position++) {
            if (batch.verdict(rowOf[position]) instanceof Verdict.Forward forward) {
                approvals[position] = new Approval(batch, forward);
            } else {
                throw new IllegalArgumentException("row " + rowOf[position] + " is not approved");
            }
        }
    }

    @Override
    public Operation operation() {
        return activation.operation();
    }

    @Override
    public @Nullable String audience() {
        return activation.audience();
    }

    @Override
    public String key() {
        return activation.id();
    }

    @Override
    public Instant since() {
        return activation.since();
    }

    @Override
    public int size() {
        return rowOf.length;
    }

    @Override
    public long deadline() {
        return activation.deadline();
    }

    @Override
    public OutgoingRecord record(int position) {
        var approval = approvals[position];
        return new SlicedRecord(
                rowOf[position],
                dedupeKeys[position],
                approval.batch().rows(),
                approval.batch().table(),
                approval.verdict().plan(),
                desk.masking());
    }

    @Override
    public Future<BitSet> intend(Attempt attempt) {
        var granted = (BitSet) attempt.positions().clone();
        if (attempt.intent() > 1) {
            var refusal = screenAgain(granted);
            if (refusal != null) {
                granted.stream().forEach(position -> held[position] = refusal);
                return Future.failedFuture(new StaleGrounds(refusal));
            }
        }
        if (granted.isEmpty()) {
            return Future.succeededFuture(granted);
        }
        granted.stream().forEach(position -> {
            attempts[position]++;
            held[position] = null;
        });
        return desk.evidence()
                .intend(activation, attempt, entries(granted))
                .map(granted)
                .onFailure(_ -> granted.stream().forEach(position -> held[position] = Reason.ERROR_LEDGER));
    }

    @Override
    public LastCheck lastCheck(Attempt attempt, Reset reset) {
        var batch = approvals[attempt.positions().nextSetBit(0)].batch();
        switch (desk.grounds().footing()) {
            case Grounds.Footing.Stale(var reason) -> {
                attempt.positions().stream().forEach(position -> held[position] = reason);
                return new LastCheck.Hold();
            }
            case Grounds.Footing.Firm(var table, var _) -> {
                if (table != batch.table()) {
                    return new LastCheck.Anew();
                }
            }
        }
        var changes = desk.grounds().view().changesSince(batch.position().mark());
        var leaving = (BitSet) attempt.positions().clone();
        boolean altered = !changes.isEmpty() && losesAny(leaving, changes);
        checks.put(attempt.request(), new Checked(desk.ticker().getAsLong(), changes));
        if (leaving.isEmpty()) {
            return new LastCheck.Nothing();
        }
        var request = desk.fence().enter(later -> anyIn(leaving, later), reset::reset);
        return new LastCheck.Go(leaving, altered, new Passage() {
            @Override
            public void handedToKernel() {
                request.leave();
            }

            @Override
            public void abandoned() {
                request.leave();
            }
        });
    }

    @Override
    public void ended(Attempt attempt, List<Ending> endings) {
        var entries = new ArrayList<Evidence.Ended>(endings.size());
        for (var ending : endings) {
            int position = ending.position();
            entries.add(new Evidence.Ended(
                    rowOf[position],
                    end(ending),
                    approvals[position].batch().table(),
                    approvals[position].verdict().plan()));
        }
        evidence.add(desk.evidence().ended(activation, attempt, checks.remove(attempt.request()), entries));
    }

    /** Completes when all that was queued as evidence is durable. */
    Future<?> evidenced() {
        return Future.join(evidence);
    }

    /** How the record of an ending ended, in the activation's terms. */
    RecordEnd end(Ending ending) {
        int position = ending.position();
        var approval = approvals[position];
        return switch (ending.kind()) {
            case ACCEPTED, APPLIED ->
                new RecordEnd.Forwarded(ending.kind() == Ending.Kind.APPLIED, approval.verdict(), approval.batch());
            case WITHDRAWN -> withdrawnEnd(position);
            case UNAVAILABLE -> {
                var reason = held[position];
                yield reason == null ? RecordEnd.ofFailure(ending) : new RecordEnd.Failed(reason, null, null);
            }
            case UNCERTAIN ->
                withdrawn[position] instanceof Verdict.Withhold withhold
                        ? new RecordEnd.Uncertain(withhold.reason().reason(), ending.code())
                        : RecordEnd.ofFailure(ending);
            case REJECTED -> RecordEnd.ofFailure(ending);
        };
    }

    int row(int position) {
        return rowOf[position];
    }

    private RecordEnd withdrawnEnd(int position) {
        var batch = approvals[position].batch();
        return switch (withdrawn[position]) {
            case Verdict.Withhold withhold -> new RecordEnd.Withheld(withhold, batch, attempts[position]);
            case Verdict.Misdirected misdirected -> new RecordEnd.Misdirected(misdirected);
            case Verdict.Forward _ -> new RecordEnd.Failed(Reason.ERROR_EVALUATION, null, null);
            case null -> new RecordEnd.Failed(Reason.ERROR_EVALUATION, null, null);
        };
    }

    /** Screens positions anew and takes those out that lost their permission; answers why it cannot be done now. */
    private @Nullable Reason screenAgain(BitSet positions) {
        switch (desk.grounds().footing()) {
            case Grounds.Footing.Stale(var reason) -> {
                return reason;
            }
            case Grounds.Footing.Firm(var table, var _) -> {
                var rows = new BitSet();
                positions.stream().forEach(position -> rows.set(rowOf[position]));
                var before = approvals[positions.nextSetBit(0)].batch();
                var again =
                        before.table() == table ? before.again(desk.grounds().view(), rows) : rescreening.under(table);
                desk.counters().screenedAgain(rows.cardinality());
                for (int position = positions.nextSetBit(0);
                        position >= 0;
                        position = positions.nextSetBit(position + 1)) {
                    if (again.verdict(rowOf[position]) instanceof Verdict.Forward forward) {
                        approvals[position] = new Approval(again, forward);
                    } else {
                        withdraw(position, again.verdict(rowOf[position]), again);
                        positions.clear(position);
                    }
                }
                return null;
            }
        }
    }

    /** Judges again whose subject changed: a record can only be lost here, or lose fields. */
    private boolean losesAny(BitSet leaving, Changes changes) {
        boolean altered = false;
        int screened = 0;
        for (int position = leaving.nextSetBit(0); position >= 0; position = leaving.nextSetBit(position + 1)) {
            var approval = approvals[position];
            int row = rowOf[position];
            if (!approval.batch().changed(row, changes)) {
                continue;
            }
            screened++;
            var verdict = approval.batch().judgeAgain(row, desk.grounds().view());
            if (verdict instanceof Verdict.Forward forward) {
                var plan = approval.verdict().plan().intersect(forward.plan());
                if (!plan.equals(approval.verdict().plan())) {
                    altered = true;
                    approvals[position] = new Approval(
                            approval.batch(),
                            new Verdict.Forward(plan, forward.basis(), forward.law(), forward.obligations()));
                }
            } else {
                withdraw(position, verdict, approval.batch());
                leaving.clear(position);
            }
        }
        desk.counters().screenedAgain(screened);
        return altered;
    }

    private void withdraw(int position, @Nullable Verdict verdict, ScreenedBatch batch) {
        withdrawn[position] = verdict;
        approvals[position] = new Approval(batch, approvals[position].verdict());
    }

    private boolean anyIn(BitSet positions, Changes changes) {
        return positions.stream()
                .anyMatch(position -> approvals[position].batch().changed(rowOf[position], changes));
    }

    private List<Evidence.Intended> entries(BitSet positions) {
        return positions.stream()
                .mapToObj(position -> new Evidence.Intended(
                        rowOf[position],
                        approvals[position].batch(),
                        approvals[position].verdict().plan()))
                .toList();
    }

    /** Nothing can be decided at the moment. */
    static final class StaleGrounds extends RuntimeException {

        private static final long serialVersionUID = 1L;

        StaleGrounds(Reason reason) {
            super(reason.code(), null, false, false);
        }
    }
}
