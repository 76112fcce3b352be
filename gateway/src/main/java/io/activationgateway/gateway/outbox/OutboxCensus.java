package io.activationgateway.gateway.outbox;

import io.activationgateway.gateway.storage.Sql;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What lies in the region's outbox.
 *
 * @param waiting records that wait, by destination
 * @param oldest when the oldest activation that has records that wait was received, by destination, in milliseconds
 * @param dead dead letters
 * @param bytes sealed
 */
record OutboxCensus(Map<String, Long> waiting, Map<String, Long> oldest, List<DeadLetterGroup> dead, long bytes) {

    static final OutboxCensus NOTHING = new OutboxCensus(Map.of(), Map.of(), List.of(), 0);

    static OutboxCensus of(LaneParts parts) throws SQLException {
        var waiting = new HashMap<String, Long>();
        var oldest = new HashMap<String, Long>();
        long bytes = parts.tables().read((connection, _) -> {
            Sql.list(
                    connection,
                    "SELECT c.destination, sum(c.waiting), min(a.received_millis) FROM outbox_chunk c"
                            + " JOIN outbox_activation a ON a.id = c.activation WHERE c.waiting > 0"
                            + " GROUP BY c.destination",
                    row -> {
                        waiting.put(row.getString(1), row.getLong(2));
                        return oldest.put(row.getString(1), row.getLong(3)) == null;
                    });
            return Sql.number(connection, "SELECT coalesce(sum(sealed_bytes), 0) FROM outbox_chunk");
        });
        return new OutboxCensus(waiting, oldest, new DeadLetters(parts).list(), bytes);
    }
}
