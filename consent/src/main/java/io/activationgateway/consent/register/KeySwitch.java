package io.activationgateway.consent.register;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The entry of the log from which on subject keys are of another generation: it is about nobody. In table
 * {@code consent_log} its effect is {@value #EFFECT}, and its event the generation (i32) and the print (i64).
 *
 * @param generation of the keys in all rows after it, until the next switch
 * @param print of that generation's pseudonym key
 * @param digest over the digest before and this entry
 */
record KeySwitch(long sequence, int generation, long print, Digest digest) implements LogEntry {

    /** What column {@code effect} says of such a row, and of no other. */
    static final String EFFECT = "ROTATED";

    private static final byte[] NONE = {};

    /** The switch at the bytes of column {@code event}. */
    static KeySwitch stored(long sequence, byte[] event, Digest digest) {
        var content = ByteBuffer.wrap(event);
        return new KeySwitch(sequence, content.getInt(), content.getLong(), digest);
    }

    /** This switch with the digest that follows from {@code before}. */
    KeySwitch following(Digest before) {
        var bytes = new ByteArrayOutputStream(64);
        try (var out = new DataOutputStream(bytes)) {
            out.write(before.bytes());
            out.writeLong(sequence);
            out.write(event());
            out.writeUTF(EFFECT);
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory does not fail", e);
        }
        return new KeySwitch(sequence, generation, print, Digest.of(bytes.toByteArray()));
    }

    @Override
    public boolean follows(Digest before) {
        return equals(following(before));
    }

    /** Appends it; the transaction holds the head's lock. The subject of its own number has no key. */
    void insert(Connection connection) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO consent_log (sequence, subject, event_hash,"
                + " subject_keys, event, effect, profile, due, digest) VALUES (?, ?, 0, ?, ?, '" + EFFECT
                + "', -1, ?, ?)")) {
            insert.setLong(1, sequence);
            insert.setLong(2, sequence);
            insert.setBytes(3, NONE);
            insert.setBytes(4, event());
            insert.setBytes(5, NONE);
            insert.setBytes(6, digest.bytes());
            insert.executeUpdate();
        }
    }

    private byte[] event() {
        return ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                .putInt(generation)
                .putLong(print)
                .array();
    }
}
