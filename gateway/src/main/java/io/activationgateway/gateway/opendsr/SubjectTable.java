package io.activationgateway.gateway.opendsr;

import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.gateway.storage.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whom requests are about, as long as something is kept of that: within the transactions of the {@link RequestStore}. */
final class SubjectTable {

    private SubjectTable() {}

    static void insert(Connection connection, String source, String request, Collection<SubjectKey> keys)
            throws SQLException {
        for (var key : keys) {
            Sql.update(
                    connection,
                    "INSERT INTO dsr_subject (source, request, key_high, key_low) VALUES (?, ?, ?, ?)",
                    source,
                    request,
                    key.high(),
                    key.low());
        }
    }

    static List<SubjectKey> keys(Connection connection, String source, String request) throws SQLException {
        return Sql.list(
                connection,
                "SELECT key_high, key_low FROM dsr_subject WHERE source = ? AND request = ?",
                row -> new SubjectKey(row.getLong(1), row.getLong(2)),
                source,
                request);
    }

    /** The keys of the persons for whose results completed requests keep something. */
    static Set<SubjectKey> kept(Connection connection) throws SQLException {
        return new HashSet<>(Sql.list(
                connection,
                "SELECT s.key_high, s.key_low FROM dsr_subject s"
                        + " JOIN dsr_request r ON r.source = s.source AND r.id = s.request"
                        + " WHERE r.status = 'COMPLETED'",
                row -> new SubjectKey(row.getLong(1), row.getLong(2))));
    }

    private record Completed(String source, String id) {}

    /** Forgets what completed requests kept of persons for their results. */
    static void forget(Connection connection, Collection<SubjectKey> keys) throws SQLException {
        for (var key : keys) {
            var requests = Sql.list(
                    connection,
                    "SELECT s.source, s.request FROM dsr_subject s"
                            + " JOIN dsr_request r ON r.source = s.source AND r.id = s.request"
                            + " WHERE s.key_high = ? AND s.key_low = ? AND r.status = 'COMPLETED'",
                    row -> new Completed(row.getString(1), row.getString(2)),
                    key.high(),
                    key.low());
            for (var request : requests) {
                expire(connection, request.source(), request.id());
            }
        }
    }

    /** Forgets what a request that is over kept. */
    static void expire(Connection connection, String source, String request) throws SQLException {
        Sql.update(
                connection,
                "UPDATE dsr_request SET sealed = NULL, next_millis = NULL WHERE source = ? AND id = ?",
                source,
                request);
        delete(connection, source, request);
    }

    static void delete(Connection connection, String source, String request) throws SQLException {
        Sql.update(connection, "DELETE FROM dsr_subject WHERE source = ? AND request = ?", source, request);
    }
}
