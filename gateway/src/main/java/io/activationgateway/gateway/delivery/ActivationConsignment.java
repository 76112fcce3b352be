package io.activationgateway.gateway.delivery;

import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.Use;
import io.activationgateway.connectors.courier.Attempt;
import io.activationgateway.connectors.courier.Consignment;
import io.activationgateway.connectors.courier.Ending;
import io.activationgateway.connectors.courier.LastCheck;
import io.activationgateway.connectors.courier.Reset;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.gateway.ledger.LedgerEntry;
import io.activationgateway.gateway.screening.ScreenedBatch;
import io.activationgateway.residency.verdict.Reason;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The approved rows of one activation on their way to a vendor. It owns the question whether each may still go: before a
 * repeated attempt all are screened again, and in the task that hands a request over those whose subject has changed
 * since (promise P1). What it grants leaves evidence first (promise P4).
 *
 * <p>Thread rule: as {@link Consignment} says; positions of concurrent attempts never overlap, so that each
 * {@link Permits permit} has one user at a time and the courier's hops between loops order the accesses.
 */
final class ActivationConsignment implements Consignment {

    private final Activation activation;
    private final Lot lot;
    private final Permits permits;
    private final String[] dedupeKeys;
    private final Desk desk;
    private final Rescreening rescreening;
    private final Recall recall;
    private final OpenAttempts open;
    private final LastChecks lastChecks;
    private final List<Future<?>> evidence = new ArrayList<>();

    /** @param rowOf the rows of the batch that go, all approved, by their position here */
    ActivationConsignment(
            Activation activation, Lot lot, ScreenedBatch batch, int[] rowOf, Desk desk, Rescreening rescreening) {
        var recipient = desk.evidence().recipient();
        this.activation = activation;
        this.lot = lot;
        this.permits = new Permits(batch, rowOf);
        this.dedupeKeys = DedupeKeys.of(activation, lot, batch.rows(), rowOf);
        this.desk = desk;
        this.rescreening = rescreening;
        this.recall = new Recall(recipient);
        this.open = new OpenAttempts(recipient, permits);
        this.lastChecks = new LastChecks(desk, lot.mine(), permits, recall);
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
    public boolean comesAgain() {
        return lot.comesAgain();
    }

    /** An opt-out is not asked about: what it forbids is withheld, and what it does not forbid may follow it. */
    @Override
    public boolean precedes(Consignment removal) {
        return removal instanceof ActivationConsignment other && permits.meet(other.permits);
    }

    @Override
    public Instant since() {
        return activation.since();
    }

    @Override
    public int size() {
        return permits.size();
    }

    @Override
    public long deadline() {
        return activation.deadline();
    }

    @Override
    public OutgoingRecord record(int position) {
        var batch = permits.batch(position);
        return new SlicedRecord(
                permits.row(position),
                dedupeKeys[position],
                new FieldForms(
                        batch.rows(), batch.table().catalogue(), desk.masking(), AgeBand.today(activation.since())),
                permits.verdict(position));
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
                .onFailure(failure -> permits.hold(attempt.positions(), ((StaleGrounds) failure).reason()))
                .compose(_ -> intended(attempt, granted));
    }

    private Future<BitSet> intended(Attempt attempt, BitSet granted) {
        if (granted.isEmpty()) {
            return Future.succeededFuture(granted);
        }
        permits.hold(granted, null);
        open.begin(attempt, granted);
        // Whatever breaks from here on must not leave the attempt open: an opt-out would wait for its end.
        return Future.succeededFuture(granted)
                .compose(this::disclosed)
                .compose(_ -> desk.evidence().intend(activation, named(attempt), entries(granted)))
                .map(granted)
                .onFailure(_ -> open.abandoned(attempt))
                .onFailure(_ -> permits.hold(attempt.positions(), Reason.ERROR_LEDGER));
    }

    /** Completes when it is written down whom the destination is sent. */
    private Future<Void> disclosed(BitSet positions) {
        var disclosing = new Disclosing(desk.evidence().recipient());
        for (int position = positions.nextSetBit(0); position >= 0; position = positions.nextSetBit(position + 1)) {
            int at = position;
            disclosing.add(permits.batch(at), permits.row(at), permits.plan(at), () -> record(at));
        }
        return disclosing.written();
    }

    private List<Evidence.Intended> entries(BitSet positions) {
        return positions.stream()
                .mapToObj(position -> new Evidence.Intended(
                        index(position), permits.row(position), permits.batch(position), permits.plan(position)))
                .toList();
    }

    /** Screens positions anew and takes those out that lost their permission; fails where it cannot be done now. */
    private Future<Void> screenedAgain(BitSet positions) {
        return switch (desk.grounds().footing()) {
            case Grounds.Footing.Stale(var reason) -> Future.failedFuture(new StaleGrounds(reason));
            case Grounds.Footing.Firm(var table, var _) -> {
                var view = desk.grounds().view();
                var rows = permits.rows(positions);
                var before = permits.batch(positions.nextSetBit(0));
                boolean anew = before.table() != table;
                yield Future.<ScreenedBatch>future(
                                read -> read.complete(anew ? rescreening.under(table) : before.again(view, rows)))
                        .compose(again -> recall.of(again, view, Instant.MAX)
                                .recover(_ -> Future.failedFuture(new StaleGrounds(Reason.ERROR_REGISTER))))
                        .map(again -> {
                            if (anew) {
                                rescreening.decided(again);
                            }
                            desk.counters().screenedAgain(rows.cardinality());
                            permits.renew(positions, again);
                            return null;
                        });
            }
        };
    }

    @Override
    public LastCheck lastCheck(Attempt attempt, Reset reset) {
        return lastChecks.check(attempt, named(attempt), reset);
    }

    @Override
    public void working(Attempt attempt, String job, BitSet positions, Duration askAgain) {
        var records = positions.stream()
                .mapToObj(position -> {
                    var batch = permits.batch(position);
                    int row = permits.row(position);
                    return new JobBook.Carried(
                            index(position), new SubjectKey(batch.pseudonymHigh(row), batch.pseudonymLow(row)));
                })
                .toList();
        var opened = Future.fromCompletionStage(
                desk.jobs().open(activation, job, records, askAgain), Vertx.currentContext());
        evidence.add(opened);
        open.worksOn(attempt, positions, opened);
    }

    @Override
    public void ended(Attempt attempt, List<Ending> endings) {
        var check = lastChecks.ended(attempt);
        var entries = endings.stream()
                .map(ending -> {
                    int position = ending.position();
                    boolean less = check != null && check.reduced().get(position);
                    return new Evidence.Ended(
                            index(position),
                            end(ending),
                            permits.batch(position).table(),
                            less ? permits.plan(position) : null);
                })
                .toList();
        evidence.add(desk.evidence().ended(named(attempt), check, entries));
        open.ended(attempt, endings);
    }

    /** Completes when all that was queued as evidence is durable. */
    Future<?> evidenced() {
        return Future.join(evidence);
    }

    /** How the record of an ending ended, in the activation's terms. */
    RecordEnd end(Ending ending) {
        return permits.end(ending);
    }

    /** The row of the batch at a position. */
    int row(int position) {
        return permits.row(position);
    }

    /** Its place in the activation. */
    private int index(int position) {
        return lot.index().applyAsInt(permits.row(position));
    }

    /** An attempt as the ledger names it: unlike the vendor, it tells the tries of the same records apart. */
    private LedgerEntry.Attempt named(Attempt attempt) {
        return new LedgerEntry.Attempt(activation.id(), attempt.intent(), lot.key() + "-" + attempt.request());
    }
}
