package io.activationgateway.consent.register;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.event.Effect;
import io.activationgateway.consent.event.RecordedEvent;
import io.activationgateway.consent.event.RecordedEventCodec;
import io.activationgateway.consent.identity.SubjectKey;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the log that an event made: what a node needs to apply it, and what its digest covers. Personal data: it does
 * not print.
 *
 * @param keys all keys of the subject after this row, of the generation that {@link Generations} says
 * @param profile the stored number of the profile that results
 * @param due what falls due after it, in order of time
 * @param birth what the log itself says in place of event, profile and due, as a date of birth follows from them; null
 *     where none is known of the subject
 * @param digest over the digest before and this row
 */
record LogRow(
        long sequence,
        List<SubjectKey> keys,
        RecordedEvent event,
        Effect effect,
        int profile,
        List<Due> due,
        @Nullable Birth birth,
        Digest digest)
        implements LogEntry {

    /** From this instant on, in milliseconds since 1970, the subject has another profile. */
    record Due(long at, int profile) {}

    /** What the log keeps of a row as bytes. */
    static final class Packed {
        private final byte[] keys;
        private final byte[] event;
        private final int profile;
        private final byte[] due;

        private Packed(LogRow row) {
            keys = pack(row.keys);
            event = RecordedEventCodec.encode(row.event.withoutBirth());
            profile = row.birth == null ? row.profile : row.birth.profile();
            due = packDue(row.birth == null ? row.due : row.birth.due());
        }

        /** Adds the row, which is of the subject {@code number}, to those to be inserted. */
        void addTo(BulkInsert inserts, long number, long eventHash, LogRow row) {
            inserts.add(
                    row.sequence,
                    number,
                    eventHash,
                    keys,
                    event,
                    effectName(row.effect),
                    row.effect instanceof Effect.SupersededBy(var other) ? other : null,
                    profile,
                    due,
                    row.digest.bytes());
        }
    }

    Packed packed() {
        return new Packed(this);
    }

    /** This row with the digest that follows from {@code before}. */
    LogRow following(Digest before) {
        return following(before, packed());
    }

    /** @param packed this row, which is packed once */
    LogRow following(Digest before, Packed packed) {
        var bytes = new ByteArrayOutputStream(256);
        try (var out = new DataOutputStream(bytes)) {
            out.write(before.bytes());
            out.writeLong(sequence);
            out.write(packed.keys);
            out.write(packed.event);
            out.writeUTF(effectName(effect));
            out.writeUTF(effect instanceof Effect.SupersededBy(var other) ? other : "");
            out.writeInt(packed.profile);
            out.write(packed.due);
            if (birth != null) {
                out.write(birth.hash().bytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory does not fail", e);
        }
        return new LogRow(sequence, keys, event, effect, profile, due, birth, Digest.of(bytes.toByteArray()));
    }

    @Override
    public boolean follows(Digest before) {
        return (birth == null || birth.isOf(this)) && equals(following(before));
    }

    /** This row with what the log itself says. */
    LogRow with(Birth bare) {
        return new LogRow(sequence, keys, event, effect, profile, due, bare, digest);
    }

    @Override
    public String toString() {
        return "LogRow[" + sequence + ", redacted]";
    }

    static byte[] pack(List<SubjectKey> keys) {
        var bytes = ByteBuffer.allocate(2 * Long.BYTES * keys.size());
        keys.forEach(key -> bytes.putLong(key.high()).putLong(key.low()));
        return bytes.array();
    }

    static List<SubjectKey> unpack(byte[] bytes) {
        var packed = ByteBuffer.wrap(bytes);
        var keys = new ArrayList<SubjectKey>(bytes.length / (2 * Long.BYTES));
        while (packed.hasRemaining()) {
            keys.add(new SubjectKey(packed.getLong(), packed.getLong()));
        }
        return List.copyOf(keys);
    }

    static byte[] packDue(List<Due> due) {
        var bytes = ByteBuffer.allocate((Long.BYTES + Integer.BYTES) * due.size());
        due.forEach(next -> bytes.putLong(next.at()).putInt(next.profile()));
        return bytes.array();
    }

    static List<Due> unpackDue(byte[] bytes) {
        var packed = ByteBuffer.wrap(bytes);
        var due = new ArrayList<Due>(bytes.length / (Long.BYTES + Integer.BYTES));
        while (packed.hasRemaining()) {
            due.add(new Due(packed.getLong(), packed.getInt()));
        }
        return List.copyOf(due);
    }

    static String effectName(Effect effect) {
        return switch (effect) {
            case Effect.Applied() -> "APPLIED";
            case Effect.SupersededBy _ -> "SUPERSEDED";
            case Effect.Unproven() -> "UNPROVEN";
            case Effect.Lapsed() -> "LAPSED";
            case Effect.Unregistered() -> "UNREGISTERED";
        };
    }

    static Effect effect(String name, @Nullable String supersededBy) {
        return switch (name) {
            case "APPLIED" -> new Effect.Applied();
            case "SUPERSEDED" -> new Effect.SupersededBy(requireNonNull(supersededBy));
            case "UNPROVEN" -> new Effect.Unproven();
            case "LAPSED" -> new Effect.Lapsed();
            case "UNREGISTERED" -> new Effect.Unregistered();
            default ->
                throw new IllegalStateException(
                        "consent register: effect " + name + " (written by a newer gateway, upgrade this one)");
        };
    }
}
