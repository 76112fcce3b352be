package io.activationgateway.gateway.opendsr;

import io.activationgateway.gateway.storage.Sql;
import io.activationgateway.gateway.storage.Tables;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The changes of state that controllers are still to be told. Each URL hears of a request's changes in their order. A node
 * takes one as it takes a request: by moving the time at which it is next due. Blocks; any thread.
 */
final class CallbackStore {

    private static final int TAKEN_AT_ONCE = 16;

    private final Tables tables;

    CallbackStore(Tables tables) {
        this.tables = tables;
    }

    /** Has every URL of a request told of its new state. */
    static void insert(Connection connection, String source, String id, RequestStatus status, long now)
            throws SQLException {
        var urls = Sql.first(
                        connection,
                        "SELECT callbacks FROM dsr_request WHERE source = ? AND id = ?",
                        row -> row.getString(1),
                        source,
                        id)
                .orElse("");
        int place = 0;
        for (var url : urls.lines().toList()) {
            Sql.update(
                    connection,
                    "INSERT INTO dsr_callback (source, request, place, step, url, since_millis, attempts,"
                            + " next_millis) VALUES (?, ?, ?, ?, ?, ?, 0, ?)",
                    source,
                    id,
                    place++,
                    status.step(),
                    url,
                    now,
                    now);
        }
    }

    /** Takes what is due, for {@code lease}. */
    List<StoredCallback> take(Duration lease) throws SQLException {
        // Most of the time nothing is: then nothing is written either.
        if (tables.read((connection, now) -> due(connection, now)).isEmpty()) {
            return List.of();
        }
        return tables.write((connection, now) -> {
            var taken = new ArrayList<StoredCallback>();
            for (var callback : due(connection, now)) {
                if (Sql.update(
                                connection,
                                "UPDATE dsr_callback SET attempts = attempts + 1, next_millis = ? WHERE source = ?"
                                        + " AND request = ? AND place = ? AND step = ? AND attempts = ?"
                                        + " AND next_millis <= ?",
                                now + lease.toMillis(),
                                callback.request().source(),
                                callback.request().id(),
                                callback.place(),
                                callback.status().step(),
                                callback.attempts() - 1,
                                now)
                        == 1) {
                    taken.add(callback);
                }
            }
            return taken;
        });
    }

    /** Nothing is left to tell: it was heard, or is given up. */
    void end(StoredCallback callback) throws SQLException {
        tables.write((connection, _) -> Sql.update(
                connection,
                "DELETE FROM dsr_callback WHERE source = ? AND request = ? AND place = ? AND step = ?",
                callback.request().source(),
                callback.request().id(),
                callback.place(),
                callback.status().step()));
    }

    /** It was not heard. Answers false where it waits no longer, as its time is over. */
    boolean putOff(StoredCallback callback, Duration pause, Duration patience) throws SQLException {
        return tables.write((connection, now) -> {
            if (now - callback.since().toEpochMilli() > patience.toMillis()) {
                return false;
            }
            Sql.update(
                    connection,
                    "UPDATE dsr_callback SET next_millis = ? WHERE source = ? AND request = ? AND place = ?"
                            + " AND step = ? AND attempts = ?",
                    now + pause.toMillis(),
                    callback.request().source(),
                    callback.request().id(),
                    callback.place(),
                    callback.status().step(),
                    callback.attempts());
            return true;
        });
    }

    private static List<StoredCallback> due(Connection connection, long now) throws SQLException {
        return Sql.list(
                connection,
                "SELECT " + RequestRow.COLUMNS
                        + ", c.place, c.step, c.url, c.since_millis, c.attempts FROM dsr_callback c"
                        + " JOIN dsr_request r ON r.source = c.source AND r.id = c.request"
                        + " WHERE c.next_millis <= ? AND NOT EXISTS (SELECT 1 FROM dsr_callback e"
                        + " WHERE e.source = c.source AND e.request = c.request AND e.place = c.place"
                        + " AND e.step < c.step) ORDER BY c.next_millis FETCH FIRST " + TAKEN_AT_ONCE + " ROWS ONLY",
                row -> new StoredCallback(
                        RequestRow.read(row),
                        row.getInt(RequestRow.WIDTH + 1),
                        RequestStatus.ofStep(row.getInt(RequestRow.WIDTH + 2)),
                        URI.create(row.getString(RequestRow.WIDTH + 3)),
                        Instant.ofEpochMilli(row.getLong(RequestRow.WIDTH + 4)),
                        row.getInt(RequestRow.WIDTH + 5) + 1),
                now);
    }
}
