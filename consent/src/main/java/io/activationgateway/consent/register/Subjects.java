package io.activationgateway.consent.register;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.event.RecordedEventCodec;
import io.activationgateway.consent.identity.SubjectKey;
import java.nio.ByteBuffer;
import java.sql.Connection;
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
import org.jspecify.annotations.Nullable;

/**
 * Who is whom, for the events of one transaction that holds the head's lock: read with three statements, changed in
 * memory, written by {@link SubjectWriter}.
 */
final class Subjects {

    private final Keying keying;
    private final Map<SubjectKey, Subject> ofKey = new HashMap<>();

    private final Set<Subject> withRow = new HashSet<>();
    private final Set<Subject> gone = new LinkedHashSet<>();
    private final Set<SubjectKey> newKeys = new LinkedHashSet<>();
    private final Set<SubjectKey> movedKeys = new LinkedHashSet<>();

    private Subjects(Keying keying) {
        this.keying = keying;
    }

    /** The subjects of these keys, as far as they are known. */
    static Subjects read(Connection connection, Keying keying, Collection<SubjectKey> keys) throws SQLException {
        var subjects = new Subjects(keying);
        var numbers = numbers(connection, keying, keys);
        if (numbers.isEmpty()) {
            return subjects;
        }
        var byNumber = new HashMap<Long, Subject>();
        for (long number : numbers.values()) {
            byNumber.computeIfAbsent(number, Subject::new);
        }
        var ofRow = new HashMap<Long, List<Subject>>();
        var latest = new HashMap<Long, Subject>();
        subjects.readSubjects(connection, byNumber, ofRow, latest);
        for (var subject : byNumber.values()) {
            if (!subjects.withRow.contains(subject)) {
                ofRow.put(subject.number(), List.of(subject));
                latest.put(subject.number(), subject);
            }
        }
        subjects.readRows(connection, ofRow, latest);
        byNumber.values().forEach(subject -> subject.keys().forEach(key -> subjects.ofKey.put(key, subject)));
        return subjects;
    }

    private void readSubjects(
            Connection connection,
            Map<Long, Subject> byNumber,
            Map<Long, List<Subject>> ofRow,
            Map<Long, Subject> latest)
            throws SQLException {
        try (var select = connection.prepareStatement("SELECT s.subject, s.sequence, s.live, s.members FROM UNNEST(?)"
                + " AS u(number) JOIN subject s ON s.subject = u.number")) {
            select.setArray(1, longs(connection, byNumber.keySet(), number -> number));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    var subject = requireNonNull(byNumber.get(rows.getLong(1)));
                    withRow.add(subject);
                    subject.members().addAll(unpack(rows.getBytes(4)));
                    latest.put(rows.getLong(2), subject);
                    unpack(rows.getBytes(3))
                            .forEach(row -> ofRow.computeIfAbsent(row, _ -> new ArrayList<>(1))
                                    .add(subject));
                }
            }
        }
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
            select.setArray(1, longs(connection, keys, SubjectKey::high));
            select.setArray(2, longs(connection, keys, SubjectKey::low));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    numbers.put(new SubjectKey(rows.getLong(1), rows.getLong(2)), rows.getLong(3));
                }
            }
        }
        return numbers;
    }

    private void readRows(Connection connection, Map<Long, List<Subject>> ofRow, Map<Long, Subject> latest)
            throws SQLException {
        var wanted = new HashSet<>(ofRow.keySet());
        wanted.addAll(latest.keySet());
        try (var select = connection.prepareStatement("SELECT l.sequence, l.subject_keys, l.event,"
                + " COALESCE(b.due, l.due), b.born FROM UNNEST(?) AS u(number)"
                + " JOIN consent_log l ON l.sequence = u.number" + Birth.JOIN)) {
            select.setArray(1, longs(connection, wanted, number -> number));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    long sequence = rows.getLong(1);
                    for (var subject : ofRow.getOrDefault(sequence, List.of())) {
                        var event = Birth.told(RecordedEventCodec.decode(rows.getBytes(3)), rows, 5);
                        subject.live().add(new Subject.Live(sequence, event));
                    }
                    var subject = latest.get(sequence);
                    if (subject != null) {
                        subject.keys().addAll(keying.ofRow(sequence, LogRow.unpack(rows.getBytes(2))));
                        LogRow.unpackDue(rows.getBytes(4))
                                .forEach(due -> subject.due().add(new Subject.StoredDue(due.at(), sequence)));
                    }
                }
            }
        }
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

    /** The keys that nobody had named before the last call; from now on they count as in the database. */
    Set<SubjectKey> takeNewKeys() {
        var taken = Set.copyOf(newKeys);
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
    static <T> java.sql.Array longs(Connection connection, Collection<T> of, Function<T, Long> value)
            throws SQLException {
        return connection.createArrayOf("BIGINT", of.stream().map(value).toArray(Long[]::new));
    }
}
