package io.activationgateway.consent.register;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one row {@code log_head}.
 *
 * @param received the greatest 'received' time given so far, whole microseconds
 * @param server the database server that the epoch belongs to
 * @param generation of the subject keys that are written and looked up
 * @param nextGeneration the one after it while that is being prepared, else the same
 */
record Head(
        long epoch,
        long sequence,
        Digest digest,
        long policyVersion,
        Instant received,
        String server,
        int generation,
        int nextGeneration) {

    /** Of {@code log_head h}, as {@link #at} reads them. */
    static final String COLUMNS = "h.epoch, h.sequence, h.digest, h.policy_version, h.received_micros, h.server,"
            + " h.generation, h.next_generation";

    private static final String SELECT = "SELECT " + COLUMNS + " FROM log_head h WHERE h.id = 1";

    private static final String LOCK = SELECT + " FOR UPDATE";

    /** Locks the row until the transaction ends, which makes the order of sequences the order of commits. */
    static Head lock(Connection connection) throws SQLException {
        return read(connection, LOCK);
    }

    /** The same with what else makes this round trip, and is asked once the row is locked. */
    static Supplier<Head> lock(RoundTrip trip) {
        return trip.ask(LOCK, rows -> present(rows.next() ? at(rows, 0) : null));
    }

    static Head read(Connection connection) throws SQLException {
        return read(connection, SELECT);
    }

    private static Head read(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return present(rows.next() ? at(rows, 0) : null);
        }
    }

    /** The head at the cursor, whose {@link #COLUMNS} come after as many others. */
    static Head at(ResultSet rows, int others) throws SQLException {
        return new Head(
                rows.getLong(others + 1),
                rows.getLong(others + 2),
                Digest.stored(rows.getBytes(others + 3)),
                rows.getLong(others + 4),
                Instant.EPOCH.plus(rows.getLong(others + 5), ChronoUnit.MICROS),
                rows.getString(others + 6),
                rows.getInt(others + 7),
                rows.getInt(others + 8));
    }

    /** A head that was found. */
    static Head present(@Nullable Head found) throws SQLException {
        if (found == null) {
            throw new SQLException("consent register: table log_head is empty; restore the database");
        }
        return found;
    }

    /** Writes this head; the transaction holds the row's lock. */
    void save(Connection connection) throws SQLException {
        var trip = new RoundTrip();
        save(trip);
        trip.run(connection);
    }

    /** The same with what else makes this round trip. */
    void save(RoundTrip trip) {
        trip.change(
                "UPDATE log_head SET epoch = ?, sequence = ?, digest = ?,"
                        + " policy_version = ?, received_micros = ?, server = ?, generation = ?, next_generation = ?"
                        + " WHERE id = 1",
                epoch,
                sequence,
                digest.bytes(),
                policyVersion,
                ChronoUnit.MICROS.between(Instant.EPOCH, received),
                server,
                generation,
                nextGeneration);
    }

    Head onServer(long newEpoch, String newServer) {
        return new Head(newEpoch, sequence, digest, policyVersion, received, newServer, generation, nextGeneration);
    }

    /** The head once an entry is appended. */
    Head after(LogEntry entry) {
        return new Head(
                epoch, entry.sequence(), entry.digest(), policyVersion, received, server, generation, nextGeneration);
    }

    /** The head with the database's time, which never goes back. */
    Head receivedAt(Instant time) {
        var micros = time.truncatedTo(ChronoUnit.MICROS);
        return micros.isAfter(received)
                ? new Head(epoch, sequence, digest, policyVersion, micros, server, generation, nextGeneration)
                : this;
    }

    Head withPolicy(long version) {
        return new Head(epoch, sequence, digest, version, received, server, generation, nextGeneration);
    }

    /** The head with the generation that counts and the one that is being prepared. */
    Head withGenerations(int active, int next) {
        return new Head(epoch, sequence, digest, policyVersion, received, server, active, next);
    }
}
