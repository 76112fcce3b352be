package io.activationgateway.consent.register;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table {@code node}: who may send. Each method works within the caller's transaction. */
final class Nodes {

    private Nodes() {}

    /**
     * A node's row.
     *
     * @param renewed differs after each renewal
     * @param lease how long the node may decide after it
     * @param keys what it says of its pseudonym keys
     */
    record Row(long renewed, Duration lease, Keys keys) {}

    /**
     * What a node says of its pseudonym keys.
     *
     * @param prints of all that it has, in their order
     * @param prepared the newest generation for which it has an index
     */
    record Keys(List<Long> prints, int prepared) {}

    /** Enters a node; it must be committed before the node first reads the head. */
    static void register(Connection connection, long node, Duration lease, Instant now) throws SQLException {
        try (var insert =
                connection.prepareStatement("INSERT INTO node (node, renewed_micros, lease_millis) VALUES (?, ?, ?)")) {
            insert.setLong(1, node);
            insert.setLong(2, micros(now));
            insert.setLong(3, lease.toMillis());
            insert.executeUpdate();
        }
    }

    /** Says that a node lives; false where others have removed it. */
    static boolean renew(Connection connection, long node, Instant now, Keys keys) throws SQLException {
        try (var update =
                connection.prepareStatement("UPDATE node SET renewed_micros = GREATEST(?, renewed_micros + 1),"
                        + " prints = ?, prepared = ? WHERE node = ?")) {
            update.setLong(1, micros(now));
            update.setBytes(2, Subjects.pack(keys.prints()));
            update.setInt(3, keys.prepared());
            update.setLong(4, node);
            return update.executeUpdate() == 1;
        }
    }

    static void remove(Connection connection, long node) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM node WHERE node = ?")) {
            delete.setLong(1, node);
            delete.executeUpdate();
        }
    }

    /** Removes all nodes: those of processes that are gone, where only one can have the database open. */
    static void removeAll(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM node");
        }
    }

    /** Removes a node unless it has renewed. */
    static void removeIfStill(Connection connection, long node, long renewed) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM node WHERE node = ? AND renewed_micros = ?")) {
            delete.setLong(1, node);
            delete.setLong(2, renewed);
            delete.executeUpdate();
        }
    }

    static Map<Long, Row> all(Connection connection) throws SQLException {
        var nodes = new HashMap<Long, Row>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT node, renewed_micros, lease_millis, prints, prepared FROM node")) {
            while (rows.next()) {
                nodes.put(rows.getLong(1), row(rows));
            }
        }
        return nodes;
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong(2),
                Duration.ofMillis(row.getLong(3)),
                new Keys(Subjects.unpack(row.getBytes(4)), row.getInt(5)));
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
