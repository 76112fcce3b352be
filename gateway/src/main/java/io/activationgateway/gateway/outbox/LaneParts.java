package io.activationgateway.gateway.outbox;

import io.activationgateway.gateway.storage.Backoff;
import io.activationgateway.gateway.storage.Tables;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What all of a node's outbox works with.
 *
 * @param owner this node, in this life of its process
 * @param wall legal time
 * @param ticker monotonic, in nanoseconds
 */
record LaneParts(
        Tables tables,
        ChunkTable chunks,
        Dispatch dispatch,
        OutboxSettings settings,
        Backoff backoff,
        String owner,
        InstantSource wall,
        LongSupplier ticker) {

    Supersession supersession() {
        return new Supersession(this);
    }

    /** Returns when the ledger has it: before the transaction ends that makes it so. */
    void note(StoredActivation activation, List<Dispatch.Noted> records) {
        if (!records.isEmpty()) {
            dispatch.note(activation, records).toCompletableFuture().join();
        }
    }

    /** Forgets an activation, after a while, of which nothing may be sent any more. */
    void settle(Connection connection, String activation, long now) throws SQLException {
        ActivationTable.settle(connection, activation, now + settings.results().toMillis());
    }
}
