package io.activationgateway.gateway.opendsr;

import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.gateway.storage.Sql;
import io.activationgateway.gateway.storage.Tables;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The requests of the region. To work on one, a node takes it: that moves the time at which it is next due, so that no
 * other takes it before, and so that it is taken again where the node does not come back. Blocks; any thread.
 */
final class RequestStore {

    private static final int TAKEN_AT_ONCE = 8;

    private final Tables tables;

    RequestStore(Tables tables) {
        this.tables = tables;
    }

    /**
     * A request to be stored.
     *
     * @param content equal for requests that ask for the same
     * @param keys whom it is about
     * @param waiting how long it stays pending
     * @param expected the time within which it is completed
     */
    @SuppressWarnings("ArrayRecordComponent") // stored once and never compared
    record Arrival(
            String source,
            String controller,
            ApiVersion version,
            DsrRequest request,
            byte[] content,
            byte[] sealed,
            List<SubjectKey> keys,
            Duration waiting,
            Duration expected) {

        @Override
        public String toString() {
            return "Arrival[" + request.id() + "]";
        }
    }

    /** Stores a request; one that is there already and asks for the same is answered as it is, another is not stored. */
    Optional<StoredRequest> place(Arrival arrival) throws SQLException {
        try {
            return tables.write((connection, now) -> {
                var match = match(connection, arrival);
                if (match == Match.NONE) {
                    insert(connection, arrival, now);
                }
                return match == Match.OTHER ? Optional.empty() : find(connection, arrival);
            });
        } catch (SQLException refused) {
            if (!(refused instanceof SQLIntegrityConstraintViolationException || Sql.isDuplicate(refused))) {
                throw refused;
            }
            // Another node was faster.
            return tables.read((connection, _) ->
                    match(connection, arrival) == Match.SAME ? find(connection, arrival) : Optional.empty());
        }
    }

    Optional<StoredRequest> find(String source, String id) throws SQLException {
        return tables.read((connection, _) -> find(connection, source, id));
    }

    /** Cancels a request that is pending, and answers the request as it is then; empty where there is none. */
    Optional<StoredRequest> cancel(String source, String id) throws SQLException {
        return tables.write((connection, now) -> {
            if (Sql.update(
                            connection,
                            "UPDATE dsr_request SET status = 'CANCELLED', sealed = NULL, next_millis = NULL"
                                    + " WHERE source = ? AND id = ? AND status = 'PENDING'",
                            source,
                            id)
                    == 1) {
                SubjectTable.delete(connection, source, id);
                CallbackStore.insert(connection, source, id, RequestStatus.CANCELLED, now);
            }
            return find(connection, source, id);
        });
    }

    /**
     * Takes what is due, for {@code lease}: requests to be carried out, which are in progress from then on. Results whose
     * time is over are forgotten.
     */
    List<StoredRequest> take(Duration lease) throws SQLException {
        // Most of the time nothing is: then nothing is written either.
        if (tables.read((connection, now) -> due(connection, now)).isEmpty()) {
            return List.of();
        }
        return tables.write((connection, now) -> {
            var taken = new ArrayList<StoredRequest>();
            for (var due : due(connection, now)) {
                long next = now + lease.toMillis();
                switch (due.status()) {
                    case PENDING, IN_PROGRESS -> {
                        if (move(connection, due, RequestStatus.IN_PROGRESS, next)) {
                            if (due.status() == RequestStatus.PENDING) {
                                CallbackStore.insert(
                                        connection, due.source(), due.id(), RequestStatus.IN_PROGRESS, now);
                            }
                            find(connection, due.source(), due.id()).ifPresent(taken::add);
                        }
                    }
                    case COMPLETED, CANCELLED -> SubjectTable.expire(connection, due.source(), due.id());
                }
            }
            return taken;
        });
    }

    /** Completes a request that was taken; where another node has it by now, nothing happens. */
    void complete(StoredRequest taken, @Nullable Integer resultsCount, Duration resultsKept) throws SQLException {
        tables.write((connection, now) -> {
            Long until = resultsCount == null ? null : Long.valueOf(now + resultsKept.toMillis());
            int completed = Sql.update(
                    connection,
                    "UPDATE dsr_request SET status = 'COMPLETED', results_count = ?, next_millis = ?"
                            + " WHERE source = ? AND id = ? AND status = 'IN_PROGRESS' AND next_millis = ?",
                    resultsCount,
                    until,
                    taken.source(),
                    taken.id(),
                    taken.next());
            if (completed == 1) {
                CallbackStore.insert(connection, taken.source(), taken.id(), RequestStatus.COMPLETED, now);
                if (taken.kind() == RequestKind.ERASURE) {
                    // What other requests of the same person still kept for their results goes with the person.
                    SubjectTable.forget(connection, SubjectTable.keys(connection, taken.source(), taken.id()));
                }
            }
            return completed;
        });
    }

    /** Forgets what completed requests kept of the persons with these keys for their results. */
    void forget(Collection<SubjectKey> keys) throws SQLException {
        tables.write((connection, _) -> {
            SubjectTable.forget(connection, keys);
            return keys.size();
        });
    }

    /** The keys of the persons for whose results completed requests keep something. */
    Set<SubjectKey> kept() throws SQLException {
        return tables.read((connection, _) -> SubjectTable.kept(connection));
    }

    /** How many requests there are, and since when the oldest of those waits that are to be carried out. */
    RequestCensus census() throws SQLException {
        return tables.read((connection, _) -> {
            var counts = new HashMap<RequestCensus.Group, Integer>();
            @Nullable Instant oldest = null;
            try (var select = connection.prepareStatement(
                            "SELECT kind, status, count(*), min(received_millis) FROM dsr_request GROUP BY kind, status");
                    var rows = select.executeQuery()) {
                while (rows.next()) {
                    var group = new RequestCensus.Group(
                            RequestKind.valueOf(rows.getString(1)), RequestStatus.valueOf(rows.getString(2)));
                    var received = Instant.ofEpochMilli(rows.getLong(4));
                    counts.put(group, rows.getInt(3));
                    if (group.isOpen() && (oldest == null || received.isBefore(oldest))) {
                        oldest = received;
                    }
                }
            }
            return new RequestCensus(counts, oldest);
        });
    }

    /** Puts a request off that was taken and could not be carried out. */
    void putOff(StoredRequest taken, Duration pause) throws SQLException {
        tables.write((connection, now) -> Sql.update(
                connection,
                "UPDATE dsr_request SET next_millis = ? WHERE source = ? AND id = ? AND next_millis = ?",
                now + pause.toMillis(),
                taken.source(),
                taken.id(),
                taken.next()));
    }

    /** How a stored request of the same id compares. */
    private enum Match {
        NONE,
        SAME,
        OTHER
    }

    private static Match match(Connection connection, Arrival arrival) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT content FROM dsr_request WHERE source = ? AND id = ?",
                        row -> Arrays.equals(row.getBytes(1), arrival.content()) ? Match.SAME : Match.OTHER,
                        arrival.source(),
                        arrival.request().id())
                .orElse(Match.NONE);
    }

    private static Optional<StoredRequest> find(Connection connection, Arrival arrival) throws SQLException {
        return find(connection, arrival.source(), arrival.request().id());
    }

    private static void insert(Connection connection, Arrival arrival, long now) throws SQLException {
        var request = arrival.request();
        Sql.update(
                connection,
                "INSERT INTO dsr_request (source, id, controller, kind, api_version, content, callbacks,"
                        + " received_millis, expected_millis, status, sealed, attempts, next_millis)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'PENDING', ?, 0, ?)",
                arrival.source(),
                request.id(),
                arrival.controller(),
                request.kind().name(),
                arrival.version().number(),
                arrival.content(),
                request.callbacks().stream().map(URI::toString).collect(Collectors.joining("\n")),
                now,
                now + arrival.waiting().plus(arrival.expected()).toMillis(),
                arrival.sealed(),
                now + arrival.waiting().toMillis());
        SubjectTable.insert(connection, arrival.source(), request.id(), arrival.keys());
    }

    private static List<StoredRequest> due(Connection connection, long now) throws SQLException {
        return Sql.list(
                connection,
                "SELECT " + RequestRow.COLUMNS
                        + " FROM dsr_request r WHERE r.next_millis <= ? ORDER BY r.next_millis FETCH FIRST "
                        + TAKEN_AT_ONCE + " ROWS ONLY",
                RequestRow::read,
                now);
    }

    private static boolean move(Connection connection, StoredRequest due, RequestStatus to, long next)
            throws SQLException {
        return Sql.update(
                        connection,
                        "UPDATE dsr_request SET status = ?, attempts = attempts + 1, next_millis = ?"
                                + " WHERE source = ? AND id = ? AND status = ? AND next_millis = ?",
                        to.name(),
                        next,
                        due.source(),
                        due.id(),
                        due.status().name(),
                        due.next())
                == 1;
    }

    private static Optional<StoredRequest> find(Connection connection, String source, String id) throws SQLException {
        return Sql.first(
                connection,
                "SELECT " + RequestRow.COLUMNS + " FROM dsr_request r WHERE r.source = ? AND r.id = ?",
                RequestRow::read,
                source,
                id);
    }
}
