package io.activationgateway.consent.register;

import io.activationgateway.consent.calendar.BusinessCalendar;
import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.event.Effect;
import io.activationgateway.consent.event.Evidence;
import io.activationgateway.consent.event.Folded;
import io.activationgateway.consent.event.Merge;
import io.activationgateway.consent.event.RecordedEvent;
import io.activationgateway.consent.event.RecordedEventCodec;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.identity.SubjectKeys;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Appends events: links their identifiers, folds the events of their subjects, and writes a row for each new one. It
 * works within a transaction that holds the head's lock; one thread at a time.
 */
final class LogWriter {

    private final SubjectKeys keys;
    private final StoredProfiles profiles;
    private final Supplier<BusinessCalendar> calendar;

    /** @param calendar the business days of the policy that acts */
    LogWriter(SubjectKeys keys, StoredProfiles profiles, Supplier<BusinessCalendar> calendar) {
        this.keys = keys;
        this.profiles = profiles;
        this.calendar = calendar;
    }

    /**
     * What a transaction appended.
     *
     * @param before the head that was found
     * @param rows the new rows, in order
     * @param results one for each event
     * @param head the head after them, which is saved
     */
    record Appended(Head before, List<LogRow> rows, List<AppendResult> results, Head head) {}

    /** @param locked the head, whose row this transaction has locked, at the database's time */
    Appended append(Connection connection, Head locked, List<ConsentEvent> events) throws SQLException {
        var rows = new ArrayList<LogRow>();
        var results = new ArrayList<AppendResult>(events.size());
        var head = locked;
        try (var subjects = new Subjects(connection)) {
            for (var event : events) {
                var subjectKeys =
                        event.identifiers().stream().map(keys::key).distinct().toList();
                var recorded = event.recorded(head.received(), calendar.get());
                var first = find(connection, subjects, recorded, subjectKeys);
                if (first != null) {
                    results.add(first);
                    continue;
                }
                var row = append(connection, subjects, head, recorded, subjectKeys);
                prove(connection, row.sequence(), event.evidence());
                head = head.after(row);
                rows.add(row);
                results.add(new AppendResult.Appended(row.sequence(), row.effect()));
            }
        }
        head.save(connection);
        return new Appended(locked, rows, results, head);
    }

    private LogRow append(
            Connection connection, Subjects subjects, Head head, RecordedEvent event, List<SubjectKey> subjectKeys)
            throws SQLException {
        long sequence = head.sequence() + 1;
        long subject = subjects.link(subjects.of(subjectKeys), subjectKeys, sequence);
        var events = subjects.events(subject);
        events.add(event);
        var merge = Merge.of(events);
        var folded = merge.fold(event.received());
        var row = new LogRow(
                        sequence,
                        subjects.keys(subject),
                        event,
                        merge.effect(event, event.received()),
                        profiles.store(connection, folded.now()),
                        due(connection, folded),
                        Digest.EMPTY)
                .following(head.digest());
        insert(connection, row);
        subjects.advance(subject, sequence);
        return row;
    }

    /** All that falls due by itself, one after the other. */
    private List<LogRow.Due> due(Connection connection, Folded folded) throws SQLException {
        var due = new TreeMap<Long, LogRow.Due>();
        for (var next : folded.later()) {
            long millis = next.at().toEpochMilli();
            due.put(millis, new LogRow.Due(millis, profiles.store(connection, next.profile())));
        }
        return List.copyOf(due.values());
    }

    /** What the first arrival of this very event was answered; an id that comes with other content is another event. */
    private static @Nullable AppendResult find(
            Connection connection, Subjects subjects, RecordedEvent event, List<SubjectKey> subjectKeys)
            throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT sequence, event, effect, superseded_by FROM consent_log WHERE event_id = ? ORDER BY sequence")) {
            select.setString(1, event.id());
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    long sequence = rows.getLong(1);
                    if (event.repeats(RecordedEventCodec.decode(rows.getBytes(2)))
                            && subjects.allBelongTo(subjectKeys, sequence)) {
                        return new AppendResult.Appended(sequence, LogRow.effect(rows.getString(3), rows.getString(4)));
                    }
                }
            }
        }
        return null;
    }

    private static void insert(Connection connection, LogRow row) throws SQLException {
        try (var insert =
                connection.prepareStatement("INSERT INTO consent_log (sequence, subject_keys, event_id, event,"
                        + " effect, superseded_by, profile, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setLong(1, row.sequence());
            insert.setBytes(2, LogRow.pack(row.keys()));
            insert.setString(3, row.event().id());
            insert.setBytes(4, RecordedEventCodec.encode(row.event()));
            insert.setString(5, LogRow.effectName(row.effect()));
            insert.setString(6, row.effect() instanceof Effect.SupersededBy(var other) ? other : null);
            insert.setInt(7, row.profile());
            insert.setBytes(8, row.digest().bytes());
            insert.executeUpdate();
        }
        try (var insert =
                connection.prepareStatement("INSERT INTO log_due (sequence, due_millis, profile) VALUES (?, ?, ?)")) {
            for (var due : row.due()) {
                insert.setLong(1, row.sequence());
                insert.setLong(2, due.at());
                insert.setInt(3, due.profile());
                insert.executeUpdate();
            }
        }
    }

    private static void prove(Connection connection, long sequence, Evidence evidence) throws SQLException {
        if (evidence.equals(Evidence.NONE)) {
            return;
        }
        try (var insert = connection.prepareStatement(
                "INSERT INTO evidence (sequence, notice, method, source, place) VALUES (?, ?, ?, ?, ?)")) {
            insert.setLong(1, sequence);
            insert.setString(2, evidence.notice());
            insert.setString(
                    3, evidence.method() == null ? null : evidence.method().name());
            insert.setString(4, evidence.source());
            insert.setString(5, evidence.place());
            insert.executeUpdate();
        }
    }
}
