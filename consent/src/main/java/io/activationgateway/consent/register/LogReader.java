package io.activationgateway.consent.register;

import io.activationgateway.consent.event.RecordedEventCodec;
import io.activationgateway.consent.identity.SubjectKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the log. Each method works within the caller's transaction, which sees one snapshot of the database. */
final class LogReader {

    private static final int PAGE = 4096;

    private LogReader() {}

    /** Takes what each subject has now. */
    @FunctionalInterface
    interface SubjectState {
        void is(List<SubjectKey> keys, int profile);
    }

    /** Something that falls due for a subject, by its latest row. */
    record DueRow(long sequence, List<SubjectKey> keys, LogRow.Due due) {}

    /** All that falls due up to {@code horizon}, milliseconds since 1970. */
    record Ahead(List<DueRow> rows, long horizon) {}

    /** The rows after a sequence, in order. */
    static List<LogRow> rowsAfter(Connection connection, long sequence) throws SQLException {
        var due = dueAfter(connection, sequence);
        var found = new ArrayList<LogRow>();
        try (var select = connection.prepareStatement("SELECT sequence, subject_keys, event, effect, superseded_by,"
                + " profile, digest FROM consent_log WHERE sequence > ? ORDER BY sequence")) {
            select.setLong(1, sequence);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new LogRow(
                            rows.getLong(1),
                            LogRow.unpack(rows.getBytes(2)),
                            RecordedEventCodec.decode(rows.getBytes(3)),
                            LogRow.effect(rows.getString(4), rows.getString(5)),
                            rows.getInt(6),
                            due.getOrDefault(rows.getLong(1), List.of()),
                            Digest.stored(rows.getBytes(7))));
                }
            }
        }
        return found;
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

    /** Streams the latest row of every subject. */
    static void subjects(Connection connection, SubjectState state) throws SQLException {
        long last = 0;
        int page;
        do {
            page = 0;
            try (var select = connection.prepareStatement("SELECT l.sequence, l.subject_keys, l.profile FROM subject s"
                    + " JOIN consent_log l ON l.sequence = s.sequence WHERE s.sequence > ? ORDER BY s.sequence"
                    + " FETCH FIRST " + PAGE + " ROWS ONLY")) {
                select.setLong(1, last);
                try (var rows = select.executeQuery()) {
                    for (; rows.next(); page++) {
                        last = rows.getLong(1);
                        state.is(LogRow.unpack(rows.getBytes(2)), rows.getInt(3));
                    }
                }
            }
        } while (page == PAGE);
    }

    /**
     * What falls due after {@code after} and not after {@code to}, in order of time: all of it, or the first of it with
     * every subject of its last instant.
     */
    static Ahead due(Connection connection, long after, long to) throws SQLException {
        for (int limit = PAGE; ; limit *= 2) {
            var found = due(connection, after, to, limit);
            if (found.size() < limit) {
                return new Ahead(found, to);
            }
            long last = found.getLast().due().at();
            var whole = found.stream().filter(row -> row.due().at() < last).toList();
            if (!whole.isEmpty()) {
                return new Ahead(whole, whole.getLast().due().at());
            }
        }
    }

    private static List<DueRow> due(Connection connection, long after, long to, int limit) throws SQLException {
        var found = new ArrayList<DueRow>();
        try (var select = connection.prepareStatement("SELECT d.sequence, l.subject_keys, d.due_millis, d.profile"
                + " FROM log_due d JOIN subject s ON s.sequence = d.sequence"
                + " JOIN consent_log l ON l.sequence = d.sequence WHERE d.due_millis > ? AND d.due_millis <= ?"
                + " ORDER BY d.due_millis, d.sequence FETCH FIRST " + limit + " ROWS ONLY")) {
            select.setLong(1, after);
            select.setLong(2, to);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new DueRow(
                            rows.getLong(1),
                            LogRow.unpack(rows.getBytes(2)),
                            new LogRow.Due(rows.getLong(3), rows.getInt(4))));
                }
            }
        }
        return found;
    }

    private static Map<Long, List<LogRow.Due>> dueAfter(Connection connection, long sequence) throws SQLException {
        var due = new HashMap<Long, List<LogRow.Due>>();
        try (var select = connection.prepareStatement(
                "SELECT sequence, due_millis, profile FROM log_due WHERE sequence > ? ORDER BY sequence, due_millis")) {
            select.setLong(1, sequence);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    due.computeIfAbsent(rows.getLong(1), _ -> new ArrayList<>())
                            .add(new LogRow.Due(rows.getLong(2), rows.getInt(3)));
                }
            }
        }
        return due;
    }
}
