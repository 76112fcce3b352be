package io.activationgateway.gateway.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activationgateway.consent.identity.SubjectKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Some records of one activation: the unit that is read, sealed and written. Its marks are readable without the key, its
 * content is not. Confined to whoever has read it.
 */
final class Chunk {

    /** Bounds of one chunk; a row that is larger has one of its own. */
    static final int MOST_RECORDS = 500;

    static final int MOST_BYTES = 1 << 20;

    final long id;
    final String activation;
    final String destination;
    final List<Entry> entries;

    /** Of whom a record waited here when it was locked. */
    private Set<SubjectKey> waited = Set.of();

    /** How many. */
    private int waitedRecords;

    Chunk(long id, String activation, String destination, List<Entry> entries) {
        this.id = id;
        this.activation = activation;
        this.destination = destination;
        this.entries = entries;
    }

    /** What waits now is what later changes are told against. */
    void remember() {
        waited = waitingSubjects();
        waitedRecords = waiting();
    }

    /** Of whom nothing waits any more. */
    Set<SubjectKey> ended() {
        var ended = new HashSet<>(waited);
        ended.removeAll(waitingSubjects());
        return ended;
    }

    /** Of whom something waits again. */
    Set<SubjectKey> again() {
        var again = waitingSubjects();
        again.removeAll(waited);
        return again;
    }

    /** Cuts the records of an activation into chunks, in their order. */
    static List<List<Entry>> cut(List<Entry> all) {
        var chunks = new ArrayList<List<Entry>>();
        var current = new ArrayList<Entry>();
        long bytes = 0;
        for (var entry : all) {
            int size = length(entry.row) + length(entry.result);
            if (!current.isEmpty() && (current.size() == MOST_RECORDS || bytes + size > MOST_BYTES)) {
                chunks.add(current);
                current = new ArrayList<>();
                bytes = 0;
            }
            current.add(entry);
            bytes += size;
        }
        if (!current.isEmpty()) {
            chunks.add(current);
        }
        return chunks;
    }

    int waiting() {
        return (int) entries.stream().filter(Entry::isWaiting).count();
    }

    int dead() {
        return (int) entries.stream().filter(Entry::isDead).count();
    }

    /** When something is to be done about it next. */
    OptionalLong due() {
        return entries.stream()
                .filter(entry -> entry.isWaiting() || entry.isDead())
                .mapToLong(entry -> entry.due)
                .min();
    }

    /** Everybody of whom something is kept here. */
    Set<SubjectKey> subjects() {
        var all = new LinkedHashSet<SubjectKey>();
        entries.forEach(entry -> all.addAll(entry.subjectKeys()));
        return all;
    }

    /** Of whom a record waits here. */
    Set<SubjectKey> waitingSubjects() {
        var all = new HashSet<SubjectKey>();
        entries.stream().filter(Entry::isWaiting).forEach(entry -> all.addAll(entry.subjectKeys()));
        return all;
    }

    /** Where a record has ended, has those looked at that may have waited for it. */
    void wake(long now) {
        if (waiting() == waitedRecords) {
            return;
        }
        entries.stream().filter(entry -> entry.behind).forEach(entry -> entry.due = Math.min(entry.due, now));
    }

    /** A group of dead letters. */
    record Dead(String reason, boolean uncertain) {}

    Map<Dead, Integer> deadLetters() {
        var counts = new HashMap<Dead, Integer>();
        entries.stream()
                .filter(Entry::isDead)
                .forEach(entry -> counts.merge(new Dead(entry.reason, entry.touched), 1, Integer::sum));
        return counts;
    }

    byte[] marks() {
        return written(out -> {
            out.writeInt(entries.size());
            for (var entry : entries) {
                out.writeInt(entry.index);
                out.writeByte(entry.state.code());
                out.writeShort(entry.attempts);
                out.writeByte((entry.touched ? 1 : 0)
                        | (entry.inFlight ? 2 : 0)
                        | (entry.overtaken ? 4 : 0)
                        | (entry.behind ? 8 : 0)
                        | (entry.attemptsBefore > 0 ? 16 : 0));
                if (entry.attemptsBefore > 0) {
                    out.writeShort(entry.attemptsBefore);
                }
                out.writeLong(entry.due);
                out.writeUTF(entry.reason);
                out.writeByte(entry.keys.length);
                for (long half : entry.keys) {
                    out.writeLong(half);
                }
            }
        });
    }

    static List<Entry> ofMarks(byte[] marks) {
        try (var in = new DataInputStream(new ByteArrayInputStream(marks))) {
            int count = in.readInt();
            var entries = new ArrayList<Entry>(count);
            for (int i = 0; i < count; i++) {
                int index = in.readInt();
                var state = RecordState.ofCode(in.readByte());
                int attempts = in.readUnsignedShort();
                int flags = in.readByte();
                int before = (flags & 16) != 0 ? in.readUnsignedShort() : 0;
                long due = in.readLong();
                var reason = in.readUTF();
                var keys = new long[in.readUnsignedByte()];
                for (int half = 0; half < keys.length; half++) {
                    keys[half] = in.readLong();
                }
                var entry = new Entry(index, state, reason, keys, "");
                entry.attempts = attempts;
                entry.attemptsBefore = before;
                entry.touched = (flags & 1) != 0;
                entry.inFlight = (flags & 2) != 0;
                entry.overtaken = (flags & 4) != 0;
                entry.behind = (flags & 8) != 0;
                entry.due = due;
                entries.add(entry);
            }
            return entries;
        } catch (IOException broken) {
            throw new UncheckedIOException("the marks of a stored chunk cannot be read", broken);
        }
    }

    /** What is to be sealed. */
    byte[] content() {
        return written(out -> {
            for (var entry : entries) {
                write(out, entry.id.getBytes(UTF_8));
                write(out, entry.row);
                write(out, entry.result);
            }
        });
    }

    /** Fills in what was sealed, for entries read from the marks. */
    void fill(byte[] content) {
        try (var in = new DataInputStream(new ByteArrayInputStream(content))) {
            for (var entry : entries) {
                var name = read(in);
                entry.id = name == null ? "" : new String(name, UTF_8);
                entry.row = read(in);
                entry.result = read(in);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException("the content of a stored chunk cannot be read", broken);
        }
    }

    @Override
    public String toString() {
        return "Chunk[" + id + ", " + entries.size() + " records]";
    }

    private static void write(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
        out.writeInt(bytes == null ? -1 : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    private static byte @Nullable [] read(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length < 0 ? null : in.readNBytes(length);
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    @FunctionalInterface
    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] written(Writing writing) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return bytes.toByteArray();
    }
}
