package io.activationgateway.consent.event;

import io.activationgateway.consent.event.Change.BirthErased;
import io.activationgateway.consent.event.Change.Born;
import io.activationgateway.consent.event.Change.Choice;
import io.activationgateway.consent.event.Change.Erased;
import io.activationgateway.consent.event.Change.Objected;
import io.activationgateway.consent.event.Change.RecipientTold;
import io.activationgateway.consent.event.Change.Restricted;
import io.activationgateway.consent.event.Change.RestrictionLifted;
import io.activationgateway.consent.event.Change.Withdrawn;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.Objection;
import io.activationgateway.consent.profile.ObjectionScope;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.consent.profile.RecipientType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a recorded event in a log row, about 100 of them. The log keeps those of an event without its date of birth
 * (see {@link RecordedEvent#withoutBirth}). Big-endian, in this order:
 *
 * <pre>
 * version   u8     2
 * flags     u8     1 clock trusted, 2 proven, 4 claimed follows, 8 expires follows, 16 registered follows,
 *                  32 registration follows
 * id        text
 * country   text   empty where not told
 * received  i64 seconds since 1970, i32 nanoseconds
 * claimed   the same, if flagged
 * expires   the same, if flagged
 * registered the same, if flagged
 * registration if flagged: u8 1 where its time follows, else 0; that time; the deadline
 * kind      u8     1 choice, 2 objection, 3 restriction, 4 lifted restriction, 5 erasure, 6 recipient, 7 birth,
 *                  8 withdrawal from several cells, 9 birth of which the date was erased
 * choice    brand, purpose, channel, state, basis (text, empty where none)
 * objection brand, scope, channel (text)
 * recipient type (text)
 * birth     i64 days since 1970-01-01; the least i64 of an adult
 * withdrawal brand, purpose, channel (text, empty where all)
 * </pre>
 *
 * where text is {@link java.io.DataOutput#writeUTF}; enums go by name, so that their order in the code is free. Any
 * thread.
 */
public final class RecordedEventCodec {

    private static final int VERSION = 2;
    private static final int TRUSTED = 1;
    private static final int PROVEN = 2;
    private static final int CLAIMED = 4;
    private static final int EXPIRES = 8;
    private static final int REGISTERED = 16;
    private static final int REGISTRATION = 32;
    private static final int CHOICE = 1;
    private static final int OBJECTION = 2;
    private static final int RESTRICTION = 3;
    private static final int LIFTED = 4;
    private static final int ERASURE = 5;
    private static final int RECIPIENT = 6;
    private static final int BIRTH = 7;
    private static final int WITHDRAWAL = 8;
    private static final int BIRTH_ERASED = 9;
    private static final long ADULT = Long.MIN_VALUE;

    private RecordedEventCodec() {}

    /** The bytes of {@code event}; equal events have equal bytes. */
    public static byte[] encode(RecordedEvent event) {
        var bytes = new ByteArrayOutputStream(128);
        try (var out = new DataOutputStream(bytes)) {
            write(event, out);
        } catch (IOException e) {
            throw new UncheckedIOException("an event with a name beyond 65,535 bytes cannot be stored", e);
        }
        return bytes.toByteArray();
    }

    /**
     * The event of bytes that {@link #encode} made.
     *
     * @throws IllegalArgumentException if the bytes are cut, too long, or of another version
     */
    public static RecordedEvent decode(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("stored event: version " + version + " (expected: " + VERSION
                        + "; a newer gateway wrote it: upgrade this one; or one from before the first release: export its"
                        + " register and import it here)");
            }
            var event = read(in);
            if (in.read() >= 0) {
                throw new IllegalArgumentException("stored event: bytes after its end; restore the register's log");
            }
            return event;
        } catch (IOException e) {
            throw new IllegalArgumentException("stored event: it is cut off; restore the register's log", e);
        }
    }

    private static void write(RecordedEvent event, DataOutputStream out) throws IOException {
        var timing = event.timing();
        var registration = event.registration();
        out.writeByte(VERSION);
        out.writeByte((timing.trusted() ? TRUSTED : 0)
                | (event.proven() ? PROVEN : 0)
                | (timing.claimed() != null ? CLAIMED : 0)
                | (timing.expires() != null ? EXPIRES : 0)
                | (timing.registered() != null ? REGISTERED : 0)
                | (registration != null ? REGISTRATION : 0));
        out.writeUTF(event.id());
        var country = event.country();
        out.writeUTF(country == null ? "" : country);
        write(event.received(), out);
        write(timing.claimed(), out);
        write(timing.expires(), out);
        write(timing.registered(), out);
        if (registration != null) {
            out.writeBoolean(registration.at() != null);
            write(registration.at(), out);
            write(registration.deadline(), out);
        }
        write(event.change(), out);
    }

    private static void write(Change change, DataOutputStream out) throws IOException {
        switch (change) {
            case Choice(var cell, var state, var basis) -> {
                out.writeByte(CHOICE);
                out.writeUTF(cell.brand());
                out.writeUTF(cell.purpose().name());
                out.writeUTF(cell.channel().name());
                out.writeUTF(state.name());
                out.writeUTF(basis == null ? "" : basis.name());
            }
            case Objected(var objection) -> {
                out.writeByte(OBJECTION);
                out.writeUTF(objection.brand());
                out.writeUTF(objection.scope().name());
                out.writeUTF(objection.channel().name());
            }
            case Restricted() -> out.writeByte(RESTRICTION);
            case RestrictionLifted() -> out.writeByte(LIFTED);
            case Erased() -> out.writeByte(ERASURE);
            case RecipientTold(var type) -> {
                out.writeByte(RECIPIENT);
                out.writeUTF(type.name());
            }
            case Born(var on) -> {
                out.writeByte(BIRTH);
                out.writeLong(on == null ? ADULT : on.toEpochDay());
            }
            case BirthErased() -> out.writeByte(BIRTH_ERASED);
            case Withdrawn(var brand, var purpose, var channel) -> {
                out.writeByte(WITHDRAWAL);
                out.writeUTF(brand);
                out.writeUTF(purpose == null ? "" : purpose.name());
                out.writeUTF(channel == null ? "" : channel.name());
            }
        }
    }

    private static void write(@Nullable Instant instant, DataOutputStream out) throws IOException {
        if (instant != null) {
            out.writeLong(instant.getEpochSecond());
            out.writeInt(instant.getNano());
        }
    }

    private static RecordedEvent read(DataInputStream in) throws IOException {
        int flags = in.readUnsignedByte();
        var id = in.readUTF();
        var country = in.readUTF();
        var received = readInstant(in);
        var claimed = (flags & CLAIMED) != 0 ? readInstant(in) : null;
        var expires = (flags & EXPIRES) != 0 ? readInstant(in) : null;
        var registered = (flags & REGISTERED) != 0 ? readInstant(in) : null;
        var registration = (flags & REGISTRATION) != 0 ? readRegistration(in) : null;
        return new RecordedEvent(
                id,
                readChange(in),
                country.isEmpty() ? null : country,
                new Timing(claimed, expires, registered, (flags & TRUSTED) != 0),
                received,
                (flags & PROVEN) != 0,
                registration);
    }

    private static Registration readRegistration(DataInputStream in) throws IOException {
        var at = in.readBoolean() ? readInstant(in) : null;
        return new Registration(at, readInstant(in));
    }

    private static Instant readInstant(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    private static Change readChange(DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case CHOICE -> {
                var cell = new Cell(in.readUTF(), PurposeCode.valueOf(in.readUTF()), Channel.valueOf(in.readUTF()));
                var state = ConsentState.valueOf(in.readUTF());
                var basis = in.readUTF();
                yield new Choice(cell, state, basis.isEmpty() ? null : LegalBasis.valueOf(basis));
            }
            case OBJECTION ->
                new Objected(new Objection(
                        in.readUTF(), ObjectionScope.valueOf(in.readUTF()), Channel.valueOf(in.readUTF())));
            case RESTRICTION -> new Restricted();
            case LIFTED -> new RestrictionLifted();
            case ERASURE -> new Erased();
            case RECIPIENT -> new RecipientTold(RecipientType.valueOf(in.readUTF()));
            case BIRTH -> {
                long day = in.readLong();
                yield day == ADULT ? Born.ADULT : new Born(LocalDate.ofEpochDay(day));
            }
            case BIRTH_ERASED -> new BirthErased();
            case WITHDRAWAL -> {
                var brand = in.readUTF();
                var purpose = in.readUTF();
                var channel = in.readUTF();
                yield new Withdrawn(
                        brand,
                        purpose.isEmpty() ? null : PurposeCode.valueOf(purpose),
                        channel.isEmpty() ? null : Channel.valueOf(channel));
            }
            default ->
                throw new IllegalArgumentException(
                        "stored event: kind " + kind + " (expected: 1 to 9; it was written by a newer gateway)");
        };
    }
}
