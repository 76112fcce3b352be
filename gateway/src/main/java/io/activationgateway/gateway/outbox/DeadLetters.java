package io.activationgateway.gateway.outbox;

import io.activationgateway.gateway.storage.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Records whose time ran out: counted without telling of anybody, and put back into the queue. Blocks; any thread. */
final class DeadLetters {

    private final LaneParts parts;

    DeadLetters(LaneParts parts) {
        this.parts = parts;
    }

    /** How many there are, by destination, reason and whether bytes of them may have left. */
    List<DeadLetterGroup> list() throws SQLException {
        return parts.tables()
                .read((connection, _) -> Sql.list(
                        connection,
                        "SELECT c.destination, d.reason, d.uncertain, sum(d.records), min(d.since_millis)"
                                + " FROM outbox_dead d JOIN outbox_chunk c ON c.id = d.chunk"
                                + " GROUP BY c.destination, d.reason, d.uncertain ORDER BY 1, 2, 3",
                        row -> new DeadLetterGroup(
                                row.getString(1),
                                row.getString(2),
                                row.getBoolean(3),
                                row.getLong(4),
                                Instant.ofEpochMilli(row.getLong(5)))));
    }

    /**
     * Has those that are meant judged as the region stands now: how many there are of each verdict. Fails as the judging
     * does.
     */
    Map<String, Integer> judge(RedriveSelection selection) throws SQLException {
        var counts = new TreeMap<String, Integer>();
        for (long id : chunks(selection)) {
            var parcel = parts.tables().<@Nullable Parcel>read((connection, _) -> parcel(connection, id, selection));
            if (parcel != null) {
                try {
                    parts.dispatch()
                            .judge(parcel)
                            .toCompletableFuture()
                            .join()
                            .forEach((verdict, count) -> counts.merge(verdict, count, Integer::sum));
                } catch (CompletionException unjudged) {
                    throw unjudged.getCause() instanceof RuntimeException why ? why : unjudged;
                }
            }
        }
        return counts;
    }

    /** Puts those that are meant back into the queue: they are screened before anything is sent. */
    int redrive(RedriveSelection selection) throws SQLException {
        int count = 0;
        for (long id : chunks(selection)) {
            count += parts.tables().write((connection, now) -> redrive(connection, id, selection, now));
        }
        return count;
    }

    private List<Long> chunks(RedriveSelection selection) throws SQLException {
        return parts.tables()
                .read((connection, _) -> Sql.list(
                        connection,
                        "SELECT DISTINCT c.id FROM outbox_dead d JOIN outbox_chunk c ON c.id = d.chunk"
                                + " WHERE (CAST(? AS VARCHAR) IS NULL OR c.destination = ?)"
                                + " AND (CAST(? AS VARCHAR) IS NULL OR d.reason = ?) ORDER BY 1",
                        row -> row.getLong(1),
                        selection.destination(),
                        selection.destination(),
                        selection.reason(),
                        selection.reason()));
    }

    private @Nullable Parcel parcel(Connection connection, long id, RedriveSelection selection) throws SQLException {
        var chunk = parts.chunks().lock(connection, id).orElse(null);
        var activation = chunk == null
                ? null
                : ActivationTable.find(connection, chunk.activation).orElse(null);
        if (chunk == null || activation == null) {
            return null;
        }
        var items = new ArrayList<Parcel.Item>();
        for (var entry : chunk.entries) {
            var row = entry.row;
            if (row != null && selection.means(entry)) {
                items.add(Parcel.Item.of(entry, row));
            }
        }
        return items.isEmpty() ? null : new Parcel(activation, activation.id(), items);
    }

    private int redrive(Connection connection, long id, RedriveSelection selection, long now) throws SQLException {
        var chunk = parts.chunks().lock(connection, id).orElse(null);
        if (chunk == null) {
            return 0;
        }
        int count = 0;
        for (var entry : chunk.entries) {
            if (selection.means(entry)) {
                entry.redrive(now);
                count++;
            }
        }
        if (count > 0) {
            Sql.update(
                    connection,
                    "UPDATE outbox_activation SET expires_millis = ?, delete_millis = NULL WHERE id = ?",
                    now + parts.settings().retention().toMillis(),
                    chunk.activation);
            parts.chunks().save(connection, chunk, now);
        }
        return count;
    }
}
