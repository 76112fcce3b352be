package io.activationgateway.gateway.api;

import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.gateway.delivery.RecordEnd;
import io.activationgateway.gateway.outbox.Arrival;
import io.activationgateway.gateway.outbox.Arrival.Arriving;
import io.activationgateway.gateway.outbox.Outbox;
import io.activationgateway.gateway.screening.RowIdentifiers;
import io.activationgateway.gateway.screening.ScreenedBatch;
import java.util.List;

/** Batches as the outbox takes them. Event loop. */
final class Arrivals {

    private final Outbox outbox;
    private final AnswerWriter answers;

    Arrivals(Outbox outbox, AnswerWriter answers) {
        this.outbox = outbox;
        this.answers = answers;
    }

    Arrival of(OutboxDesk.Batch batch, List<Arriving> records) {
        var request = batch.prepared().request();
        return new Arrival(
                batch.posting().id(),
                batch.activation().source(),
                request.destination(),
                request.purpose(),
                request.operation(),
                request.audience(),
                StoredRows.ownColumns(request.source()),
                request.optedOut(),
                batch.content().get(),
                head(batch),
                records);
    }

    /** What stands at the top of every answer about a batch. */
    String head(OutboxDesk.Batch batch) {
        return answers.head(batch.prepared().head(batch.posting().id()), batch.screened());
    }

    /** Of a misdirected row nothing is kept but its index. */
    Arriving ended(OutboxDesk.Batch batch, int row, RecordEnd end) {
        boolean here = !(end instanceof RecordEnd.Misdirected);
        var id = here ? batch.screened().rows().recordId(row) : "";
        return new Arriving.Ended(
                row,
                id,
                RecordStates.of(end),
                end.code(),
                answers.result(row, id, batch.screened(), row, end),
                here ? keys(batch.screened(), row) : List.of());
    }

    /** By which the outbox finds the people of a row again. */
    List<SubjectKey> keys(ScreenedBatch batch, int row) {
        return batch.rows().fault(row) != null
                ? List.of()
                : outbox.keys(RowIdentifiers.ofRow(batch.rows(), batch.table(), row));
    }
}
