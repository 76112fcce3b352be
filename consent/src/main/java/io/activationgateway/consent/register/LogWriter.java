package io.activationgateway.consent.register;

import static io.activationgateway.consent.register.BulkInsert.Type.BIGINT;
import static io.activationgateway.consent.register.BulkInsert.Type.BYTEA;
import static io.activationgateway.consent.register.BulkInsert.Type.INTEGER;
import static io.activationgateway.consent.register.BulkInsert.Type.VARCHAR;
import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.calendar.BusinessCalendar;
import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.event.Effect;
import io.activationgateway.consent.event.Folded;
import io.activationgateway.consent.event.Merge;
import io.activationgateway.consent.event.RecordedEvent;
import io.activationgateway.consent.event.RecordedEventCodec;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.identity.SubjectKeys;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.register.AppendResult.Refusal;
import io.activationgateway.consent.register.AppendResult.Refused;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Appends events: links their identifiers, folds the events of their subjects, and writes a row for each new one. The
 * number of statements does not depend on the number of events. It works within a transaction that holds the head's
 * lock; one thread at a time.
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

    /** A submission as the log would have it. */
    private record Entry(Submission submission, List<SubjectKey> keys, RecordedEvent event, long hash) {}

    /** A row whose profiles have no numbers yet. */
    private record Draft(
            long sequence, Subject subject, List<SubjectKey> keys, Entry entry, Effect effect, Folded folded) {}

    /** @param locked the head, whose row this transaction has locked, at the database's time */
    Appended append(Connection connection, Head locked, List<Submission> submissions) throws SQLException {
        var entries = submissions.stream()
                .map(submission -> entry(submission, locked.received()))
                .toList();
        var subjects = subjects(connection, entries);
        var repeats = repeats(connection, subjects, entries);
        var evidence = new EvidenceTable();
        var drafts = new ArrayList<Draft>();
        var results = new ArrayList<AppendResult>(entries.size());
        for (var entry : entries) {
            long sequence = locked.sequence() + drafts.size() + 1;
            var known = result(entry, subjects, repeats, locked);
            var subject = known == null ? subjects.link(entry.keys, sequence) : null;
            if (subject == null) {
                results.add(known == null ? new Refused(Refusal.TOO_MANY_KEYS) : known);
                continue;
            }
            var draft = draft(sequence, subject, entry, locked.received());
            drafts.add(draft);
            repeats.add(new Repeats.Candidate(subject.number(), entry.hash), sequence, entry.event, draft.effect);
            if (entry.event.change() instanceof Change.Erased) {
                evidence.erase(subject);
            } else {
                evidence.add(sequence, subject, entry.submission.evidence());
            }
            results.add(new AppendResult.Appended(sequence, draft.effect));
        }
        var rows = rows(connection, locked, drafts);
        var head = rows.isEmpty() ? locked : locked.after(rows.getLast());
        insert(connection, drafts, rows);
        SubjectWriter.write(connection, subjects, latest(drafts, rows, subjects));
        evidence.write(connection);
        head.save(connection);
        return new Appended(locked, rows, results, head);
    }

    private Entry entry(Submission submission, Instant received) {
        return switch (submission) {
            case Submission.Told(var event) -> {
                var recorded = event.recorded(received, calendar.get());
                var ofEvent =
                        event.identifiers().stream().map(keys::key).distinct().toList();
                yield new Entry(submission, ofEvent, recorded, Repeats.hash(recorded.id()));
            }
            case Submission.Exported(var logged) ->
                new Entry(
                        submission,
                        logged.keys(),
                        logged.event(),
                        Repeats.hash(logged.event().id()));
        };
    }

    private static Subjects subjects(Connection connection, List<Entry> entries) throws SQLException {
        var all = new HashSet<SubjectKey>();
        entries.forEach(entry -> all.addAll(entry.keys));
        return Subjects.read(connection, all);
    }

    private static Repeats repeats(Connection connection, Subjects subjects, List<Entry> entries) throws SQLException {
        var candidates = new HashSet<Repeats.Candidate>();
        for (var entry : entries) {
            for (var key : entry.keys) {
                var subject = subjects.of(key);
                if (subject != null) {
                    subject.members().forEach(number -> candidates.add(new Repeats.Candidate(number, entry.hash)));
                }
            }
        }
        return Repeats.read(connection, candidates);
    }

    /** What an event is answered that is not appended, null where it is to be. */
    private static @Nullable AppendResult result(Entry entry, Subjects subjects, Repeats repeats, Head locked) {
        switch (entry.submission) {
            case Submission.Told(var event) -> {
                if (event.identifiers().size() > AppendResult.MAX_IDENTIFIERS) {
                    return new Refused(Refusal.TOO_MANY_IDENTIFIERS);
                }
            }
            case Submission.Exported(var logged) -> {
                if (logged.event().received().isAfter(locked.received())) {
                    return new Refused(Refusal.RECEIVED_IN_FUTURE);
                }
            }
        }
        var subject = subjects.of(entry.keys.getFirst());
        return subject != null && subject.keys().containsAll(entry.keys)
                ? repeats.find(subject, entry.hash, entry.event)
                : null;
    }

    private static Draft draft(long sequence, Subject subject, Entry entry, Instant now) {
        var events = new ArrayList<RecordedEvent>();
        subject.live().forEach(live -> events.add(live.event()));
        events.add(entry.event);
        var merge = Merge.of(events);
        subject.add(new Subject.Live(sequence, entry.event));
        return new Draft(
                sequence, subject, List.copyOf(subject.keys()), entry, merge.effect(entry.event, now), merge.fold(now));
    }

    private List<LogRow> rows(Connection connection, Head locked, List<Draft> drafts) throws SQLException {
        var wanted = new HashSet<ConsentProfile>();
        for (var draft : drafts) {
            wanted.add(draft.folded.now());
            draft.folded.later().forEach(due -> wanted.add(due.profile()));
        }
        var numbers = profiles.store(connection, wanted);
        var rows = new ArrayList<LogRow>();
        var digest = locked.digest();
        for (var draft : drafts) {
            var row = new LogRow(
                            draft.sequence,
                            draft.keys,
                            draft.entry.event,
                            draft.effect,
                            requireNonNull(numbers.get(draft.folded.now())),
                            due(draft.folded, numbers),
                            Digest.EMPTY)
                    .following(digest);
            rows.add(row);
            digest = row.digest();
        }
        return rows;
    }

    /** What falls due, by whole milliseconds: of two changes within one the later is left. */
    private static List<LogRow.Due> due(Folded folded, Map<ConsentProfile, Integer> numbers) {
        var due = new LinkedHashMap<Long, LogRow.Due>();
        for (var next : folded.later()) {
            long millis = next.at().toEpochMilli();
            due.put(millis, new LogRow.Due(millis, requireNonNull(numbers.get(next.profile()))));
        }
        return List.copyOf(due.values());
    }

    private static Map<Subject, LogRow> latest(List<Draft> drafts, List<LogRow> rows, Subjects subjects) {
        var latest = new LinkedHashMap<Subject, LogRow>();
        for (int i = 0; i < drafts.size(); i++) {
            latest.put(drafts.get(i).subject, rows.get(i));
        }
        latest.keySet().removeIf(subjects::isGone);
        return latest;
    }

    private static void insert(Connection connection, List<Draft> drafts, List<LogRow> rows) throws SQLException {
        var inserts = new BulkInsert(
                "consent_log",
                List.of(
                        "sequence",
                        "subject",
                        "event_hash",
                        "subject_keys",
                        "event",
                        "effect",
                        "superseded_by",
                        "profile",
                        "due",
                        "digest"),
                BIGINT,
                BIGINT,
                BIGINT,
                BYTEA,
                BYTEA,
                VARCHAR,
                VARCHAR,
                INTEGER,
                BYTEA,
                BYTEA);
        for (int i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            inserts.add(
                    row.sequence(),
                    drafts.get(i).subject.number(),
                    drafts.get(i).entry.hash,
                    LogRow.pack(row.keys()),
                    RecordedEventCodec.encode(row.event()),
                    LogRow.effectName(row.effect()),
                    row.effect() instanceof Effect.SupersededBy(var other) ? other : null,
                    row.profile(),
                    LogRow.packDue(row.due()),
                    row.digest().bytes());
        }
        inserts.run(connection);
    }
}
