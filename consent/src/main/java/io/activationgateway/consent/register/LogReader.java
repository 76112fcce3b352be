package io.activationgateway.consent.register;

import io.activationgateway.consent.event.RecordedEventCodec;
import io.activationgateway.consent.identity.SubjectKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the log. Each method works within the caller's transaction, which sees one snapshot of the database. */
final class LogReader {

    static final int PAGE = 4096;

    private static final String ENTRY =
            "l.sequence, l.subject_keys, l.event, l.effect, l.superseded_by, l.profile, l.due, l.digest, "
                    + Birth.COLUMNS;
    private static final int BIRTH = 9;
    private static final int ENTRY_COLUMNS = 13;

    private LogReader() {}

    /** Takes what the subject of a row has from there on. */
    @FunctionalInterface
    interface SubjectState {
        void is(long sequence, List<SubjectKey> keys, int profile);
    }

    /** Something that falls due for a subject, by its latest row. */
    record DueRow(long sequence, List<SubjectKey> keys, LogRow.Due due) {

        /** The same with its keys as another generation has them. */
        DueRow with(List<SubjectKey> others) {
            return new DueRow(sequence, others, due);
        }
    }

    /**
     * The next of what falls due, in order of time and of rows: all of it up to what the row {@code sequence} says of the
     * instant {@code at}, milliseconds since 1970.
     */
    record DuePage(List<DueRow> rows, long at, long sequence) {}

    /**
     * The head and the rows that lead to it.
     *
     * @param entries from the one at which a node stands, as many as one page has
     */
    record Tail(Head head, long from, List<LogEntry> entries) {

        /** The rows from there to the head, none where they do not follow from this digest one by one or are no rows. */
        List<LogRow> rowsAfter(Digest digest) {
            boolean isHere = from == 0
                    || (!entries.isEmpty() && entries.getFirst().digest().equals(digest));
            var following = from == 0 || entries.isEmpty() ? entries : entries.subList(1, entries.size());
            boolean leadsToHead = isHere
                    && !following.isEmpty()
                    && isChain(digest, following)
                    && following.getLast().digest().equals(head.digest());
            return leadsToHead && following.stream().allMatch(LogRow.class::isInstance)
                    ? following.stream().map(LogRow.class::cast).toList()
                    : List.of();
        }
    }

    /** What one statement, and so one snapshot of the database, says of the log from a sequence on. */
    static Tail tail(Connection connection, long from) throws SQLException {
        try (var select = connection.prepareStatement("SELECT " + ENTRY + ", " + Head.COLUMNS + " FROM log_head h"
                + " LEFT JOIN consent_log l ON l.sequence >= ? AND l.sequence < ?" + Birth.JOIN
                + " WHERE h.id = 1 ORDER BY l.sequence")) {
            select.setLong(1, from);
            select.setLong(2, from + PAGE);
            try (var rows = select.executeQuery()) {
                Head head = null;
                var entries = new ArrayList<LogEntry>();
                while (rows.next()) {
                    head = head == null ? Head.at(rows, ENTRY_COLUMNS) : head;
                    if (rows.getLong(1) > 0) {
                        entries.add(entry(rows));
                    }
                }
                return new Tail(Head.present(head), from, entries);
            }
        }
    }

    /** Whether each entry follows from the one before it, the first from this digest. */
    static boolean isChain(Digest digest, List<LogEntry> entries) {
        var last = digest;
        for (var entry : entries) {
            if (!entry.follows(last)) {
                return false;
            }
            last = entry.digest();
        }
        return true;
    }

    /** The next entries after a sequence, in order: a few thousand, fewer only where the log ends. */
    static List<LogEntry> entriesAfter(Connection connection, long sequence) throws SQLException {
        var found = new ArrayList<LogEntry>();
        try (var select = connection.prepareStatement("SELECT " + ENTRY + " FROM consent_log l" + Birth.JOIN
                + " WHERE l.sequence > ? AND l.sequence <= ? ORDER BY l.sequence")) {
            select.setLong(1, sequence);
            select.setLong(2, sequence + PAGE);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(entry(rows));
                }
            }
        }
        return found;
    }

    /** The entry at the cursor, of these columns. */
    private static LogEntry entry(ResultSet rows) throws SQLException {
        if (KeySwitch.EFFECT.equals(rows.getString(4))) {
            return KeySwitch.stored(rows.getLong(1), rows.getBytes(3), Digest.stored(rows.getBytes(8)));
        }
        var logged = new LogRow(
                rows.getLong(1),
                LogRow.unpack(rows.getBytes(2)),
                RecordedEventCodec.decode(rows.getBytes(3)),
                LogRow.effect(rows.getString(4), rows.getString(5)),
                rows.getInt(6),
                LogRow.unpackDue(rows.getBytes(7)),
                null,
                Digest.stored(rows.getBytes(8)));
        return Birth.stored(logged, rows, BIRTH);
    }

    /** The running digest after a row; empty before the first one, nothing where the log has no such row. */
    static Optional<Digest> digestAt(Connection connection, long sequence) throws SQLException {
        if (sequence == 0) {
            return Optional.of(Digest.EMPTY);
        }
        try (var select = connection.prepareStatement("SELECT digest FROM consent_log WHERE sequence = ?")) {
            select.setLong(1, sequence);
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.of(Digest.stored(rows.getBytes(1))) : Optional.empty();
            }
        }
    }

    /** Streams the log in its order: what a later row says of a key replaces what an earlier one said. */
    static void subjects(Connection connection, SubjectState state) throws SQLException {
        long last = 0;
        int page;
        do {
            page = 0;
            try (var select = connection.prepareStatement("SELECT l.sequence, l.subject_keys,"
                    + " COALESCE(b.profile, l.profile) FROM consent_log l" + Birth.JOIN
                    + " AND b.sequence > ? WHERE l.sequence > ? ORDER BY l.sequence FETCH FIRST " + PAGE
                    + " ROWS ONLY")) {
                select.setLong(1, last);
                select.setLong(2, last);
                try (var rows = select.executeQuery()) {
                    for (; rows.next(); page++) {
                        last = rows.getLong(1);
                        var keys = LogRow.unpack(rows.getBytes(2));
                        if (!keys.isEmpty()) {
                            state.is(last, keys, rows.getInt(3));
                        }
                    }
                }
            }
        } while (page == PAGE);
    }

    /**
     * A page of what falls due after what the row {@code sequence} says of the instant {@code at}, and not after
     * {@code to}. Asked for in two parts, of which the index on the instant and the sequence answers each without reading
     * what came before: at midnight millions may fall due at once.
     */
    static DuePage due(Connection connection, long at, long sequence, long to) throws SQLException {
        var found = new ArrayList<DueRow>();
        if (sequence < Long.MAX_VALUE) {
            due(connection, "d.due_millis = ? AND d.sequence > ?", List.of(at, sequence), found);
        }
        if (found.size() < PAGE && at < to) {
            due(connection, "d.due_millis > ? AND d.due_millis <= ?", List.of(at, to), found);
        }
        if (found.size() < PAGE) {
            return new DuePage(found, Math.max(at, to), Long.MAX_VALUE);
        }
        var last = found.getLast();
        return new DuePage(found, last.due().at(), last.sequence());
    }

    /** Adds what makes a page full. */
    private static void due(Connection connection, String when, List<Long> bounds, List<DueRow> found)
            throws SQLException {
        try (var select = connection.prepareStatement("SELECT d.sequence, d.subject_keys, d.due_millis, d.profile"
                + " FROM due d WHERE " + when
                + " ORDER BY d.due_millis, d.sequence FETCH FIRST " + (PAGE - found.size()) + " ROWS ONLY")) {
            for (int i = 0; i < bounds.size(); i++) {
                select.setLong(i + 1, bounds.get(i));
            }
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new DueRow(
                            rows.getLong(1),
                            LogRow.unpack(rows.getBytes(2)),
                            new LogRow.Due(rows.getLong(3), rows.getInt(4))));
                }
            }
        }
    }
}
