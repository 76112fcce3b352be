package io.activationgateway.gateway.delivery;

import io.activationgateway.connectors.courier.Courier;
import io.activationgateway.connectors.courier.Ending;
import io.activationgateway.connectors.courier.JobState;
import io.activationgateway.connectors.courier.OpenJob;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.consent.register.Position;
import io.activationgateway.gateway.ingest.RowFault;
import io.activationgateway.gateway.screening.ScreenedBatch;
import io.activationgateway.residency.table.PolicyTable;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Verdict;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes a screened batch to one destination: what may not go leaves evidence, what may goes to the courier, and every
 * row ends in exactly one way (promise P3). Call it on an event loop context: it completes there.
 */
public final class Delivery {

    private final Courier courier;
    private final Desk desk;

    public Delivery(Courier courier, Desk desk) {
        this.courier = courier;
        this.desk = desk;
    }

    /**
     * Delivers a batch.
     *
     * @param unstored rows whose own consent could not be stored: they do not go, and may be sent again
     * @param rescreening reads and screens the batch under another policy, should one come into force meanwhile
     * @return one end per row, in order; fails only where nothing was sent because the ledger could not be written
     */
    public Future<List<RecordEnd>> deliver(
            Activation activation, ScreenedBatch batch, BitSet unstored, Rescreening rescreening) {
        return deliver(activation, Lot.whole(activation), batch, unstored, rescreening);
    }

    /** The same for a batch that may be a part of its activation only. */
    public Future<List<RecordEnd>> deliver(
            Activation activation, Lot lot, ScreenedBatch batch, BitSet unstored, Rescreening rescreening) {
        @Nullable RecordEnd[] ends = new @Nullable RecordEnd[batch.rows().size()];
        var staying = staying(batch, unstored);
        staying.forEach((row, end) -> ends[row] = end);
        int[] leaving =
                IntStream.range(0, ends.length).filter(row -> ends[row] == null).toArray();
        var evidence = desk.evidence().decided(activation, lot, batch, staying);
        if (leaving.length == 0) {
            return evidence.map(_ -> complete(ends));
        }
        var consignment = new ActivationConsignment(activation, lot, batch, leaving, desk, rescreening);
        return courier.deliver(consignment).compose(endings -> {
            for (Ending ending : endings) {
                ends[consignment.row(ending.position())] = consignment.end(ending);
            }
            // A sent record keeps its end even where its evidence failed: the ledger says "uncertain" at the restart.
            return Future.join(evidence, consignment.evidenced())
                    .transform(_ -> Future.succeededFuture(complete(ends)));
        });
    }

    /**
     * Decides which rows do not go, without sending the others: those are to be stored.
     *
     * @return the end of each row that does not go, once that is durable; fails where the ledger cannot be written
     */
    public Future<Map<Integer, RecordEnd>> decide(Activation activation, ScreenedBatch batch, BitSet unstored) {
        var staying = staying(batch, unstored);
        return desk.evidence()
                .decided(activation, Lot.whole(activation), batch, staying)
                .map(staying);
    }

    /**
     * A screened batch with what the disclosure record says of the people whom it takes out, if it does; to be asked of
     * every batch before it is delivered or stored.
     *
     * @param view the one that it was screened with
     * @param until what was sent later does not count
     * @return fails where the record cannot be read and a row depends on it
     */
    public Future<ScreenedBatch> recalled(ScreenedBatch batch, ConsentView view, Instant until) {
        return new Recall(desk.evidence().recipient()).of(batch, view, until);
    }

    /** How many batches may be on their way to the destination at once. Any thread. */
    public int places() {
        return courier.places();
    }

    /** Asks the vendor once how a job has ended; fails where it can never be asked. Event loop. */
    public Future<JobState> poll(OpenJob job, Duration patience) {
        return courier.poll(job, desk.ticker().getAsLong() + patience.toNanos());
    }

    /** Completes once it is durable that these records stand where they stand, without an attempt. Any thread. */
    public CompletionStage<Void> note(
            Activation activation, PolicyTable table, Position position, List<Evidence.Noted> records) {
        return desk.evidence().note(activation, table, position, records);
    }

    private static Map<Integer, RecordEnd> staying(ScreenedBatch batch, BitSet unstored) {
        Map<Integer, RecordEnd> staying = new LinkedHashMap<>();
        for (int row = 0; row < batch.rows().size(); row++) {
            var end = unstored.get(row) ? new RecordEnd.Failed(Reason.ERROR_REGISTER, null, null) : staying(batch, row);
            if (end != null) {
                staying.put(row, end);
            }
        }
        return staying;
    }

    /** The end of a row that does not go at all, null for one that may go. */
    private static @Nullable RecordEnd staying(ScreenedBatch batch, int row) {
        RowFault fault = batch.rows().fault(row);
        if (fault != null) {
            return new RecordEnd.Failed(fault.reason(), null, fault.detail());
        }
        return switch (batch.verdict(row)) {
            case Verdict.Forward _ -> null;
            case Verdict.Withhold withhold -> new RecordEnd.Withheld(withhold, batch, 0);
            case Verdict.Misdirected misdirected -> new RecordEnd.Misdirected(misdirected);
            case null -> new RecordEnd.Failed(Reason.ERROR_EVALUATION, null, null);
        };
    }

    private static List<RecordEnd> complete(@Nullable RecordEnd[] ends) {
        return Arrays.stream(ends)
                .map(end -> end == null ? new RecordEnd.Failed(Reason.ERROR_EVALUATION, null, null) : end)
                .toList();
    }
}
