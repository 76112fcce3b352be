package io.activationgateway.consent.register;

import static io.activationgateway.consent.register.BulkInsert.Type.BIGINT;
import static io.activationgateway.consent.register.BulkInsert.Type.BYTEA;
import static io.activationgateway.consent.register.BulkInsert.Type.INTEGER;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Writes what a transaction changed of the subjects: the tables that follow from the log. */
final class SubjectWriter {

    /** So many changes of one kind go with others; more are a batch of their own. */
    private static final int FEW = 8;

    private SubjectWriter() {}

    /** @param latest the new latest row of each subject that has one */
    static void write(Connection connection, RoundTrip trip, Subjects subjects, Map<Subject, LogRow> latest)
            throws SQLException {
        moveKeys(connection, trip, subjects);
        writeSubjects(connection, trip, subjects, latest);
        writeDue(connection, trip, latest);
    }

    /** The keys that are new since the last call, to be written before {@link #write}. */
    static List<BulkInsert> newKeys(Subjects subjects) {
        var keying = subjects.keying();
        var inserts = keys(keying.table());
        if (!keying.preparesNext()) {
            for (var key : subjects.takeNewKeys()) {
                inserts.add(key.high(), key.low(), subjects.numberOf(key));
            }
            return List.of(inserts);
        }
        var nextInserts = keys(keying.nextTable());
        for (var key : subjects.takeNewKeys()) {
            var next = keying.next(key);
            inserts.add(key.high(), key.low(), subjects.numberOf(key));
            nextInserts.add(next.high(), next.low(), subjects.numberOf(key));
        }
        return List.of(inserts, nextInserts);
    }

    private static BulkInsert keys(String table) {
        return new BulkInsert(table, List.of("key_high", "key_low", "subject"), BIGINT, BIGINT, BIGINT);
    }

    private static void moveKeys(Connection connection, RoundTrip trip, Subjects subjects) throws SQLException {
        var keying = subjects.keying();
        var moved = new ArrayList<Object[]>();
        var nextMoved = new ArrayList<Object[]>();
        for (var key : subjects.movedKeys()) {
            moved.add(new Object[] {subjects.numberOf(key), key.high(), key.low()});
            if (keying.preparesNext()) {
                var next = keying.next(key);
                nextMoved.add(new Object[] {subjects.numberOf(key), next.high(), next.low()});
            }
        }
        var set = " SET subject = ? WHERE key_high = ? AND key_low = ?";
        batch(connection, trip, "UPDATE " + keying.table() + set, moved);
        // Keys that were not copied yet are not there; they are copied with their new subject.
        batch(connection, trip, "UPDATE " + keying.nextTable() + set, nextMoved);
    }

    private static void writeSubjects(
            Connection connection, RoundTrip trip, Subjects subjects, Map<Subject, LogRow> latest) throws SQLException {
        var inserts = new BulkInsert(
                "subject", List.of("subject", "sequence", "live", "members"), BIGINT, BIGINT, BYTEA, BYTEA);
        var updates = new ArrayList<Object[]>();
        for (var entry : latest.entrySet()) {
            var subject = entry.getKey();
            long sequence = entry.getValue().sequence();
            if (subjects.hasRow(subject)) {
                updates.add(new Object[] {sequence, live(subject), members(subject), subject.number()});
            } else if (sequence > subject.number()) {
                inserts.add(subject.number(), sequence, live(subject), members(subject));
            }
        }
        batch(connection, trip, "UPDATE subject SET sequence = ?, live = ?, members = ? WHERE subject = ?", updates);
        inserts.run(connection, trip);
        batch(
                connection,
                trip,
                "DELETE FROM subject WHERE subject = ?",
                subjects.gone().stream()
                        .map(subject -> new Object[] {subject.number()})
                        .toList());
    }

    private static void writeDue(Connection connection, RoundTrip trip, Map<Subject, LogRow> latest)
            throws SQLException {
        var replaced = new ArrayList<Object[]>();
        var inserts = new BulkInsert(
                "due", List.of("due_millis", "sequence", "subject_keys", "profile"), BIGINT, BIGINT, BYTEA, INTEGER);
        for (var entry : latest.entrySet()) {
            var subject = entry.getKey();
            subject.due().forEach(due -> replaced.add(new Object[] {due.at(), due.sequence()}));
            var row = entry.getValue();
            for (var due : row.due()) {
                inserts.add(due.at(), row.sequence(), LogRow.pack(row.keys()), due.profile());
            }
        }
        batch(connection, trip, "DELETE FROM due WHERE due_millis = ? AND sequence = ?", replaced);
        inserts.run(connection, trip);
    }

    private static byte[] live(Subject subject) {
        return Subjects.pack(subject.live().stream().map(Subject.Live::sequence).toList());
    }

    /** Most subjects took in nobody. */
    private static byte[] members(Subject subject) {
        return subject.members().size() == 1 ? new byte[0] : Subjects.pack(subject.members());
    }

    private static void batch(Connection connection, RoundTrip trip, String sql, Collection<Object[]> rows)
            throws SQLException {
        if (rows.size() <= FEW) {
            rows.forEach(row -> trip.change(sql, row));
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (var row : rows) {
                for (int i = 0; i < row.length; i++) {
                    RoundTrip.set(statement, i + 1, row[i]);
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
