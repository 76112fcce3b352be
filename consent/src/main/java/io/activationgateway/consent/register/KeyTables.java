package io.activationgateway.consent.register;

import io.activationgateway.consent.identity.SubjectKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables that say whom keys belong to, on their way from one generation to the next: some rows at a time, how far is
 * in table {@code key_generation}. Each method works within the caller's transaction.
 */
final class KeyTables {

    private static final String OF = " WHERE generation = ?";

    private KeyTables() {}

    /**
     * How far the newest generation is.
     *
     * @param high up to this place the step is done
     */
    record Progress(int generation, long print, KeyRotation.Step step, long high, long low) {

        private Progress at(KeyRotation.Step other, SubjectKey place) {
            return new Progress(generation, print, other, place.high(), place.low());
        }

        /** The same with its next step to be begun. */
        Progress next(KeyRotation.Step other) {
            return at(other, new SubjectKey(Long.MIN_VALUE, Long.MIN_VALUE));
        }
    }

    /** A row of a table of keys. */
    private record Row(SubjectKey key, long subject) {}

    /** Of generation 0 there is nothing to say: it is done. */
    static Progress read(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT generation, print, step, place_high, place_low"
                        + " FROM key_generation ORDER BY generation DESC FETCH FIRST 1 ROWS ONLY")) {
            return rows.next() ? progress(rows) : new Progress(0, 0, KeyRotation.Step.NONE, 0, 0);
        }
    }

    private static Progress progress(ResultSet row) throws SQLException {
        return new Progress(
                row.getInt(1),
                row.getLong(2),
                KeyRotation.Step.valueOf(row.getString(3)),
                row.getLong(4),
                row.getLong(5));
    }

    /** Announces a generation, whose table is empty. */
    static void begin(Connection connection, int generation, long print) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO key_generation (generation, print, sequence, step,"
                + " place_high, place_low) VALUES (?, ?, 0, ?, ?, ?)")) {
            insert.setInt(1, generation);
            insert.setLong(2, print);
            insert.setString(3, KeyRotation.Step.COPYING.name());
            insert.setLong(4, Long.MIN_VALUE);
            insert.setLong(5, Long.MIN_VALUE);
            insert.executeUpdate();
        }
    }

    static void save(Connection connection, Progress progress) throws SQLException {
        try (var update =
                connection.prepareStatement("UPDATE key_generation SET step = ?, place_high = ?, place_low = ?" + OF)) {
            update.setString(1, progress.step.name());
            update.setLong(2, progress.high);
            update.setLong(3, progress.low);
            update.setInt(4, progress.generation);
            update.executeUpdate();
        }
    }

    /** Remembers the entry of the log from which on a generation counts. */
    static void switched(Connection connection, KeySwitch by) throws SQLException {
        try (var update = connection.prepareStatement("UPDATE key_generation SET sequence = ?" + OF)) {
            update.setLong(1, by.sequence());
            update.setInt(2, by.generation());
            update.executeUpdate();
        }
    }

    /**
     * Copies the next rows into the table of the next generation. The transaction holds the head's lock: whatever is
     * written meanwhile is in both tables, so that what is there already is left.
     */
    static Progress copy(Connection connection, Keying keying, Progress from, int most) throws SQLException {
        var rows = new ArrayList<Row>();
        try (var select = connection.prepareStatement("SELECT key_high, key_low, subject FROM " + keying.table()
                + " WHERE key_high >= ? AND (key_high > ? OR key_low > ?) ORDER BY key_high, key_low FETCH FIRST "
                + most
                + " ROWS ONLY")) {
            select.setLong(1, from.high);
            select.setLong(2, from.high);
            select.setLong(3, from.low);
            try (var found = select.executeQuery()) {
                while (found.next()) {
                    rows.add(new Row(new SubjectKey(found.getLong(1), found.getLong(2)), found.getLong(3)));
                }
            }
        }
        insert(connection, keying, rows);
        var after = rows.size() < most
                ? from.next(KeyRotation.Step.COPIED)
                : from.at(KeyRotation.Step.COPYING, rows.getLast().key);
        save(connection, after);
        return after;
    }

    private static void insert(Connection connection, Keying keying, List<Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        var next = rows.stream().map(row -> keying.next(row.key)).toList();
        var table = keying.nextTable();
        try (var insert = connection.prepareStatement("INSERT INTO " + table + " (key_high, key_low, subject)"
                + " SELECT r.key_high, r.key_low, r.subject FROM UNNEST(?, ?, ?) AS r(key_high, key_low, subject)"
                + " WHERE NOT EXISTS (SELECT 1 FROM " + table
                + " k WHERE k.key_high = r.key_high AND k.key_low = r.key_low)")) {
            insert.setArray(1, Subjects.longs(next, SubjectKey::high).of(connection));
            insert.setArray(2, Subjects.longs(next, SubjectKey::low).of(connection));
            insert.setArray(3, Subjects.longs(rows, Row::subject).of(connection));
            insert.executeUpdate();
        }
    }

    /** Deletes the next rows of the generation before, which nobody reads any more but who began before the switch. */
    static Progress empty(Connection connection, Progress from, int most) throws SQLException {
        var table = Keying.table(from.generation - 1);
        Long bound = null;
        try (var select = connection.prepareStatement("SELECT key_high FROM " + table
                + " WHERE key_high >= ? ORDER BY key_high, key_low OFFSET " + most
                + " ROWS FETCH FIRST 1 ROWS ONLY")) {
            select.setLong(1, from.high);
            try (var rows = select.executeQuery()) {
                if (rows.next()) {
                    bound = rows.getLong(1);
                }
            }
        }
        try (var delete = connection.prepareStatement(
                "DELETE FROM " + table + " WHERE key_high >= ?" + (bound == null ? "" : " AND key_high < ?"))) {
            delete.setLong(1, from.high);
            if (bound != null) {
                delete.setLong(2, bound);
            }
            delete.executeUpdate();
        }
        var after = bound == null
                ? from.next(KeyRotation.Step.NONE)
                : from.at(KeyRotation.Step.EMPTYING, new SubjectKey(bound, Long.MIN_VALUE));
        save(connection, after);
        return after;
    }
}
