package io.activationgateway.gateway.delivery;

import static java.util.Objects.requireNonNullElse;

import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.Use;
import io.activationgateway.connectors.courier.Attempt;
import io.activationgateway.connectors.courier.Consignment;
import io.activationgateway.connectors.courier.Ending;
import io.activationgateway.connectors.courier.LastCheck;
import io.activationgateway.connectors.courier.Passage;
import io.activationgateway.connectors.courier.Reset;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.register.ConsentView.Changes;
import io.activationgateway.consent.register.Position;
import io.activationgateway.gateway.ledger.LedgerEntry;
import io.activationgateway.gateway.optout.Disclosures;
import io.activationgateway.gateway.optout.Disclosures.Carried;
import io.activationgateway.gateway.screening.ScreenedBatch;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
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
    private final Lot lot;
    private final int[] rowOf;
    private final String[] dedupeKeys;
    private final Approval[] approvals;
    private final @Nullable Withdrawal[] withdrawn;
    private final @Nullable Reason[] held;
    private final int[] attempts;
    private final Map<Integer, Checked> checks = new ConcurrentHashMap<>();
    private final List<Future<?>> evidence = new ArrayList<>();
    private final Map<Integer, Disclosures.Recipient.Open> open = new ConcurrentHashMap<>();
    private final BitSet working = new BitSet();
    private final Map<Integer, Future<Void>> booked = new ConcurrentHashMap<>();
    private final Desk desk;
    private final Rescreening rescreening;
    private final Recall recall;

    /**
     * How a row may leave.
     *
     * @param batch the screening that the last check starts from; the same for all records of a request
     * @param by what decided last, the last check included
     */
    private record Approval(ScreenedBatch batch, Verdict.Forward verdict, ScreenedBatch by) {

        Approval(ScreenedBatch batch, Verdict.Forward verdict) {
            this(batch, verdict, batch);
        }
    }

    /** Why a row may not leave any more, and what decided so; null where it can no longer be judged. */
    private record Withdrawal(@Nullable Verdict verdict, ScreenedBatch batch) {}

    /**
     * A last check.
     *
     * @param at the position it was made at
     * @param reduced the records of which less leaves than was intended
     */
    record Checked(long instant, Position at, BitSet reduced) {}

    ActivationConsignment(
            Activation activation, Lot lot, ScreenedBatch batch, int[] rowOf, Desk desk, Rescreening rescreening) {
        this.activation = activation;
        this.lot = lot;
        this.rescreening = rescreening;
        this.rowOf = rowOf;
        this.dedupeKeys = DedupeKeys.of(activation, lot, batch.rows(), rowOf);
        this.desk = desk;
        this.recall = new Recall(desk.evidence().recipient());
        this.approvals = new Approval[rowOf.length];
        this.withdrawn = new Withdrawal[rowOf.length];
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
    public Use use() {
        return activation.use();
    }

    @Override
    public String key() {
        return lot.key();
    }

    @Override
    public String requestKey(int request, BitSet positions) {
        return lot.comesAgain()
                ? RequestKeys.of(activation.id(), positions, this::index, this::record)
                : Consignment.super.requestKey(request, positions);
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
                new FieldForms(
                        approval.batch().rows(),
                        approval.batch().table().catalogue(),
                        desk.masking(),
                        AgeBand.today(activation.since())),
                approval.verdict());
    }

    @Override
    public Future<BitSet> intend(Attempt attempt) {
        var granted = (BitSet) attempt.positions().clone();
        if (attempt.intent() == 1) {
            return intended(attempt, granted);
        }
        return screenedAgain(granted)
                .recover(failure -> Future.failedFuture(
                        failure instanceof StaleGrounds ? failure : new StaleGrounds(Reason.ERROR_EVALUATION)))
                .onFailure(failure -> hold(attempt.positions(), ((StaleGrounds) failure).reason()))
                .compose(_ -> intended(attempt, granted));
    }

    private Future<BitSet> intended(Attempt attempt, BitSet granted) {
        if (granted.isEmpty()) {
            return Future.succeededFuture(granted);
        }
        granted.stream().forEach(position -> attempts[position]++);
        hold(granted, null);
        open.put(attempt.request(), desk.evidence().recipient().opened(carried(granted)));
        return disclosed(granted)
                .compose(_ -> desk.evidence().intend(activation, named(attempt), entries(granted)))
                .map(granted)
                .onFailure(_ -> over(attempt, List.of()))
                .onFailure(_ -> hold(attempt.positions(), Reason.ERROR_LEDGER));
    }

    private Carried carried(BitSet positions) {
        return (generation, keys) -> positions.stream()
                .anyMatch(position -> approvals[position].batch().isAnyOf(rowOf[position], generation, keys));
    }

    /** An opt-out may follow this attempt now. */
    private void over(Attempt attempt, List<Long> unsure) {
        var request = open.remove(attempt.request());
        if (request != null) {
            request.ended(unsure);
        }
    }

    @Override
    public void working(Attempt attempt, String job, BitSet positions, Duration askAgain) {
        // What works on may take effect after an opt-out.
        positions.stream().forEach(working::set);
        var records = positions.stream()
                .mapToObj(position -> {
                    var batch = approvals[position].batch();
                    int row = rowOf[position];
                    return new JobBook.Carried(
                            lot.index().applyAsInt(row),
                            new SubjectKey(batch.pseudonymHigh(row), batch.pseudonymLow(row)));
                })
                .toList();
        var opened = Future.fromCompletionStage(
                desk.jobs().open(activation, job, records, askAgain), Vertx.currentContext());
        evidence.add(opened);
        booked.merge(
                attempt.request(),
                opened,
                (one, other) -> Future.join(one, other).mapEmpty());
    }

    /**
     * The prints of what may take effect, or have, without anybody knowing.
     *
     * @param unbooked whether the end of a job will not be known
     */
    private List<Long> unsure(List<Ending> endings, boolean unbooked) {
        return endings.stream()
                .filter(ending ->
                        ending.kind() == Ending.Kind.UNCERTAIN || (unbooked && working.get(ending.position())))
                .map(Ending::position)
                .filter(position -> approvals[position].batch().knowsSubject(rowOf[position]))
                .map(position -> approvals[position].batch().print(rowOf[position]))
                .toList();
    }

    /** Completes when it is written down whom the destination is sent. */
    private Future<Void> disclosed(BitSet positions) {
        var disclosing = new Disclosing(desk.evidence().recipient());
        for (int position = positions.nextSetBit(0); position >= 0; position = positions.nextSetBit(position + 1)) {
            var approval = approvals[position];
            int at = position;
            disclosing.add(approval.batch(), rowOf[position], approval.verdict().plan(), () -> record(at));
        }
        return disclosing.written();
    }

    @Override
    public LastCheck lastCheck(Attempt attempt, Reset reset) {
        var request = desk.fence().enter(reset::reset);
        var leaving = (BitSet) attempt.positions().clone();
        LastCheck answer = null;
        try {
            answer = lastCheck(attempt, leaving, request);
            return answer;
        } finally {
            if (answer instanceof LastCheck.Go) {
                request.carries(later -> anyIn(leaving, later));
            } else {
                request.leave();
            }
        }
    }

    /** Takes out of {@code leaving} what may not go any more. */
    private LastCheck lastCheck(Attempt attempt, BitSet leaving, WireFence.OnTheWire request) {
        var batch = approvals[attempt.positions().nextSetBit(0)].batch();
        switch (desk.grounds().footing()) {
            case Grounds.Footing.Stale(var reason) -> {
                hold(attempt.positions(), reason);
                return new LastCheck.Hold();
            }
            case Grounds.Footing.Firm(var table, var _) -> {
                if (table != batch.table()) {
                    return new LastCheck.Anew();
                }
            }
        }
        var recalled = batch.recalled();
        boolean recalls = !recalled.rows().isEmpty() && recalled.rows().intersects(rows(leaving));
        if (!lot.mine().getAsBoolean() || (recalls && recall.isDeaf())) {
            hold(attempt.positions(), Reason.ERROR_REGISTER);
            return new LastCheck.Hold();
        }
        if (recalls && recall.isOutdated(recalled)) {
            return new LastCheck.Anew();
        }
        var changes = desk.grounds().view().changesSince(batch.position().mark());
        hold(attempt.positions(), null);
        var before = checks.get(attempt.request());
        var reduced = before == null ? new BitSet() : before.reduced();
        boolean altered = !changes.isEmpty() && losesAny(leaving, reduced, changes);
        var checked = new Checked(desk.ticker().getAsLong(), changes.upTo(), reduced);
        checks.put(attempt.request(), checked);
        if (leaving.isEmpty()) {
            return new LastCheck.Nothing();
        }
        return new LastCheck.Go(
                leaving,
                altered,
                new Passage() {
                    @Override
                    public void handedToKernel() {
                        request.leave();
                    }

                    @Override
                    public void abandoned() {
                        request.leave();
                    }
                },
                stamp(attempt, checked));
    }

    /** The attempt and its last check, as the ledger's outcome of it names them. */
    private String stamp(Attempt attempt, Checked check) {
        return "attempt=" + activation.id() + "/" + attempt.intent() + "/"
                + named(attempt).request() + "; checked="
                + check.instant() + "; consent_epoch=" + check.at().epoch() + "; consent_seq="
                + check.at().sequence();
    }

    @Override
    public void ended(Attempt attempt, List<Ending> endings) {
        var check = checks.remove(attempt.request());
        var entries = new ArrayList<Evidence.Ended>(endings.size());
        for (var ending : endings) {
            int position = ending.position();
            entries.add(new Evidence.Ended(
                    index(position),
                    end(ending),
                    approvals[position].batch().table(),
                    check != null && check.reduced().get(position)
                            ? approvals[position].verdict().plan()
                            : null));
        }
        evidence.add(desk.evidence().ended(named(attempt), check, entries));
        // Before an opt-out goes it must be known which jobs are open.
        requireNonNullElse(booked.remove(attempt.request()), Future.<Void>succeededFuture())
                .onComplete(booking -> over(attempt, unsure(endings, booking.failed())));
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
                new RecordEnd.Forwarded(ending.kind() == Ending.Kind.APPLIED, approval.verdict(), approval.by());
            case WITHDRAWN -> withdrawnEnd(position);
            case UNAVAILABLE -> {
                var reason = held[position];
                yield reason == null ? RecordEnd.ofFailure(ending) : new RecordEnd.Failed(reason, null, null);
            }
            case UNCERTAIN ->
                withdrawn[position] instanceof Withdrawal(Verdict.Withhold withhold, var _)
                        ? new RecordEnd.Uncertain(withhold.reason().reason(), ending.code(), attempts[position])
                        : RecordEnd.ofFailure(ending);
            case REJECTED -> RecordEnd.ofFailure(ending);
        };
    }

    int row(int position) {
        return rowOf[position];
    }

    /** Its place in the activation. */
    private int index(int position) {
        return lot.index().applyAsInt(rowOf[position]);
    }

    /** An attempt as the ledger names it: unlike the vendor, it tells the tries of the same records apart. */
    private LedgerEntry.Attempt named(Attempt attempt) {
        return new LedgerEntry.Attempt(activation.id(), attempt.intent(), lot.key() + "-" + attempt.request());
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

    /** Screens positions anew and takes those out that lost their permission; fails where it cannot be done now. */
    private Future<Void> screenedAgain(BitSet positions) {
        return switch (desk.grounds().footing()) {
            case Grounds.Footing.Stale(var reason) -> Future.failedFuture(new StaleGrounds(reason));
            case Grounds.Footing.Firm(var table, var _) -> {
                var view = desk.grounds().view();
                var rows = rows(positions);
                var before = approvals[positions.nextSetBit(0)].batch();
                yield Future.<ScreenedBatch>future(read -> read.complete(
                                before.table() == table ? before.again(view, rows) : rescreening.under(table)))
                        .compose(again -> recall.of(again, view, Instant.MAX)
                                .recover(_ -> Future.failedFuture(new StaleGrounds(Reason.ERROR_REGISTER))))
                        .map(again -> {
                            desk.counters().screenedAgain(rows.cardinality());
                            approve(positions, again);
                            return null;
                        });
            }
        };
    }

    private BitSet rows(BitSet positions) {
        var rows = new BitSet();
        positions.stream().forEach(position -> rows.set(rowOf[position]));
        return rows;
    }

    private void approve(BitSet positions, ScreenedBatch again) {
        for (int position = positions.nextSetBit(0); position >= 0; position = positions.nextSetBit(position + 1)) {
            if (again.verdict(rowOf[position]) instanceof Verdict.Forward forward) {
                approvals[position] = new Approval(again, forward);
                withdrawn[position] = null;
            } else {
                withdrawn[position] = new Withdrawal(again.verdict(rowOf[position]), again);
                positions.clear(position);
            }
        }
    }

    /** Judges again whose subject changed: a record can only be lost here, or lose fields. */
    private boolean losesAny(BitSet leaving, BitSet reduced, Changes changes) {
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
            var by = approval.batch().at(changes.upTo());
            if (verdict instanceof Verdict.Forward forward) {
                var plan = approval.verdict().plan().intersect(forward.plan());
                if (!plan.equals(approval.verdict().plan())) {
                    altered = true;
                    reduced.set(position);
                }
                approvals[position] = new Approval(
                        approval.batch(),
                        new Verdict.Forward(plan, forward.basis(), forward.law(), forward.obligations()),
                        by);
            } else {
                withdrawn[position] = new Withdrawal(verdict, by);
                leaving.clear(position);
            }
        }
        desk.counters().screenedAgain(screened);
        return altered;
    }

    /** Remembers why nothing could be decided about these; null once it could. */
    private void hold(BitSet positions, @Nullable Reason reason) {
        positions.stream().forEach(position -> held[position] = reason);
    }

    private boolean anyIn(BitSet positions, Changes changes) {
        return positions.stream()
                .anyMatch(position -> approvals[position].batch().changed(rowOf[position], changes));
    }

    private List<Evidence.Intended> entries(BitSet positions) {
        return positions.stream()
                .mapToObj(position -> new Evidence.Intended(
                        index(position),
                        rowOf[position],
                        approvals[position].batch(),
                        approvals[position].verdict().plan()))
                .toList();
    }

    /** Nothing can be decided at the moment. */
    static final class StaleGrounds extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final Reason reason;

        StaleGrounds(Reason reason) {
            super(reason.code(), null, false, false);
            this.reason = reason;
        }

        Reason reason() {
            return reason;
        }
    }
}
