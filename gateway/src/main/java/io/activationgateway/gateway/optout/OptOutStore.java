package io.activationgateway.gateway.optout;

import io.activationgateway.connectors.Operation;
import io.activationgateway.gateway.storage.Tables;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The queue of opt-outs in the region's database. What changes it holds the claim, so that a node that lost it changes
 * nothing. Blocks; any thread.
 */
final class OptOutStore {

    private static final String OPEN = "'WAITING', 'SENT'";

    private final SecureRandom random = new SecureRandom();
    private final Tables tables;
    private final Claim claim;

    OptOutStore(Tables tables, Claim claim) {
        this.tables = tables;
        this.claim = claim;
    }

    /** An opt-out that is to be queued; {@code refused} says why the destination cannot be told, null where it can. */
    record Arrival(
            long sequence,
            String destination,
            long entry,
            Act act,
            Instant received,
            @Nullable String refused) {}

    /**
     * What became of one that was taken.
     *
     * @param next when it is taken up again, from now; null where that is not to be
     */
    record Step(
            OptOut of,
            OptOutStatus status,
            String code,
            @Nullable Duration next,
            boolean again,
            @Nullable String job) {}

    /** The row of the register's log up to which the queue has followed. */
    long followed() throws SQLException {
        return tables.read((connection, _) -> {
            try (var select = connection.prepareStatement("SELECT sequence FROM optout_claim");
                    var row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /**
     * Queues what follows from the log up to a row. An erasure supersedes what waits for the same entry; an act that
     * waits already is not queued twice.
     *
     * @param unsupported how long an erasure that cannot be asked for keeps its entry
     */
    void follow(List<Arrival> arrivals, long sequence, Duration unsupported) throws SQLException {
        tables.write((connection, now) -> {
            claim.hold(connection);
            var waiting = waiting(connection, arrivals);
            var rows = OptOutRows.insert();
            for (var each : arrivals) {
                if (waiting.add(new Waiting(each.entry(), each.act()))) {
                    OptOutRows.add(rows, random.nextLong(), each, now, unsupported);
                }
            }
            supersede(connection, arrivals, now);
            rows.run(connection);
            try (var update = connection.prepareStatement("UPDATE optout_claim SET sequence = ?")) {
                update.setLong(1, sequence);
                return update.executeUpdate();
            }
        });
    }

    private record Waiting(long entry, Act act) {}

    private static Set<Waiting> waiting(Connection connection, List<Arrival> arrivals) throws SQLException {
        var waiting = new HashSet<Waiting>();
        try (var select =
                connection.prepareStatement("SELECT o.entry, o.operation, o.channel FROM UNNEST(?) AS u(entry)"
                        + " JOIN optout o ON o.entry = u.entry WHERE o.status = 'WAITING'")) {
            select.setArray(1, DisclosureStore.longs(connection, arrivals, Arrival::entry));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    waiting.add(new Waiting(rows.getLong(1), OptOutRows.act(rows, 2)));
                }
            }
        }
        return waiting;
    }

    private static void supersede(Connection connection, List<Arrival> arrivals, long now) throws SQLException {
        try (var update = connection.prepareStatement("UPDATE optout SET status = 'SUPERSEDED', code = 'erased',"
                + " changed_millis = ?, next_millis = NULL WHERE entry = ? AND operation <> 'ERASE' AND status IN ("
                + OPEN + ")")) {
            for (var each : arrivals) {
                if (each.act().operation() == Operation.ERASE) {
                    update.setLong(1, now);
                    update.setLong(2, each.entry());
                    update.addBatch();
                }
            }
            update.executeBatch();
        }
    }

    /** What is due at a destination, what is due longest first. */
    List<OptOut> due(String destination, int limit) throws SQLException {
        return tables.read((connection, now) -> {
            try (var select = connection.prepareStatement(
                    "SELECT " + OptOutRows.COLUMNS + " FROM optout o WHERE o.destination = ?"
                            + " AND o.next_millis <= ? ORDER BY o.next_millis, o.sequence, o.id FETCH FIRST " + limit
                            + " ROWS ONLY")) {
                select.setString(1, destination);
                select.setLong(2, now);
                return OptOutRows.read(select);
            }
        });
    }

    /** Marks what is about to be sent; a node that ends meanwhile leaves it to be sent again after {@code retake}. */
    void taken(Collection<OptOut> taken, Duration retake) throws SQLException {
        tables.write((connection, now) -> {
            claim.hold(connection);
            try (var update = connection.prepareStatement(
                    "UPDATE optout SET status = CASE WHEN status = 'WAITING' THEN 'SENT' ELSE status END,"
                            + " attempts = attempts + 1, next_millis = ? WHERE id = ?")) {
                for (var each : taken) {
                    update.setLong(1, now + retake.toMillis());
                    update.setLong(2, each.id());
                    update.addBatch();
                }
                return update.executeBatch().length;
            }
        });
    }

    /** Writes down what became of those taken. What is erased for good leaves the disclosure record. */
    void step(Collection<Step> steps) throws SQLException {
        tables.write((connection, now) -> {
            claim.hold(connection);
            try (var update = connection.prepareStatement("UPDATE optout SET status = ?, code = ?, changed_millis = ?,"
                    + " again = ?, job = ?, next_millis = ? WHERE id = ? AND status <> 'SUPERSEDED'")) {
                for (var step : steps) {
                    update.setString(1, step.status().name());
                    update.setString(2, step.code());
                    update.setLong(
                            3,
                            step.status() == step.of().status()
                                    ? step.of().changed().toEpochMilli()
                                    : now);
                    update.setBoolean(4, step.again());
                    update.setString(5, step.job());
                    var next = step.next();
                    update.setObject(6, next == null ? null : Long.valueOf(now + next.toMillis()));
                    update.setLong(7, step.of().id());
                    update.addBatch();
                }
                update.executeBatch();
            }
            return DisclosureStore.go(
                    connection,
                    steps.stream()
                            .filter(step -> step.of().act().operation() == Operation.ERASE && step.next() == null)
                            .map(step -> step.of().entry())
                            .toList(),
                    now);
        });
    }

    /** Those that these rows of the log asked for, in their order. */
    List<OptOut> of(Collection<Long> sequences) throws SQLException {
        return tables.read((connection, _) -> {
            try (var select = connection.prepareStatement("SELECT " + OptOutRows.COLUMNS
                    + " FROM UNNEST(?) AS u(sequence) JOIN optout o ON o.sequence = u.sequence"
                    + " ORDER BY o.sequence, o.destination, o.operation, o.channel, o.id")) {
                select.setArray(1, DisclosureStore.longs(connection, sequences, sequence -> sequence));
                return OptOutRows.read(select);
            }
        });
    }

    /** Forgets some of what has been through for that long; the ledger keeps the evidence. Answers how many. */
    int forget(Duration old) throws SQLException {
        return tables.write((connection, now) -> {
            claim.hold(connection);
            try (var delete = connection.prepareStatement("DELETE FROM optout WHERE id IN (SELECT o.id FROM optout o"
                    + " WHERE o.changed_millis < ? AND o.next_millis IS NULL FETCH FIRST 1000 ROWS ONLY)")) {
                delete.setLong(1, now - old.toMillis());
                return delete.executeUpdate();
            }
        });
    }

    /** How many there are, how many late, and since when the oldest waits. */
    OptOutCensus census(Duration alarm) throws SQLException {
        return tables.read((connection, now) -> {
            Map<OptOutCensus.Group, Long> counts = new HashMap<>();
            Map<String, OptOutCensus.Open> open = new HashMap<>();
            try (var select = connection.prepareStatement(
                    "SELECT destination, status, count(*), min(received_millis),"
                            + " sum(CASE WHEN received_millis < ? THEN 1 ELSE 0 END) FROM optout GROUP BY destination, status")) {
                select.setLong(1, now - alarm.toMillis());
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        var status = OptOutStatus.valueOf(rows.getString(2));
                        counts.put(new OptOutCensus.Group(rows.getString(1), status), rows.getLong(3));
                        if (status.isOpen()) {
                            var one = new OptOutCensus.Open(
                                    rows.getLong(3), Instant.ofEpochMilli(rows.getLong(4)), rows.getLong(5));
                            open.merge(rows.getString(1), one, OptOutCensus.Open::and);
                        }
                    }
                }
            }
            return new OptOutCensus(counts, open);
        });
    }
}
