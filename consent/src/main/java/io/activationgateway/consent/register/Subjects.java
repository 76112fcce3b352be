package io.activationgateway.consent.register;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.event.RecordedEventCodec;
import io.activationgateway.consent.identity.SubjectKey;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who is whom, for the events of one transaction that holds the head's lock: read in two round trips, changed in
 * memory, written by {@link SubjectWriter}.
 */
final class Subjects {

    private static final Comparator<SubjectKey> BY_INDEX =
            Comparator.comparingLong(SubjectKey::high).thenComparingLong(SubjectKey::low);

    private final Keying keying;
    private final Map<SubjectKey, Subject> ofKey = new HashMap<>();

    /** What the log's rows are read for. */
    private final Map<Long, List<Subject>> ofRow = new HashMap<>();

    private final Map<Long, Subject> latest = new HashMap<>();
    private final Set<Subject> withRow = new HashSet<>();
    private final Set<Subject> gone = new LinkedHashSet<>();
    private final Set<SubjectKey> newKeys = new LinkedHashSet<>();
    private final Set<SubjectKey> movedKeys = new LinkedHashSet<>();

    /** Of these subjects nothing is read yet but who they are. */
    Subjects(Keying keying, List<Found> found) {
        this.keying = keying;
        var byNumber = new HashMap<Long, Subject>();
        for (var each : found) {
            var subject = byNumber.get(each.number);
            if (subject == null) {
                subject = new Subject(each.number);
                byNumber.put(each.number, subject);
                note(subject, each);
            }
            ofKey.put(each.key, subject);
        }
    }

    /**
     * A key that somebody has named, and its subject's row.
     *
     * @param sequence of its latest row, 0 where it is the only one and table {@code subject} has none
     */
    record Found(SubjectKey key, long number, long sequence, List<Long> live, List<Long> members) {}

    /** Asks which of these keys somebody has named. */
    static Supplier<List<Found>> find(RoundTrip trip, int generation, Collection<SubjectKey> keys) {
        return keys.isEmpty()
                ? List::of
                : trip.ask(
                        "SELECT k.key_high, k.key_low, k.subject, s.sequence, s.live, s.members FROM UNNEST(?, ?)"
                                + " AS u(high, low) JOIN " + Keying.table(generation) + " k ON k.key_high = u.high"
                                + " AND k.key_low = u.low LEFT JOIN subject s ON s.subject = k.subject",
                        Subjects::found,
                        longs(keys, SubjectKey::high),
                        longs(keys, SubjectKey::low));
    }

    private static List<Found> found(ResultSet rows) throws SQLException {
        var found = new ArrayList<Found>();
        while (rows.next()) {
            var key = new SubjectKey(rows.getLong(1), rows.getLong(2));
            long sequence = rows.getLong(4);
            found.add(
                    sequence == 0
                            ? new Found(key, rows.getLong(3), 0, List.of(), List.of())
                            : new Found(
                                    key,
                                    rows.getLong(3),
                                    sequence,
                                    unpack(rows.getBytes(5)),
                                    unpack(rows.getBytes(6))));
        }
        return found;
    }

    /** Notes which rows of the log a subject needs. */
    private void note(Subject subject, Found found) {
        if (found.sequence == 0) {
            latest.put(found.number, subject);
            ofRow.put(found.number, List.of(subject));
            return;
        }
        withRow.add(subject);
        subject.members().addAll(found.members);
        latest.put(found.sequence, subject);
        found.live.forEach(
                row -> ofRow.computeIfAbsent(row, _ -> new ArrayList<>(1)).add(subject));
    }

    /** Reads what these subjects are, once the round trip is made. */
    void ask(RoundTrip trip) {
        if (latest.isEmpty()) {
            return;
        }
        var wanted = new HashSet<>(ofRow.keySet());
        wanted.addAll(latest.keySet());
        trip.ask(
                "SELECT l.sequence, l.subject_keys, l.event, COALESCE(b.due, l.due), b.born FROM UNNEST(?) AS u(number)"
                        + " JOIN consent_log l ON l.sequence = u.number" + Birth.JOIN,
                this::readRows,
                longs(wanted, number -> number));
    }

    /** The numbers of the subjects that these keys belong to; the other keys are new. */
    static Map<SubjectKey, Long> numbers(Connection connection, Keying keying, Collection<SubjectKey> keys)
            throws SQLException {
        var numbers = new HashMap<SubjectKey, Long>();
        if (keys.isEmpty()) {
            return numbers;
        }
        try (var select = connection.prepareStatement("SELECT k.key_high, k.key_low, k.subject FROM UNNEST(?, ?)"
                + " AS u(high, low) JOIN " + keying.table() + " k ON k.key_high = u.high AND k.key_low = u.low")) {
            select.setArray(1, longs(keys, SubjectKey::high).of(connection));
            select.setArray(2, longs(keys, SubjectKey::low).of(connection));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    numbers.put(new SubjectKey(rows.getLong(1), rows.getLong(2)), rows.getLong(3));
                }
            }
        }
        return numbers;
    }

    private Subjects readRows(ResultSet rows) throws SQLException {
        while (rows.next()) {
            long sequence = rows.getLong(1);
            for (var subject : ofRow.getOrDefault(sequence, List.of())) {
                var event = Birth.told(RecordedEventCodec.decode(rows.getBytes(3)), rows, 5);
                subject.live().add(new Subject.Live(sequence, event));
            }
            var subject = latest.get(sequence);
            if (subject != null) {
                subject.keys().addAll(keying.ofRow(sequence, LogRow.unpack(rows.getBytes(2))));
                subject.keys().forEach(key -> ofKey.put(key, subject));
                LogRow.unpackDue(rows.getBytes(4))
                        .forEach(due -> subject.due().add(new Subject.StoredDue(due.at(), sequence)));
            }
        }
        return this;
    }

    /** The generations of this transaction. */
    Keying keying() {
        return keying;
    }

    /** The subject of a key, null where nobody named it. */
    @Nullable
    Subject of(SubjectKey key) {
        return ofKey.get(key);
    }

    /**
     * The one subject that all these keys belong to from now on; null, and nothing is changed, where it would have more
     * than {@link AppendResult#MAX_KEYS}. Where there were several, the oldest takes in the others.
     *
     * @param sequence names the subject if it is new
     */
    @Nullable
    Subject link(Collection<SubjectKey> keys, long sequence) {
        var all = new HashSet<>(keys);
        var found = new HashSet<Subject>();
        for (var key : keys) {
            var subject = ofKey.get(key);
            if (subject != null && found.add(subject)) {
                all.addAll(subject.keys());
            }
        }
        if (all.size() > AppendResult.MAX_KEYS) {
            return null;
        }
        var oldest =
                found.stream().min(Comparator.comparingLong(Subject::number)).orElse(null);
        var subject = oldest == null ? new Subject(sequence) : oldest;
        found.remove(subject);
        found.stream().sorted(Comparator.comparingLong(Subject::number)).forEach(other -> absorb(subject, other));
        for (var key : keys) {
            if (subject.keys().add(key)) {
                newKeys.add(key);
            }
            ofKey.put(key, subject);
        }
        return subject;
    }

    private void absorb(Subject subject, Subject other) {
        for (var key : other.keys()) {
            ofKey.put(key, subject);
            if (!newKeys.contains(key)) {
                movedKeys.add(key);
            }
        }
        subject.absorb(other);
        gone.add(other);
    }

    /** The number of the subject of a key that was linked. */
    long numberOf(SubjectKey key) {
        return requireNonNull(ofKey.get(key)).number();
    }

    /** Whether table {@code subject} has a row of a subject. */
    boolean hasRow(Subject subject) {
        return withRow.contains(subject);
    }

    /** Whether a subject is part of another one now. */
    boolean isGone(Subject subject) {
        return gone.contains(subject);
    }

    /** The subjects that are part of others now. */
    Set<Subject> gone() {
        return gone;
    }

    /**
     * The keys that nobody had named before the last call; from now on they count as in the database. They come in the
     * order of its index, which then takes neighbours one after another.
     */
    List<SubjectKey> takeNewKeys() {
        var taken = newKeys.stream().sorted(BY_INDEX).toList();
        newKeys.clear();
        return taken;
    }

    /** The keys in the database that belong to another subject now. */
    Set<SubjectKey> movedKeys() {
        return movedKeys;
    }

    static byte[] pack(Collection<Long> numbers) {
        var bytes = ByteBuffer.allocate(Long.BYTES * numbers.size());
        numbers.forEach(bytes::putLong);
        return bytes.array();
    }

    static List<Long> unpack(byte[] bytes) {
        var packed = ByteBuffer.wrap(bytes);
        var numbers = new ArrayList<Long>(bytes.length / Long.BYTES);
        while (packed.hasRemaining()) {
            numbers.add(packed.getLong());
        }
        return numbers;
    }

    /** An array parameter. */
    static <T> RoundTrip.Array longs(Collection<T> of, Function<T, Long> value) {
        return new RoundTrip.Array("BIGINT", of.stream().map(value).toArray(Long[]::new));
    }
}
