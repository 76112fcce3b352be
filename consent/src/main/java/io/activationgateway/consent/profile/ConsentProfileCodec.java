package io.activationgateway.consent.profile;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The canonical bytes of a profile: equal profiles have equal bytes and different profiles different ones, so that the
 * register can give a profile its number by its bytes. Big-endian, in this order:
 *
 * <pre>
 * version   u8     1
 * flags     u8     1 restricted, 2 erased
 * recipient text   enum names are stored, not ordinals: their order in the code is free
 * age       text
 * country   text   empty where unknown
 * n         i32    cells, ascending: brand, purpose, channel, data, message, transfer (text),
 *                  flags (u8: 1 reopened, 2 awaits its registration), count (u8) and names (text) of the bases, ascending
 * n         i32    objections, ascending: brand, scope, channel (text)
 * </pre>
 *
 * where text is {@link java.io.DataOutput#writeUTF}. Any thread.
 */
public final class ConsentProfileCodec {

    private static final int VERSION = 1;
    private static final int RESTRICTED = 1;
    private static final int ERASED = 2;
    private static final int REOPENED = 1;
    private static final int AWAITS = 2;

    private ConsentProfileCodec() {}

    /** The canonical bytes of {@code profile}. */
    public static byte[] encode(ConsentProfile profile) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            write(profile, out);
        } catch (IOException e) {
            throw new UncheckedIOException("a profile with a name beyond 65,535 bytes cannot be stored", e);
        }
        return bytes.toByteArray();
    }

    /**
     * The profile of bytes that {@link #encode} made.
     *
     * @throws IllegalArgumentException if the bytes are cut, too long, or of another version
     */
    public static ConsentProfile decode(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("stored profile: version " + version + " (expected: " + VERSION
                        + "; it was written by a newer gateway, upgrade this one)");
            }
            var profile = read(in);
            if (in.read() >= 0) {
                throw new IllegalArgumentException("stored profile: bytes after its end; restore the register's table");
            }
            return profile;
        } catch (IOException e) {
            throw new IllegalArgumentException("stored profile: it is cut off; restore the register's table", e);
        }
    }

    private static void write(ConsentProfile profile, DataOutputStream out) throws IOException {
        out.writeByte(VERSION);
        out.writeByte((profile.restricted() ? RESTRICTED : 0) | (profile.erased() ? ERASED : 0));
        out.writeUTF(profile.recipientType().name());
        out.writeUTF(profile.age().name());
        var country = profile.country();
        out.writeUTF(country == null ? "" : country);
        out.writeInt(profile.cells().size());
        for (var entry : profile.cells().entrySet()) {
            write(entry.getKey(), out);
            write(entry.getValue(), out);
        }
        out.writeInt(profile.objections().size());
        for (var objection : profile.objections()) {
            out.writeUTF(objection.brand());
            out.writeUTF(objection.scope().name());
            out.writeUTF(objection.channel().name());
        }
    }

    private static void write(Cell cell, DataOutputStream out) throws IOException {
        out.writeUTF(cell.brand());
        out.writeUTF(cell.purpose().name());
        out.writeUTF(cell.channel().name());
    }

    private static void write(CellState state, DataOutputStream out) throws IOException {
        out.writeUTF(state.data().name());
        out.writeUTF(state.message().name());
        out.writeUTF(state.transfer().name());
        out.writeByte((state.reopened() ? REOPENED : 0) | (state.awaitsRegistration() ? AWAITS : 0));
        out.writeByte(state.bases().size());
        for (var basis : state.bases()) {
            out.writeUTF(basis.name());
        }
    }

    private static ConsentProfile read(DataInputStream in) throws IOException {
        int flags = in.readUnsignedByte();
        var recipient = RecipientType.valueOf(in.readUTF());
        var age = AgeBand.valueOf(in.readUTF());
        var country = in.readUTF();
        var cells = new TreeMap<Cell, CellState>();
        for (int left = in.readInt(); left > 0; left--) {
            cells.put(readCell(in), readState(in));
        }
        var objections = new TreeSet<Objection>();
        for (int left = in.readInt(); left > 0; left--) {
            objections.add(
                    new Objection(in.readUTF(), ObjectionScope.valueOf(in.readUTF()), Channel.valueOf(in.readUTF())));
        }
        return new ConsentProfile(
                cells,
                objections,
                (flags & RESTRICTED) != 0,
                (flags & ERASED) != 0,
                recipient,
                age,
                country.isEmpty() ? null : country);
    }

    private static Cell readCell(DataInputStream in) throws IOException {
        return new Cell(in.readUTF(), PurposeCode.valueOf(in.readUTF()), Channel.valueOf(in.readUTF()));
    }

    private static CellState readState(DataInputStream in) throws IOException {
        var data = ConsentState.valueOf(in.readUTF());
        var message = ConsentState.valueOf(in.readUTF());
        var transfer = ConsentState.valueOf(in.readUTF());
        int flags = in.readUnsignedByte();
        SortedSet<LegalBasis> bases = new TreeSet<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            bases.add(LegalBasis.valueOf(in.readUTF()));
        }
        return new CellState(data, message, transfer, bases, (flags & AWAITS) != 0, (flags & REOPENED) != 0);
    }
}
