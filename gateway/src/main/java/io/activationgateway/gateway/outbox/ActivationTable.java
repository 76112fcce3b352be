package io.activationgateway.gateway.outbox;

import io.activationgateway.connectors.Operation;
import io.activationgateway.gateway.storage.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Stored activations in the database. Blocks; any thread. */
final class ActivationTable {

    private static final String COLUMNS =
            "id, source, destination, purpose, operation, audience, own_columns, opted_out,"
                    + " head, received_millis, expires_millis";

    private ActivationTable() {}

    /** What is known of an activation that was posted before. */
    @SuppressWarnings("ArrayRecordComponent") // read once and compared by content
    record Known(String source, boolean queued, byte[] content) {

        @Override
        public String toString() {
            return "Known[" + queued + "]";
        }
    }

    static Optional<Known> known(Connection connection, String id) throws SQLException {
        return Sql.first(
                connection,
                "SELECT source, queued, content FROM outbox_activation WHERE id = ?",
                row -> new Known(row.getString(1), row.getBoolean(2), row.getBytes(3)),
                id);
    }

    static void insert(Connection connection, StoredActivation activation, boolean queued, byte[] content)
            throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO outbox_activation (" + COLUMNS
                        + ", queued, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                activation.id(),
                activation.source(),
                activation.destination(),
                activation.purpose(),
                activation.operation().name(),
                activation.audience(),
                String.join("\n", activation.ownColumns()),
                activation.optedOut(),
                activation.head(),
                activation.received().toEpochMilli(),
                activation.expires().toEpochMilli(),
                queued,
                content);
    }

    static Optional<StoredActivation> find(Connection connection, String id) throws SQLException {
        return Sql.first(
                connection,
                "SELECT " + COLUMNS + " FROM outbox_activation WHERE id = ?",
                ActivationTable::activation,
                id);
    }

    /** Where none of its records may still be sent, it is kept for so long and then forgotten; else it stays. */
    static void settle(Connection connection, String id, long forgetAt) throws SQLException {
        long open = Sql.number(
                connection, "SELECT coalesce(sum(waiting + dead), 0) FROM outbox_chunk WHERE activation = ?", id);
        if (open > 0) {
            Sql.update(connection, "UPDATE outbox_activation SET delete_millis = NULL WHERE id = ?", id);
        } else {
            Sql.update(
                    connection,
                    "UPDATE outbox_activation SET delete_millis = ? WHERE id = ? AND delete_millis IS NULL",
                    forgetAt,
                    id);
        }
    }

    private static StoredActivation activation(ResultSet row) throws SQLException {
        var columns = row.getString(7);
        return new StoredActivation(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Operation.valueOf(row.getString(5)),
                row.getString(6),
                columns.isEmpty() ? Set.of() : Set.of(columns.split("\n", -1)),
                row.getBoolean(8),
                row.getString(9),
                Instant.ofEpochMilli(row.getLong(10)),
                Instant.ofEpochMilli(row.getLong(11)));
    }
}
