package io.activationgateway.gateway.outbox;

import io.activationgateway.gateway.storage.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Which node drains which destination. Another takes over only when the lease is past by the time that a request may
 * take, so that what the former owner let go has been answered or broken off. Blocks; any thread.
 */
final class LaneTable {

    private LaneTable() {}

    /** Takes or keeps a destination for {@code lease}; the epoch, or empty where another node has it. */
    static OptionalLong claim(
            Connection connection, String destination, String owner, long now, Duration lease, Duration request)
            throws SQLException {
        long until = now + lease.toMillis();
        if (Sql.update(
                        connection,
                        "UPDATE outbox_lane SET until_millis = ? WHERE destination = ? AND owner = ?",
                        until,
                        destination,
                        owner)
                == 1) {
            return epoch(connection, destination);
        }
        if (Sql.update(
                        connection,
                        "UPDATE outbox_lane SET owner = ?, epoch = epoch + 1, until_millis = ?"
                                + " WHERE destination = ? AND until_millis + ? < ?",
                        owner,
                        until,
                        destination,
                        request.toMillis(),
                        now)
                == 1) {
            return epoch(connection, destination);
        }
        if (epoch(connection, destination).isPresent()) {
            return OptionalLong.empty();
        }
        try {
            Sql.update(
                    connection,
                    "INSERT INTO outbox_lane (destination, epoch, owner, until_millis) VALUES (?, 1, ?, ?)",
                    destination,
                    owner,
                    until);
        } catch (SQLException refused) {
            if (Sql.isDuplicate(refused)) {
                throw new SQLException("another node was faster to take " + destination, refused);
            }
            throw refused;
        }
        return OptionalLong.of(1);
    }

    /** Lets another node take over at once: nothing of this one is under way. */
    static void release(Connection connection, String owner) throws SQLException {
        Sql.update(connection, "UPDATE outbox_lane SET until_millis = 0 WHERE owner = ?", owner);
    }

    /** The same of one destination. */
    static int release(Connection connection, String destination, String owner) throws SQLException {
        return Sql.update(
                connection,
                "UPDATE outbox_lane SET until_millis = 0 WHERE destination = ? AND owner = ?",
                destination,
                owner);
    }

    /** Whether the epoch is still this one; where it is, it stays so until the transaction ends. */
    static boolean holds(Connection connection, String destination, long epoch) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT epoch FROM outbox_lane WHERE destination = ? FOR UPDATE",
                        row -> row.getLong(1),
                        destination)
                .filter(current -> current == epoch)
                .isPresent();
    }

    private static OptionalLong epoch(Connection connection, String destination) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT epoch FROM outbox_lane WHERE destination = ?",
                        row -> row.getLong(1),
                        destination)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }
}
