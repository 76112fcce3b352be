package io.activationgateway.consent.register;

import io.activationgateway.consent.calendar.BusinessCalendar;
import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.event.FirstEvents;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.register.AppendResult.Refusal;
import io.activationgateway.consent.register.AppendResult.Refused;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Appends events: links their identifiers, folds the events of their subjects, and writes a row for each new one. The
 * number of statements is a few for each chunk of them. It works within a transaction that holds the head's lock; one
 * thread at a time.
 */
final class LogWriter {

    /** How many events are folded before the database begins to write. */
    private static final int FIRST = 256;

    private final KeyRing keys;
    private final LogRows logRows;
    private final Supplier<BusinessCalendar> calendar;
    private final FirstEvents firstEvents = new FirstEvents();
    private final int chunk;

    /**
     * @param calendar the business days of the policy that acts
     * @param chunk how many events are folded at most while the database writes those before them, 1 or more
     */
    LogWriter(KeyRing keys, StoredProfiles profiles, Supplier<BusinessCalendar> calendar, int chunk) {
        this.keys = keys;
        this.logRows = new LogRows(profiles);
        this.calendar = calendar;
        this.chunk = chunk;
    }

    /**
     * What a transaction appended; it is committed.
     *
     * @param before the head that was found
     * @param rows the new rows, in order
     * @param results one for each event
     * @param head the head after them, which is saved
     */
    record Appended(Head before, List<LogRow> rows, List<AppendResult> results, Head head) {}

    /**
     * @param locked the head, whose row this transaction has locked, at the database's time
     * @param known false for keys that no row up to this head has
     */
    Appended append(Connection connection, Head locked, Predicate<SubjectKey> known, Question question)
            throws SQLException {
        var submissions = question.submissions();
        var keying = Keying.toWrite(connection, locked, keys);
        var entries = submissions.stream()
                .map(submission -> Entry.of(submission, keying, locked.received(), calendar))
                .toList();
        var reads = new RoundTrip();
        var subjects = new Subjects(keying, question.answer(connection, keying, known(entries, known)));
        subjects.ask(reads);
        var repeats = Repeats.ask(reads, candidates(subjects, entries));
        reads.run(connection);
        var group = new Group(locked, subjects, repeats.get());
        try (var writes = new Overlap(connection)) {
            for (int from = 0, to; from < entries.size(); from = to) {
                to = Math.min(entries.size(), from + next(from));
                append(group, entries.subList(from, to), writes, to == entries.size());
            }
        }
        SubjectWriter.write(connection, group.writes, subjects, group.latest());
        group.head.save(group.writes);
        group.writes.commit(connection);
        return new Appended(locked, group.rows, group.results, group.head);
    }

    /** Asks with the head's lock whom events are of; {@code generation} is the one of keys that probably counts. */
    Question ask(RoundTrip trip, int generation, List<Submission> submissions) {
        return Question.of(trip, keys, generation, submissions);
    }

    /** As many as before them, so that the database begins soon and still has few statements for many events. */
    private int next(int before) {
        return Math.clamp(before, Math.min(FIRST, chunk), chunk);
    }

    /** What is known of a transaction's events so far. */
    private static final class Group {
        private final Subjects subjects;
        private final Repeats repeats;
        private final RoundTrip writes = new RoundTrip();
        private final List<LogRow> rows = new ArrayList<>();
        private final List<AppendResult> results = new ArrayList<>();
        private final Map<Subject, LogRow> latest = new LinkedHashMap<>();
        private Head head;

        private Group(Head locked, Subjects subjects, Repeats repeats) {
            this.head = locked;
            this.subjects = subjects;
            this.repeats = repeats;
        }

        private Map<Subject, LogRow> latest() {
            latest.keySet().removeIf(subjects::isGone);
            return latest;
        }
    }

    /** Folds some events while the database writes those before them. */
    private void append(Group group, List<Entry> entries, Overlap writes, boolean isLast) throws SQLException {
        var evidence = new EvidenceTable();
        var births = new BirthTable();
        var drafts = new ArrayList<Draft>();
        for (var entry : entries) {
            long sequence = group.head.sequence() + drafts.size() + 1;
            var known = entry.answer(group.subjects, group.repeats, group.head);
            var subject = known == null ? group.subjects.link(entry.keys(), sequence) : null;
            if (subject == null) {
                group.results.add(known == null ? new Refused(Refusal.TOO_MANY_KEYS) : known);
                continue;
            }
            var draft = Draft.of(sequence, subject, entry, group.head.received(), firstEvents);
            drafts.add(draft);
            group.repeats.add(
                    new Repeats.Candidate(subject.number(), entry.hash()),
                    sequence,
                    entry.event(),
                    draft.outcome().effect());
            if (entry.event().change() instanceof Change.Erased) {
                evidence.erase(subject);
                births.erase(subject);
            } else {
                evidence.add(sequence, subject, entry.submission().evidence());
            }
            if (draft.bare() != null) {
                births.add(sequence, subject);
            }
            group.results.add(
                    new AppendResult.Appended(sequence, draft.outcome().effect()));
        }
        if (drafts.isEmpty()) {
            return;
        }
        var inserts = LogRows.inserts();
        var rows = logRows.of(writes, group.head, drafts, inserts);
        for (int i = 0; i < rows.size(); i++) {
            group.latest.put(drafts.get(i).subject(), rows.get(i));
        }
        group.rows.addAll(rows);
        group.head = group.head.after(rows.getLast());
        var newKeys = SubjectWriter.newKeys(group.subjects);
        Writes work = (connection, trip) -> {
            inserts.run(connection, trip);
            for (var table : newKeys) {
                table.run(connection, trip);
            }
            evidence.write(connection, trip);
            births.write(connection, trip, rows);
        };
        if (isLast) {
            work.on(writes.connection(), group.writes);
        } else {
            writes.start(connection -> {
                var trip = new RoundTrip();
                work.on(connection, trip);
                trip.run(connection);
            });
        }
    }

    /** What is written at once, or goes with the rest of the transaction. */
    @FunctionalInterface
    private interface Writes {
        void on(Connection connection, RoundTrip trip) throws SQLException;
    }

    /** The keys that may be in the log. */
    private static Set<SubjectKey> known(List<Entry> entries, Predicate<SubjectKey> known) {
        var all = new HashSet<SubjectKey>();
        for (var entry : entries) {
            for (var key : entry.keys()) {
                if (known.test(key)) {
                    all.add(key);
                }
            }
        }
        return all;
    }

    private static Set<Repeats.Candidate> candidates(Subjects subjects, List<Entry> entries) {
        var candidates = new HashSet<Repeats.Candidate>();
        for (var entry : entries) {
            for (var key : entry.keys()) {
                var subject = subjects.of(key);
                if (subject != null) {
                    subject.members().forEach(number -> candidates.add(new Repeats.Candidate(number, entry.hash())));
                }
            }
        }
        return candidates;
    }
}
