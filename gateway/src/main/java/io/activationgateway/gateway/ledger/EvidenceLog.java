package io.activationgateway.gateway.ledger;

import java.util.concurrent.CompletionStage;

/** Where evidence is written before anything is sent (promise P4). Safe on any thread; never blocks the caller. */
public interface EvidenceLog {

    /**
     * Appends an entry. The entry and the record lists in it must not be changed afterwards.
     *
     * @return completes with the number of the entry's first leaf (from 0) once the entry lies durably under a signed
     *     checkpoint; fails with {@link LedgerFailed} when it could not be stored, with
     *     {@link IllegalArgumentException} when the entry is not one that a ledger may hold. Completes on the ledger's
     *     own thread: callers hop to theirs and do no work there.
     */
    CompletionStage<Long> append(LedgerEntry entry);

    /** Whether writing has failed. It stays so until the process starts anew, and nothing may be sent meanwhile. */
    boolean failed();
}
