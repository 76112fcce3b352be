package io.activationgateway.gateway.outbox;

import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.gateway.storage.Sql;
import io.activationgateway.residency.verdict.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The order of what waits: per person and destination. Called within a transaction; any thread. */
final class Queue {

    static final String EXPIRED = Reason.QUEUE_EXPIRED.code();
    static final String SUPERSEDED = Reason.QUEUE_SUPERSEDED.code();
    static final String ERASED = Reason.ERASURE_DONE.code();

    private static final long SOON_MILLIS = 500;
    private static final long LATE_MILLIS = 30_000;

    private final ChunkTable chunks;

    Queue(ChunkTable chunks) {
        this.chunks = chunks;
    }

    /** For the people of a chunk who have an earlier record that waits at the same destination: when that is due. */
    Map<SubjectKey, Long> earlier(Connection connection, Chunk chunk) throws SQLException {
        var due = new HashMap<SubjectKey, Long>();
        var before = Sql.list(
                connection,
                "SELECT DISTINCT o.chunk FROM outbox_subject m"
                        + " JOIN outbox_subject o ON o.key_high = m.key_high AND o.key_low = m.key_low"
                        + " JOIN outbox_chunk c ON c.id = o.chunk"
                        + " WHERE m.chunk = ? AND o.chunk < ? AND c.destination = ? AND c.waiting > 0",
                row -> row.getLong(1),
                chunk.id,
                chunk.id,
                chunk.destination);
        for (long id : before) {
            chunks.marks(connection, id)
                    .ifPresent(earlier ->
                            earlier.entries.stream().filter(Entry::isWaiting).forEach(entry -> put(due, entry)));
        }
        return due;
    }

    /** From now on the record is one that later ones of the same person wait for. */
    static void put(Map<SubjectKey, Long> due, Entry entry) {
        entry.subjectKeys().forEach(key -> due.merge(key, entry.due, Math::max));
    }

    /** Whether it must wait for an earlier one; then it is looked at again when that may have ended. */
    static boolean waits(Entry entry, Map<SubjectKey, Long> earlier, long now) {
        long until = -1;
        for (var key : entry.subjectKeys()) {
            until = Math.max(until, earlier.getOrDefault(key, -1L));
        }
        if (until < 0) {
            return false;
        }
        entry.due = Math.min(Math.max(until, now + SOON_MILLIS), now + LATE_MILLIS);
        return true;
    }

    /** The chunks at a destination that hold something of these people that may still be sent. */
    List<Long> open(Connection connection, String destination, Collection<SubjectKey> keys) throws SQLException {
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
}
