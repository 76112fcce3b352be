package io.activationgateway.consent.register;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The one row {@code log_head}.
 *
 * @param received the greatest 'received' time given so far, whole microseconds
 * @param server the database server that the epoch belongs to
 */
record Head(long epoch, long sequence, Digest digest, long policyVersion, Instant received, String server) {

    private static final String SELECT =
            "SELECT epoch, sequence, digest, policy_version, received_micros, server FROM log_head WHERE id = 1";

    /** Locks the row until the transaction ends, which makes the order of sequences the order of commits. */
    static Head lock(Connection connection) throws SQLException {
        return read(connection, SELECT + " FOR UPDATE");
    }

    static Head read(Connection connection) throws SQLException {
        return read(connection, SELECT);
    }

    private static Head read(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                throw new SQLException("consent register: table log_head is empty; restore the database");
            }
            return new Head(
                    rows.getLong(1),
                    rows.getLong(2),
                    Digest.stored(rows.getBytes(3)),
                    rows.getLong(4),
                    Instant.EPOCH.plus(rows.getLong(5), ChronoUnit.MICROS),
                    rows.getString(6));
        }
    }

    /** Writes this head; the transaction holds the row's lock. */
    void save(Connection connection) throws SQLException {
        try (var update = connection.prepareStatement("UPDATE log_head SET epoch = ?, sequence = ?, digest = ?,"
                + " policy_version = ?, received_micros = ?, server = ? WHERE id = 1")) {
            update.setLong(1, epoch);
            update.setLong(2, sequence);
            update.setBytes(3, digest.bytes());
            update.setLong(4, policyVersion);
            update.setLong(5, ChronoUnit.MICROS.between(Instant.EPOCH, received));
            update.setString(6, server);
            update.executeUpdate();
        }
    }

    Head onServer(long newEpoch, String newServer) {
        return new Head(newEpoch, sequence, digest, policyVersion, received, newServer);
    }

    /** The head once a row is appended. */
    Head after(LogRow row) {
        return new Head(epoch, row.sequence(), row.digest(), policyVersion, received, server);
    }

    /** The head with the database's time, which never goes back. */
    Head receivedAt(Instant time) {
        var micros = time.truncatedTo(ChronoUnit.MICROS);
        return micros.isAfter(received) ? new Head(epoch, sequence, digest, policyVersion, micros, server) : this;
    }

    Head withPolicy(long version) {
        return new Head(epoch, sequence, digest, version, received, server);
    }
}
