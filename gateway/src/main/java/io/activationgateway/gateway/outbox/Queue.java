package io.activationgateway.gateway.outbox;

import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.gateway.storage.Sql;
import io.activationgateway.residency.verdict.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The order of what waits: per person and destination, by the ids of the chunks. Called within a transaction; any thread.
 */
final class Queue {

    static final String EXPIRED = Reason.QUEUE_EXPIRED.code();
    static final String SUPERSEDED = Reason.QUEUE_SUPERSEDED.code();
    static final String ERASED = Reason.ERASURE_DONE.code();

    /** After so long a record that waits for another is looked at, even where nobody said that the other has ended. */
    static final long LOOKED_AT_AFTER_MILLIS = 300_000;

    /** Other chunks that hold something of the people of a chunk, at the same destination. */
    private static final String OTHERS = " FROM outbox_subject m"
            + " JOIN outbox_subject o ON o.key_high = m.key_high AND o.key_low = m.key_low"
            + " JOIN outbox_chunk c ON c.id = o.chunk"
            + " WHERE m.chunk = ? AND c.destination = ?";

    private Queue() {}

    /** The people of a chunk who have an earlier record that waits at the same destination. */
    static Set<SubjectKey> earlier(Connection connection, Chunk chunk) throws SQLException {
        return Set.copyOf(Sql.list(
                connection,
                "SELECT DISTINCT m.key_high, m.key_low" + OTHERS + " AND o.chunk < ? AND o.waiting",
                row -> new SubjectKey(row.getLong(1), row.getLong(2)),
                chunk.id,
                chunk.destination,
                chunk.id));
    }

    /**
     * Has the next records looked at of the people of a chunk of whom nothing waits there any more. Whoever ends records
     * beside the destination's lane says so again when others can see it: between its statement and its commit a later
     * record may have come and found the earlier one still waiting.
     */
    static void wake(Connection connection, String destination, long chunk) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO outbox_wake (destination, chunk)"
                        + " SELECT DISTINCT CAST(? AS VARCHAR), n.chunk FROM (SELECT min(o.chunk) AS chunk" + OTHERS
                        + " AND NOT m.waiting AND o.chunk > ? AND o.waiting GROUP BY m.key_high, m.key_low) n",
                destination,
                chunk,
                destination,
                chunk);
    }

    /** The first chunks of a destination in which something is to be done. */
    static NavigableSet<Long> due(Connection connection, String destination, long now, int most) throws SQLException {
        var due = new TreeSet<>(Sql.list(
                connection,
                "SELECT id FROM outbox_chunk WHERE destination = ? AND due_millis <= ? ORDER BY id FETCH FIRST " + most
                        + " ROWS ONLY",
                row -> row.getLong(1),
                destination,
                now));
        due.addAll(Sql.list(
                connection,
                "SELECT DISTINCT chunk FROM outbox_wake WHERE destination = ? ORDER BY chunk FETCH FIRST " + most
                        + " ROWS ONLY",
                row -> row.getLong(1),
                destination));
        return due;
    }

    /** A chunk is about to be looked at: what has ended before this is seen then. */
    static void woken(Connection connection, String destination, long chunk) throws SQLException {
        Sql.update(connection, "DELETE FROM outbox_wake WHERE destination = ? AND chunk = ?", destination, chunk);
    }

    /** The chunks at a destination that hold something of these people that may still be sent, in their order. */
    static List<Long> open(Connection connection, ChunkTable chunks, String destination, Collection<SubjectKey> keys)
            throws SQLException {
        var found = chunks.ofSubjects(connection, keys);
        if (!found.isEmpty()) {
            found.retainAll(Sql.list(
                    connection,
                    "SELECT id FROM outbox_chunk WHERE destination = ? AND waiting + dead > 0 AND id BETWEEN ? AND ?",
                    row -> row.getLong(1),
                    destination,
                    found.getFirst(),
                    found.getLast()));
        }
        return List.copyOf(found);
    }

    /** The same of the people of a chunk, as far as they lie before it. */
    static List<Long> openBefore(Connection connection, Chunk chunk) throws SQLException {
        return Sql.list(
                connection,
                "SELECT DISTINCT o.chunk" + OTHERS + " AND o.chunk < ? AND c.waiting + c.dead > 0 ORDER BY 1",
                row -> row.getLong(1),
                chunk.id,
                chunk.destination,
                chunk.id);
    }
}
