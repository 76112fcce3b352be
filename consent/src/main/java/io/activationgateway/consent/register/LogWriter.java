package io.activationgateway.consent.register;

import static io.activationgateway.consent.register.BulkInsert.Type.BIGINT;
import static io.activationgateway.consent.register.BulkInsert.Type.BYTEA;
import static io.activationgateway.consent.register.BulkInsert.Type.INTEGER;
import static io.activationgateway.consent.register.BulkInsert.Type.VARCHAR;
import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.calendar.BusinessCalendar;
import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.event.FirstEvents;
import io.activationgateway.consent.event.Folded;
import io.activationgateway.consent.event.Merge;
import io.activationgateway.consent.event.RecordedEvent;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.identity.SubjectKeys;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.register.AppendResult.Refusal;
import io.activationgateway.consent.register.AppendResult.Refused;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Appends events: links their identifiers, folds the events of their subjects, and writes a row for each new one. The
 * number of statements is a few for each chunk of them. It works within a transaction that holds the head's lock; one
 * thread at a time.
 */
final class LogWriter {

    /** Of so many events it is asked ahead whom they are of. */
    private static final int FEW = 16;

    /** How many events are folded before the database begins to write. */
    private static final int FIRST = 256;

    private final KeyRing keys;
    private final StoredProfiles profiles;
    private final Supplier<BusinessCalendar> calendar;
    private final FirstEvents firstEvents = new FirstEvents();
    private final SecureRandom random = new SecureRandom();
    private final int chunk;

    /**
     * @param calendar the business days of the policy that acts
     * @param chunk how many events are folded at most while the database writes those before them, 1 or more
     */
    LogWriter(KeyRing keys, StoredProfiles profiles, Supplier<BusinessCalendar> calendar, int chunk) {
        this.keys = keys;
        this.profiles = profiles;
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
     * A row whose profiles have no numbers yet.
     *
     * @param bare what the event gives without the dates of birth that are known, null where none is
     */
    private record Draft(
            long sequence,
            Subject subject,
            List<SubjectKey> keys,
            Entry entry,
            FirstEvents.Outcome outcome,
            @Nullable Folded bare) {

        private List<Folded> folded() {
            return bare == null ? List.of(outcome.folded()) : List.of(outcome.folded(), bare);
        }
    }

    /**
     * @param locked the head, whose row this transaction has locked, at the database's time
     * @param known false for keys that no row up to this head has
     */
    Appended append(Connection connection, Head locked, Predicate<SubjectKey> known, Question question)
            throws SQLException {
        var submissions = question.submissions;
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

    /**
     * Asks whom events are of before the generation that counts is known: in the round trip that locks the head. Of many
     * events it is not asked, since a node may know without the database that most of them are of nobody.
     *
     * @param generation the one that probably counts
     */
    Question ask(RoundTrip trip, int generation, List<Submission> submissions) {
        var named = new HashSet<SubjectKey>();
        boolean isWorthIt = submissions.size() <= FEW && keys.reaches(generation);
        if (isWorthIt) {
            var guessed = new SubjectKeys(keys).under(generation);
            for (var submission : submissions) {
                if (submission instanceof Submission.Told(var event)) {
                    event.identifiers().forEach(identifier -> named.add(guessed.key(identifier)));
                }
            }
        }
        return new Question(submissions, generation, named, Subjects.find(trip, generation, named));
    }

    /** Whom the events of a transaction are of, as far as it was asked ahead. */
    record Question(
            List<Submission> submissions, int generation, Set<SubjectKey> asked, Supplier<List<Subjects.Found>> found) {

        /** Asks again for what the guess missed. */
        private List<Subjects.Found> answer(Connection connection, Keying keying, Set<SubjectKey> named)
                throws SQLException {
            if (generation == keying.generation() && asked.containsAll(named)) {
                return found.get();
            }
            var trip = new RoundTrip();
            var again = Subjects.find(trip, keying.generation(), named);
            trip.run(connection);
            return again.get();
        }
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
            var draft = draft(sequence, subject, entry, group.head.received());
            drafts.add(draft);
            group.repeats.add(
                    new Repeats.Candidate(subject.number(), entry.hash()),
                    sequence,
                    entry.event(),
                    draft.outcome.effect());
            if (entry.event().change() instanceof Change.Erased) {
                evidence.erase(subject);
                births.erase(subject);
            } else {
                evidence.add(sequence, subject, entry.submission().evidence());
            }
            if (draft.bare != null) {
                births.add(sequence, subject);
            }
            group.results.add(new AppendResult.Appended(sequence, draft.outcome.effect()));
        }
        if (drafts.isEmpty()) {
            return;
        }
        var inserts = log();
        var rows = rows(writes, group.head, drafts, inserts);
        for (int i = 0; i < rows.size(); i++) {
            group.latest.put(drafts.get(i).subject, rows.get(i));
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

    private Draft draft(long sequence, Subject subject, Entry entry, Instant now) {
        if (entry.event().change() instanceof Change.Erased) {
            subject.forgetBirths();
        }
        var outcome = outcome(subject, entry.event(), now);
        var bare = bare(subject, entry.event(), now);
        subject.add(new Subject.Live(sequence, entry.event()));
        return new Draft(sequence, subject, List.copyOf(subject.keys()), entry, outcome, bare);
    }

    private FirstEvents.Outcome outcome(Subject subject, RecordedEvent event, Instant now) {
        if (subject.live().isEmpty()) {
            return firstEvents.of(event, now);
        }
        return FirstEvents.Outcome.of(Merge.of(events(subject, event)), event, now);
    }

    private static @Nullable Folded bare(Subject subject, RecordedEvent event, Instant now) {
        boolean tells = event.tellsBirth()
                || subject.live().stream().anyMatch(live -> live.event().tellsBirth());
        return tells
                ? Merge.of(events(subject, event).stream()
                                .map(RecordedEvent::withoutBirth)
                                .toList())
                        .fold(now)
                : null;
    }

    private static List<RecordedEvent> events(Subject subject, RecordedEvent event) {
        var events = new ArrayList<RecordedEvent>();
        subject.live().forEach(live -> events.add(live.event()));
        events.add(event);
        return events;
    }

    private List<LogRow> rows(Overlap writes, Head before, List<Draft> drafts, BulkInsert inserts) throws SQLException {
        var numbers = numbers(writes, drafts);
        var rows = new ArrayList<LogRow>();
        var digest = before.digest();
        for (var draft : drafts) {
            var unsigned = new LogRow(
                    draft.sequence,
                    draft.keys,
                    draft.entry.event(),
                    draft.outcome.effect(),
                    requireNonNull(numbers.get(draft.outcome.folded().now())),
                    due(draft.outcome.folded(), numbers),
                    null,
                    Digest.EMPTY);
            if (draft.bare != null) {
                int profile = requireNonNull(numbers.get(draft.bare.now()));
                unsigned = unsigned.with(Birth.of(random, profile, due(draft.bare, numbers), unsigned));
            }
            var packed = unsigned.packed();
            var row = unsigned.following(digest, packed);
            packed.addTo(inserts, draft.subject.number(), draft.entry.hash(), row);
            rows.add(row);
            digest = row.digest();
        }
        return rows;
    }

    /** The stored numbers of the drafts' profiles, by identity: many drafts share one, and comparing is dearer. */
    private Map<ConsentProfile, Integer> numbers(Overlap writes, List<Draft> drafts) throws SQLException {
        var numbers = new IdentityHashMap<ConsentProfile, Integer>();
        for (var draft : drafts) {
            for (var folded : draft.folded()) {
                numbers.put(folded.now(), -1);
                folded.later().forEach(due -> numbers.put(due.profile(), -1));
            }
        }
        var wanted = new HashSet<>(numbers.keySet());
        var known = profiles.known(wanted);
        var stored = known.size() == wanted.size() ? known : profiles.store(writes.connection(), wanted);
        numbers.replaceAll((profile, _) -> requireNonNull(stored.get(profile)));
        return numbers;
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

    private static BulkInsert log() {
        return new BulkInsert(
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
    }
}
