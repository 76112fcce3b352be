package io.activationgateway.gateway.api;

import com.github.f4b6a3.ulid.UlidCreator;
import io.activationgateway.gateway.delivery.Activation;
import io.activationgateway.gateway.delivery.RecordEnd;
import io.activationgateway.gateway.outbox.Arrival.Arriving;
import io.activationgateway.gateway.outbox.Horizon;
import io.activationgateway.gateway.outbox.Later;
import io.activationgateway.gateway.outbox.Outbox;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What waits in the outbox, or is a dead letter there, when a batch is sent at once: where the batch says the same or more
 * and is forwarded, it is not to be sent any more. Event loop.
 */
final class OlderRecords {

    private final Outbox outbox;
    private final Arrivals arrivals;

    OlderRecords(Outbox outbox, Arrivals arrivals) {
        this.outbox = outbox;
        this.arrivals = arrivals;
    }

    /**
     * Looks for them while the batch is on its way, so that nobody waits for the look: call it before the first record
     * leaves. What is stored after it is not older.
     */
    Future<Horizon> found(Activation activation) {
        return Later.supersedes(activation.operation())
                ? OutboxDesk.on(outbox.horizon(activation.destination()))
                : Future.succeededFuture(Horizon.NOTHING);
    }

    /**
     * Ends what older records say and these have said since. Where an older one is on its way at this very moment, what
     * was forwarded is said again after it. Fails where that is not certain: an older record may still undo what was
     * forwarded.
     */
    Future<Void> superseded(Future<Horizon> found, OutboxDesk.Batch batch, List<RecordEnd> ends) {
        var activation = batch.activation();
        return found.recover(_ -> Persistence.of(() -> found(activation))).compose(older -> {
            var laters = older.isEmpty() ? Map.<Integer, Later>of() : laters(batch, ends);
            return laters.isEmpty()
                    ? Future.succeededFuture()
                    : Persistence.of(() -> OutboxDesk.on(
                                    outbox.forwarded(activation.destination(), older, List.copyOf(laters.values()))))
                            .compose(overtaking -> sayAgain(batch, laters, overtaking));
        });
    }

    /** In an activation of its own, which waits for what is on its way. */
    private Future<Void> sayAgain(OutboxDesk.Batch batch, Map<Integer, Later> laters, Set<Later> overtaking) {
        var rows = batch.screened().rows();
        var records = new ArrayList<Arriving>();
        laters.forEach((row, later) -> {
            if (overtaking.contains(later)) {
                records.add(new Arriving.Waiting(
                        records.size(), rows.recordId(row), StoredRows.json(rows, row), later.keys()));
            }
        });
        if (records.isEmpty()) {
            return Future.succeededFuture();
        }
        var posting = new Posting(UlidCreator.getMonotonicUlid().toString(), false, true);
        var again = new OutboxDesk.Batch(
                batch.prepared(), posting, () -> new byte[0], batch.activation(), batch.screened());
        return Persistence.of(() -> OutboxDesk.on(outbox.place(arrivals.of(again, records))))
                .mapEmpty();
    }

    private Map<Integer, Later> laters(OutboxDesk.Batch batch, List<RecordEnd> ends) {
        var activation = batch.activation();
        var own = StoredRows.ownColumns(batch.prepared().request().source());
        var laters = new LinkedHashMap<Integer, Later>();
        for (int row = 0; row < ends.size(); row++) {
            if (ends.get(row) instanceof RecordEnd.Forwarded(var _, var verdict, var by)) {
                var written = RecordStates.written(by, row, verdict);
                written.removeAll(own);
                laters.put(
                        row,
                        new Later(
                                activation.operation(),
                                activation.audience(),
                                activation.use().purpose(),
                                arrivals.keys(by, row),
                                written));
            }
        }
        return laters;
    }
}
