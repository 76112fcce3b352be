package io.activationgateway.consent.register;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Who may send, as table {@code node} says, and for how long each has been silent. Silence is measured by this node's
 * own monotonic ticker between two readings of the same row: a database whose clock is set makes nobody disappear who
 * still decides. For the storage thread.
 */
final class Census {

    private final Duration ownLease;
    private final Map<Long, Seen> seen = new HashMap<>();
    private volatile int count;

    /** A row as it was when it was first read, at that instant of the ticker. */
    private record Seen(Nodes.Row row, long since) {}

    Census(Duration ownLease) {
        this.ownLease = ownLease;
    }

    /** Reads who is there, and removes who has not renewed for two of its leases: what it held is past its lease. */
    Set<Long> take(Connection connection, LongSupplier ticker) throws SQLException {
        // The process may be stopped around the reading: silence is never measured as longer than it was.
        long asked = ticker.getAsLong();
        var rows = Nodes.all(connection);
        long read = ticker.getAsLong();
        seen.keySet().retainAll(rows.keySet());
        for (var entry : rows.entrySet()) {
            var row = entry.getValue();
            var before = seen.get(entry.getKey());
            if (before == null || before.row.renewed() != row.renewed()) {
                seen.put(entry.getKey(), new Seen(row, read));
            } else if (asked - before.since >= row.lease().multipliedBy(2).toNanos()) {
                Nodes.removeIfStill(connection, entry.getKey(), row.renewed());
            }
        }
        count = rows.size();
        return Set.copyOf(rows.keySet());
    }

    /** How many nodes there were at the last reading. Any thread. */
    int count() {
        return count;
    }

    /** The longest lease among them: how long any of them may decide without hearing from the database. */
    Duration longestLease() {
        return seen.values().stream()
                .map(each -> each.row.lease())
                .reduce(ownLease, (one, other) -> one.compareTo(other) >= 0 ? one : other);
    }
}
