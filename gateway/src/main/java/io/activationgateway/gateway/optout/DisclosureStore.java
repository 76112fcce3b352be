package io.activationgateway.gateway.optout;

import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.register.BulkInsert;
import io.activationgateway.gateway.optout.SealedIdentifiers.Place;
import io.activationgateway.gateway.storage.Tables;
import java.security.SecureRandom;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The disclosure record in the region's database. Blocks; any thread. */
final class DisclosureStore {

    private static final int PAGE = 5_000;

    private final SecureRandom random = new SecureRandom();
    private final Tables tables;
    private final EntrySeal seal;

    DisclosureStore(Tables tables, EntrySeal seal) {
        this.tables = tables;
        this.seal = seal;
    }

    /** What is in the record, as far as memory needs it. */
    record Noted(String destination, long print, long form) {}

    /** Something that was about to be sent to a destination. */
    record Intended(String destination, Disclosed what) {
        Noted noted() {
            return new Noted(destination, what.print(), what.form());
        }
    }

    /** Takes what is in the record. */
    @FunctionalInterface
    interface Reader {
        void noted(Noted noted);
    }

    /** Reads all of one generation that is not going. */
    void readAll(int generation, Reader into) throws SQLException {
        long last = Long.MIN_VALUE;
        int page;
        do {
            long from = last;
            var read = tables.read((connection, _) -> page(connection, generation, from));
            read.values().stream()
                    .filter(row -> !row.going())
                    .map(Stored::noted)
                    .forEach(into::noted);
            page = read.size();
            last = page == 0 ? last : read.lastKey();
        } while (page == PAGE);
    }

    private record Stored(Noted noted, boolean going) {}

    private static SortedMap<Long, Stored> page(Connection connection, int generation, long after) throws SQLException {
        var page = new TreeMap<Long, Stored>();
        try (var select = connection.prepareStatement("SELECT entry, destination, print, form, going_millis FROM"
                + " disclosure WHERE entry > ? AND generation = ? ORDER BY entry FETCH FIRST " + PAGE + " ROWS ONLY")) {
            select.setLong(1, after);
            select.setInt(2, generation);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    page.put(rows.getLong(1), stored(rows));
                }
            }
        }
        return page;
    }

    /** The row at the cursor: nothing is asked about going in SQL, or PostgreSQL might look there first. */
    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(new Noted(row.getString(2), row.getLong(3), row.getLong(4)), row.getObject(5) != null);
    }

    /** Writes down what is not there yet: another node may have written some of it. Durable when this returns. */
    void add(Collection<Intended> all) throws SQLException {
        tables.write((connection, now) -> {
            var there = there(connection, all);
            var entries = entries();
            var keys = new BulkInsert(
                    "disclosure_key",
                    List.of("key_high", "key_low", "entry", "generation"),
                    BulkInsert.Type.BIGINT,
                    BulkInsert.Type.BIGINT,
                    BulkInsert.Type.BIGINT,
                    BulkInsert.Type.INTEGER);
            for (var each : all) {
                if (there.add(each.noted())) {
                    add(each, now, entries, keys);
                }
            }
            entries.run(connection);
            keys.run(connection);
            return there.size();
        });
    }

    private static BulkInsert entries() {
        var names = new ArrayList<>(List.of("entry", "destination", "print", "form", "generation", "since_millis"));
        names.addAll(SealColumns.NAMES);
        var types = new ArrayList<>(List.of(
                BulkInsert.Type.BIGINT,
                BulkInsert.Type.VARCHAR,
                BulkInsert.Type.BIGINT,
                BulkInsert.Type.BIGINT,
                BulkInsert.Type.INTEGER,
                BulkInsert.Type.BIGINT));
        types.addAll(SealColumns.types());
        return new BulkInsert("disclosure", names, types.toArray(BulkInsert.Type[]::new));
    }

    private void add(Intended each, long now, BulkInsert entries, BulkInsert keys) {
        var what = each.what();
        var place = new Place(random.nextLong(), each.destination(), what.print());
        var row = new ArrayList<@Nullable Object>(
                List.of(place.entry(), place.destination(), what.print(), what.form(), what.generation(), now));
        row.addAll(SealColumns.values(seal.seal(place, what.generation(), what.identifiers())));
        entries.add(row.toArray());
        for (var key : new HashSet<>(what.keys())) {
            keys.add(key.high(), key.low(), place.entry(), what.generation());
        }
    }

    private static Set<Noted> there(Connection connection, Collection<Intended> all) throws SQLException {
        var there = new HashSet<Noted>();
        try (var select = connection.prepareStatement("SELECT d.entry, d.destination, d.print, d.form,"
                + " d.going_millis FROM UNNEST(?) AS u(print) JOIN disclosure d ON d.print = u.print")) {
            select.setArray(1, longs(connection, all, each -> each.what().print()));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    var row = stored(rows);
                    if (!row.going()) {
                        there.add(row.noted());
                    }
                }
            }
        }
        return there;
    }

    /** Notes that a request with these prints ended without a clear answer. */
    void unsure(String destination, Collection<Long> prints) throws SQLException {
        tables.write((connection, now) -> {
            try (var update = connection.prepareStatement(
                    "UPDATE disclosure SET unsure_millis = ? WHERE print = ? AND destination = ?")) {
                for (long print : prints) {
                    update.setLong(1, now);
                    update.setLong(2, print);
                    update.setString(3, destination);
                    update.addBatch();
                }
                return update.executeBatch().length;
            }
        });
    }

    /** Lets entries go within the caller's transaction: nothing is noted about them from now on. */
    static int go(Connection connection, Collection<Long> ids, long now) throws SQLException {
        if (ids.isEmpty()) {
            return 0;
        }
        try (var update = connection.prepareStatement("UPDATE disclosure SET going_millis = ? WHERE entry = ?")) {
            for (long id : ids) {
                update.setLong(1, now);
                update.setLong(2, id);
                update.addBatch();
            }
            return update.executeBatch().length;
        }
    }

    /**
     * Destroys what has been going for long enough, but for people who have come back: they may have been sent again
     * meanwhile, which nobody would know then.
     *
     * @param isBack whether somebody with one of these keys has consented since the erasure
     * @return how many were looked at
     */
    int destroy(Predicate<Set<SubjectKey>> isBack) throws SQLException {
        var due = tables.read((connection, now) -> {
            var ids = new ArrayList<Long>();
            try (var select = connection.prepareStatement(
                    "SELECT entry FROM disclosure WHERE going_millis <= ? FETCH FIRST " + PAGE + " ROWS ONLY")) {
                select.setLong(1, now - Disclosures.GOING.toMillis());
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        ids.add(rows.getLong(1));
                    }
                }
            }
            var found = EntryLookup.keys(connection, ids);
            return ids.stream().collect(Collectors.toMap(id -> id, id -> found.getOrDefault(id, Set.of())));
        });
        if (!due.isEmpty()) {
            var back = new ArrayList<Long>();
            var gone = new ArrayList<Long>();
            due.forEach((entry, keys) -> (isBack.test(keys) ? back : gone).add(entry));
            tables.write((connection, _) -> {
                run(connection, "UPDATE disclosure SET going_millis = NULL", back);
                run(connection, "DELETE FROM disclosure_key", gone);
                return run(connection, "DELETE FROM disclosure", gone);
            });
        }
        return due.size();
    }

    private static int run(Connection connection, String change, List<Long> entries) throws SQLException {
        try (var statement = connection.prepareStatement(change + " WHERE entry = ANY(?)")) {
            statement.setArray(1, longs(connection, entries, entry -> entry));
            return statement.executeUpdate();
        }
    }

    /** What began to go within the last while, by entry. */
    Map<Long, Noted> going(Duration within) throws SQLException {
        return tables.read((connection, now) -> {
            var going = new HashMap<Long, Noted>();
            try (var select = connection.prepareStatement(
                    "SELECT entry, destination, print, form FROM disclosure WHERE going_millis >= ?")) {
                select.setLong(1, now - within.toMillis());
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        going.put(rows.getLong(1), new Noted(rows.getString(2), rows.getLong(3), rows.getLong(4)));
                    }
                }
            }
            return going;
        });
    }

    /** An array parameter. */
    static <T> Array longs(Connection connection, Collection<T> of, Function<T, Long> value) throws SQLException {
        return connection.createArrayOf("BIGINT", of.stream().map(value).toArray(Long[]::new));
    }
}
