package io.activationgateway.gateway.api;

import io.activationgateway.gateway.delivery.RecordEnd;
import io.activationgateway.gateway.ledger.LedgerEntry.End;
import io.activationgateway.gateway.outbox.RecordState;
import io.activationgateway.gateway.screening.ScreenedBatch;
import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.Verdict;
import java.util.LinkedHashSet;
import java.util.Set;

/** The outbox's view of how records ended. Pure. */
final class RecordStates {

    private RecordStates() {}

    static RecordState of(RecordEnd end) {
        return switch (end) {
            case RecordEnd.Forwarded _ -> RecordState.FORWARDED;
            case RecordEnd.Withheld _ -> RecordState.WITHHELD;
            case RecordEnd.Misdirected _ -> RecordState.MISDIRECTED;
            case RecordEnd.Failed _ -> RecordState.FAILED;
            case RecordEnd.Uncertain _ -> RecordState.UNCERTAIN;
        };
    }

    static End end(RecordState state) {
        return switch (state) {
            case WAITING, FAILED -> End.FAILED;
            case DEAD_LETTERED -> End.DEAD_LETTERED;
            case FORWARDED -> End.ACCEPTED;
            case WITHHELD -> End.WITHHELD;
            case MISDIRECTED -> End.MISDIRECTED;
            case UNCERTAIN -> End.UNCERTAIN;
            case SUPERSEDED -> End.SUPERSEDED;
        };
    }

    /** The columns of a forwarded row whose values left. */
    static Set<String> written(ScreenedBatch batch, int row, Verdict.Forward verdict) {
        var rows = batch.rows();
        var written = new LinkedHashSet<String>();
        for (int field = rows.firstField(row); field < rows.endField(row); field++) {
            int number = rows.catalogueField(field);
            if (number >= 0 && verdict.plan().action(number) != FieldAction.Plain.DROP) {
                written.add(rows.name(rows.nameNumber(field)));
            }
        }
        return written;
    }
}
