package io.activationgateway.gateway.lifecycle;

import static io.activationgateway.gateway.storage.Sql.update;

import io.activationgateway.gateway.screening.TrafficRecord;
import io.activationgateway.gateway.storage.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The columns that traffic brought and no catalogue knew, of all nodes of the region and beyond their restarts: names
 * alone, by source, forgotten a month after they came last. Blocks; one thread keeps, any asks.
 */
final class TrafficColumns {

    /** The most names of one source. */
    private static final int MOST = 1_000;

    private static final int LONGEST_SOURCE = 255;
    private static final Duration SAID_AGAIN = Duration.ofHours(1);
    private static final Duration FORGOTTEN = Duration.ofDays(30);

    private final Transactions transactions;
    private final TrafficRecord record;
    private final InstantSource clock;
    private final Map<Column, Instant> said = new HashMap<>();

    private record Column(String source, String name) {}

    TrafficColumns(Transactions transactions, TrafficRecord record, InstantSource clock) {
        this.transactions = transactions;
        this.record = record;
        this.clock = clock;
    }

    /** Writes down what this node saw and did not say within the hour. */
    void keep() throws SQLException {
        var now = clock.instant();
        said.values().removeIf(at -> !now.isBefore(at.plus(SAID_AGAIN)));
        var fresh = new ArrayList<Column>();
        record.columns()
                .forEach((source, names) -> names.stream()
                        .map(name -> new Column(source, name))
                        .filter(column -> source.length() <= LONGEST_SOURCE && !said.containsKey(column))
                        .forEach(fresh::add));
        if (fresh.isEmpty()) {
            return;
        }
        try {
            transactions.run(connection -> write(connection, fresh, now));
            fresh.forEach(column -> said.put(column, now));
        } catch (SQLException failure) {
            if (!Sql.isDuplicate(failure)) {
                throw failure;
            }
            // Another node saw one of the columns too and was quicker; the next time its row is there.
        }
    }

    private static int write(Connection connection, List<Column> fresh, Instant now) throws SQLException {
        update(
                connection,
                "DELETE FROM traffic_column WHERE seen_millis < ?",
                now.minus(FORGOTTEN).toEpochMilli());
        int written = 0;
        for (var column : fresh) {
            int known = update(
                    connection,
                    "UPDATE traffic_column SET seen_millis = ? WHERE source = ? AND name = ?",
                    now.toEpochMilli(),
                    column.source(),
                    column.name());
            written += known > 0
                    ? known
                    : update(
                            connection,
                            "INSERT INTO traffic_column (source, name, seen_millis) SELECT CAST(? AS VARCHAR),"
                                    + " CAST(? AS VARCHAR), CAST(? AS BIGINT) WHERE (SELECT COUNT(*) FROM"
                                    + " traffic_column WHERE source = ?) < " + MOST,
                            column.source(),
                            column.name(),
                            now.toEpochMilli(),
                            column.source());
        }
        return written;
    }

    /** Every name that a node of the region saw within a month, and what this one saw just now. */
    Set<String> names() throws SQLException {
        var names = transactions.run(TrafficColumns::read);
        record.columns().values().forEach(names::addAll);
        return names;
    }

    private static Set<String> read(Connection connection) throws SQLException {
        try (var query = connection.prepareStatement("SELECT DISTINCT name FROM traffic_column");
                var rows = query.executeQuery()) {
            var names = new TreeSet<String>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }
}
