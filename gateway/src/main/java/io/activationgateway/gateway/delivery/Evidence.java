package io.activationgateway.gateway.delivery;

import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.register.Position;
import io.activationgateway.gateway.ledger.EndedRecords;
import io.activationgateway.gateway.ledger.EvidenceLog;
import io.activationgateway.gateway.ledger.IntendedRecords;
import io.activationgateway.gateway.ledger.LedgerEntry;
import io.activationgateway.gateway.ledger.LedgerEntry.End;
import io.activationgateway.gateway.optout.Disclosures;
import io.activationgateway.gateway.screening.ScreenedBatch;
import io.activationgateway.residency.table.PolicyTable;
import io.activationgateway.residency.verdict.FieldPlan;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Says to the ledger what delivery decides, sends and hears. Call it on an event loop context: it completes there.
 *
 * @param recipient what the destination was sent before
 */
public record Evidence(EvidenceLog log, Disclosures.Recipient recipient, InstantSource clock, boolean sandbox) {

    /**
     * A record that is about to be sent.
     *
     * @param index its position in the activation
     * @param row its position in the batch
     */
    record Intended(int index, int row, ScreenedBatch batch, FieldPlan plan) {}

    /**
     * A record that was about to be sent, and how that ended.
     *
     * @param index its position in the activation
     * @param reduced what left, where that is less than was intended; null otherwise
     */
    record Ended(
            int index,
            RecordEnd end,
            PolicyTable table,
            @Nullable FieldPlan reduced) {}

    /** Completes once the intent is durable. */
    Future<Void> intend(Activation activation, LedgerEntry.Attempt attempt, List<Intended> records) {
        var intended = new IntendedRecords(records.size());
        Map<FieldPlan, Integer> numbers = new HashMap<>();
        for (var record : records) {
            int plan = numbers.computeIfAbsent(
                    record.plan(), unseen -> intended.plan(plan(record.batch().table(), unseen)));
            intended.add(
                    record.index(),
                    record.batch().pseudonymHigh(record.row()),
                    record.batch().pseudonymLow(record.row()),
                    plan);
        }
        return append(new LedgerEntry.Intent(
                attempt,
                clock.instant(),
                way(activation),
                snapshot(records.getFirst().batch()),
                intended));
    }

    /** Completes once the outcome is durable. */
    Future<Void> ended(LedgerEntry.Attempt attempt, @Nullable Checked check, List<Ended> records) {
        var ended = new EndedRecords(records.size());
        for (var record : records) {
            var reduced = record.reduced();
            if (reduced == null) {
                ended.add(record.index(), end(record.end()), record.end().code());
            } else {
                ended.addReduced(record.index(), end(record.end()), record.end().code(), plan(record.table(), reduced));
            }
        }
        var lastCheck = check == null ? null : new LedgerEntry.LastCheck(check.instant(), check.at());
        return append(new LedgerEntry.Outcome(attempt, clock.instant(), lastCheck, ended));
    }

    /** Completes once it is durable that these rows are not sent. */
    Future<Void> decided(Activation activation, Lot lot, ScreenedBatch batch, Map<Integer, RecordEnd> rows) {
        if (rows.isEmpty()) {
            return Future.succeededFuture();
        }
        var ended = new EndedRecords(rows.size());
        rows.forEach((row, end) -> {
            int index = lot.index().applyAsInt(row);
            if (end instanceof RecordEnd.Withheld && batch.knowsSubject(row)) {
                ended.addSubject(index, batch.pseudonymHigh(row), batch.pseudonymLow(row), end(end), end.code());
            } else {
                ended.add(index, end(end), end.code());
            }
        });
        return append(
                new LedgerEntry.Decided(activation.id(), clock.instant(), way(activation), snapshot(batch), ended));
    }

    /**
     * A record that was put somewhere without an attempt.
     *
     * @param subject its pseudonym; null where an intent names it already, or it names nobody
     */
    public record Noted(int index, @Nullable SubjectKey subject, End end, String code) {}

    /** Completes, on the ledger's thread, once it is durable that these records stand where they stand. */
    public CompletionStage<Void> note(
            Activation activation, PolicyTable table, Position position, List<Noted> records) {
        var ended = new EndedRecords(records.size());
        for (var record : records) {
            var subject = record.subject();
            if (subject == null) {
                ended.add(record.index(), record.end(), record.code());
            } else {
                ended.addSubject(record.index(), subject.high(), subject.low(), record.end(), record.code());
            }
        }
        return log.append(new LedgerEntry.Decided(
                        activation.id(),
                        clock.instant(),
                        way(activation),
                        new LedgerEntry.Snapshot(table.version(), table.digest(), position),
                        ended))
                .thenApply(_ -> null);
    }

    private Future<Void> append(LedgerEntry entry) {
        return Future.fromCompletionStage(log.append(entry), Vertx.currentContext())
                .mapEmpty();
    }

    private LedgerEntry.Way way(Activation activation) {
        return new LedgerEntry.Way(
                activation.source(),
                activation.destination(),
                activation.use().purpose(),
                activation.operation(),
                sandbox);
    }

    private static LedgerEntry.Snapshot snapshot(ScreenedBatch batch) {
        return new LedgerEntry.Snapshot(batch.table().version(), batch.table().digest(), batch.position());
    }

    private static LedgerEntry.Plan plan(PolicyTable table, FieldPlan plan) {
        return new LedgerEntry.Plan(IntStream.range(0, table.catalogue().size())
                .mapToObj(field -> new LedgerEntry.Plan.Field(
                        table.catalogue().field(field).name(), plan.action(field)))
                .toList());
    }

    private static End end(RecordEnd end) {
        return switch (end) {
            case RecordEnd.Forwarded forwarded -> forwarded.applied() ? End.APPLIED : End.ACCEPTED;
            case RecordEnd.Withheld _ -> End.WITHHELD;
            case RecordEnd.Misdirected _ -> End.MISDIRECTED;
            case RecordEnd.Failed _ -> End.FAILED;
            case RecordEnd.Uncertain _ -> End.UNCERTAIN;
        };
    }
}
