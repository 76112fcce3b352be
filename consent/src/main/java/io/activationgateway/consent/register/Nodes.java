package io.activationgateway.consent.register;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;

/** The table {@code node}: who may send. Each method works within the caller's transaction. */
final class Nodes {

    private Nodes() {}

    /** Enters a node; it must be committed before the node first reads the head. */
    static void register(Connection connection, long node, Instant now) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO node (node, renewed_micros) VALUES (?, ?)")) {
            insert.setLong(1, node);
            insert.setLong(2, micros(now));
            insert.executeUpdate();
        }
    }

    /** Says that a node lives; false where others have removed it. */
    static boolean renew(Connection connection, long node, Instant now) throws SQLException {
        try (var update = connection.prepareStatement("UPDATE node SET renewed_micros = ? WHERE node = ?")) {
            update.setLong(1, micros(now));
            update.setLong(2, node);
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

    /** Removes the nodes that have not renewed for two leases: whatever they held is past its lease. */
    static void removeSilent(Connection connection, Instant now, Duration lease) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM node WHERE renewed_micros < ?")) {
            delete.setLong(1, micros(now.minus(lease.multipliedBy(2))));
            delete.executeUpdate();
        }
    }

    static Set<Long> all(Connection connection) throws SQLException {
        var nodes = new HashSet<Long>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT node FROM node")) {
            while (rows.next()) {
                nodes.add(rows.getLong(1));
            }
        }
        return nodes;
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
