package io.activationgateway.consent.register;

import io.activationgateway.consent.event.RecordedEvent;
import io.activationgateway.consent.event.RecordedEventCodec;
import io.activationgateway.consent.identity.SubjectKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who is whom in the database: the tables {@code subject_key}, {@code subject_event} and {@code subject}, within one
 * transaction that holds the head's lock.
 */
final class Subjects implements AutoCloseable {

    private final PreparedStatement subjectOfKey;
    private final PreparedStatement insertKey;
    private final PreparedStatement keysOf;
    private final PreparedStatement eventsOf;
    private final PreparedStatement insertEvent;
    private final PreparedStatement insertSubject;
    private final PreparedStatement updateSubject;
    private final Connection connection;

    Subjects(Connection connection) throws SQLException {
        this.connection = connection;
        subjectOfKey =
                connection.prepareStatement("SELECT subject FROM subject_key WHERE key_high = ? AND key_low = ?");
        insertKey =
                connection.prepareStatement("INSERT INTO subject_key (key_high, key_low, subject) VALUES (?, ?, ?)");
        keysOf = connection.prepareStatement(
                "SELECT key_high, key_low FROM subject_key WHERE subject = ? ORDER BY key_high, key_low");
        eventsOf = connection.prepareStatement("SELECT l.event FROM subject_event s"
                + " JOIN consent_log l ON l.sequence = s.sequence WHERE s.subject = ?");
        insertEvent = connection.prepareStatement("INSERT INTO subject_event (subject, sequence) VALUES (?, ?)");
        insertSubject = connection.prepareStatement("INSERT INTO subject (subject, sequence) VALUES (?, ?)");
        updateSubject = connection.prepareStatement("UPDATE subject SET sequence = ? WHERE subject = ?");
    }

    /** The subjects that these keys belong to, the oldest first; empty if all are new. */
    SortedSet<Long> of(Collection<SubjectKey> keys) throws SQLException {
        var found = new TreeSet<Long>();
        for (var key : keys) {
            long subject = of(key);
            if (subject > 0) {
                found.add(subject);
            }
        }
        return found;
    }

    /** Whether each of these keys belongs to one and the same subject, which has the event of row {@code sequence}. */
    boolean allBelongTo(Collection<SubjectKey> keys, long sequence) throws SQLException {
        var found = of(keys);
        if (found.size() != 1) {
            return false;
        }
        for (var key : keys) {
            if (of(key) == 0) {
                return false;
            }
        }
        try (var select =
                connection.prepareStatement("SELECT 1 FROM subject_event WHERE subject = ? AND sequence = ?")) {
            select.setLong(1, found.first());
            select.setLong(2, sequence);
            try (var rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    /**
     * Makes one subject of {@code found} and of the keys, the oldest of them or a new one that is named by the row
     * {@code sequence}, and says which.
     */
    long link(SortedSet<Long> found, Collection<SubjectKey> keys, long sequence) throws SQLException {
        boolean isNew = found.isEmpty();
        long subject = isNew ? sequence : found.first();
        if (isNew) {
            update(insertSubject, subject, sequence);
        }
        for (long other : found) {
            if (other != subject) {
                absorb(subject, other);
            }
        }
        for (var key : keys) {
            if (of(key) == 0) {
                update(insertKey, key.high(), key.low(), subject);
            }
        }
        return subject;
    }

    /** All events of a subject so far. */
    List<RecordedEvent> events(long subject) throws SQLException {
        var events = new ArrayList<RecordedEvent>();
        eventsOf.setLong(1, subject);
        try (var rows = eventsOf.executeQuery()) {
            while (rows.next()) {
                events.add(RecordedEventCodec.decode(rows.getBytes(1)));
            }
        }
        return events;
    }

    /** All keys of a subject. */
    List<SubjectKey> keys(long subject) throws SQLException {
        var keys = new ArrayList<SubjectKey>();
        keysOf.setLong(1, subject);
        try (var rows = keysOf.executeQuery()) {
            while (rows.next()) {
                keys.add(new SubjectKey(rows.getLong(1), rows.getLong(2)));
            }
        }
        return List.copyOf(keys);
    }

    /** Makes row {@code sequence} the subject's latest. */
    void advance(long subject, long sequence) throws SQLException {
        update(insertEvent, subject, sequence);
        update(updateSubject, sequence, subject);
    }

    private long of(SubjectKey key) throws SQLException {
        subjectOfKey.setLong(1, key.high());
        subjectOfKey.setLong(2, key.low());
        try (var rows = subjectOfKey.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    /** Rare: the statements are not kept. */
    private void absorb(long subject, long other) throws SQLException {
        for (var sql : List.of(
                "UPDATE subject_key SET subject = ? WHERE subject = ?",
                "UPDATE subject_event SET subject = ? WHERE subject = ?")) {
            try (var move = connection.prepareStatement(sql)) {
                update(move, subject, other);
            }
        }
        try (var delete = connection.prepareStatement("DELETE FROM subject WHERE subject = ?")) {
            update(delete, other);
        }
    }

    private static void update(PreparedStatement statement, long... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setLong(i + 1, values[i]);
        }
        statement.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        for (var statement :
                List.of(subjectOfKey, insertKey, keysOf, eventsOf, insertEvent, insertSubject, updateSubject)) {
            statement.close();
        }
    }
}
