package io.activationgateway.gateway.optout;

import io.activationgateway.gateway.storage.Tables;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The right of one node of a region to follow the log and to send its opt-outs: a lease with an epoch, which every change
 * of the queue is conditional on. It runs on this node from the instant before the transaction that took it was begun, and
 * another takes over only when a request that was checked within it has ended. {@link #isMine} is for any thread, the rest
 * for one at a time, and blocks.
 */
final class Claim {

    static final Duration LEASE = Duration.ofSeconds(15);

    /** It is renewed when less than this is left. */
    private static final Duration RENEWAL = Duration.ofSeconds(10);

    private static final long NONE = -1;

    private final Tables tables;
    private final boolean isShared;
    private final Duration request;
    private final LongSupplier ticker;
    private volatile long epoch = NONE;
    private volatile long until;
    private boolean orphaned;

    /**
     * No claim yet.
     *
     * @param isShared whether other nodes may use the same database
     * @param request the longest that a request of any node goes on after its last check
     * @param ticker monotonic, in nanoseconds
     */
    Claim(Tables tables, boolean isShared, Duration request, LongSupplier ticker) {
        this.tables = tables;
        this.isShared = isShared;
        this.request = request;
        this.ticker = ticker;
    }

    /** Whether this node may send what it has taken. */
    boolean isMine() {
        return epoch != NONE && ticker.getAsLong() - until < 0;
    }

    /** Tells this node's claim from every other, also of its own. */
    long epoch() {
        return epoch;
    }

    /** Whether the node that had the claim before did not give it back: what it had sent may have no outcome. */
    boolean isOrphaned() {
        return orphaned;
    }

    /** Renews the claim when it is time, or takes it where nobody has it; answers whether this node has it now. */
    boolean renew() throws SQLException {
        long began = ticker.getAsLong();
        long mine = epoch;
        if (mine != NONE && until - began > RENEWAL.toNanos()) {
            return true;
        }
        if (mine == NONE && !tables.read(this::isFree)) {
            return false;
        }
        // What a transaction has taken is this node's once it is committed: else another may take the same epoch.
        var taken = tables.write((connection, now) -> mine != NONE && extended(connection, mine, now)
                ? new Taken(mine, orphaned)
                : takeOver(connection, now));
        orphaned = taken.orphaned();
        until = began + LEASE.toNanos();
        epoch = taken.epoch();
        return taken.epoch() != NONE;
    }

    /** What a transaction leaves this node with. */
    private record Taken(long epoch, boolean orphaned) {
        static final Taken NOTHING = new Taken(NONE, false);
    }

    private static boolean extended(Connection connection, long mine, long now) throws SQLException {
        return update(connection, "until_millis = ?", "epoch = ?", now + LEASE.toMillis(), mine);
    }

    private boolean isFree(Connection connection, long now) throws SQLException {
        return !isShared || held(connection).until() + request.toMillis() <= now;
    }

    private record Held(long epoch, long until) {}

    private static Held held(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("SELECT epoch, until_millis FROM optout_claim");
                var row = select.executeQuery()) {
            row.next();
            return new Held(row.getLong(1), row.getLong(2));
        }
    }

    private Taken takeOver(Connection connection, long now) throws SQLException {
        if (!isFree(connection, now)) {
            return Taken.NOTHING;
        }
        var before = held(connection);
        try (var update = connection.prepareStatement(
                "UPDATE optout_claim SET epoch = ?, until_millis = ? WHERE epoch = ? AND until_millis = ?")) {
            update.setLong(1, before.epoch() + 1);
            update.setLong(2, now + LEASE.toMillis());
            update.setLong(3, before.epoch());
            update.setLong(4, before.until());
            return update.executeUpdate() == 1 ? new Taken(before.epoch() + 1, before.until() != 0) : Taken.NOTHING;
        }
    }

    /** Gives the claim back. */
    void release() throws SQLException {
        long mine = epoch;
        epoch = NONE;
        if (mine != NONE) {
            tables.write((connection, _) -> update(connection, "until_millis = ?", "epoch = ?", 0, mine));
        }
    }

    /**
     * Locks the claim within a transaction that changes the queue.
     *
     * @throws SQLException where another node has it by now, so that the transaction is undone
     */
    void hold(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("SELECT 1 FROM optout_claim WHERE epoch = ? FOR UPDATE")) {
            select.setLong(1, epoch);
            try (var row = select.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("another node sends the region's opt-outs by now");
                }
            }
        }
    }

    private static boolean update(Connection connection, String set, String where, long value, long is)
            throws SQLException {
        try (var update = connection.prepareStatement("UPDATE optout_claim SET " + set + " WHERE " + where)) {
            update.setLong(1, value);
            update.setLong(2, is);
            return update.executeUpdate() == 1;
        }
    }
}
