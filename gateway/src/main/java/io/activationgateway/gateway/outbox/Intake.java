package io.activationgateway.gateway.outbox;

import io.activationgateway.gateway.storage.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** Takes activations in, each once. Called within a transaction; any thread. */
final class Intake {

    private final LaneParts parts;

    Intake(LaneParts parts) {
        this.parts = parts;
    }

    /**
     * Stores an activation, unless its id is known or there is no room.
     *
     * @param queued whether its records are sent from now on; else they have ended, and are kept for a while
     */
    Placing place(Connection connection, Arrival arrival, boolean queued, long now) throws SQLException {
        var known = placing(connection, arrival.source(), arrival.id(), arrival.content());
        if (known.isPresent()) {
            return known.get();
        }
        if (Sql.number(connection, "SELECT coalesce(sum(sealed_bytes), 0) FROM outbox_chunk")
                >= parts.settings().mostBytes()) {
            return Placing.FULL;
        }
        var activation = new StoredActivation(
                arrival.id(),
                arrival.source(),
                arrival.destination(),
                arrival.purpose(),
                arrival.operation(),
                arrival.audience(),
                arrival.ownColumns(),
                arrival.optedOut(),
                arrival.head(),
                Instant.ofEpochMilli(now),
                Instant.ofEpochMilli(now + parts.settings().retention().toMillis()));
        ActivationTable.insert(connection, activation, queued, arrival.content());
        for (var entries : Chunk.cut(arrival.entries(now))) {
            parts.chunks().insert(connection, arrival.id(), arrival.destination(), entries, now);
        }
        ActivationTable.settle(
                connection, arrival.id(), now + (queued ? parts.settings().results() : OutboxSettings.KEPT).toMillis());
        return Placing.STORED;
    }

    /** What became of an activation that a source posted with this id and content; empty where none was. */
    static Optional<Placing> placing(Connection connection, String source, String id, byte[] content)
            throws SQLException {
        return ActivationTable.known(connection, id)
                .map(known -> known.source().equals(source) && Arrays.equals(known.content(), content)
                        ? Placing.KNOWN
                        : Placing.OTHER);
    }
}
