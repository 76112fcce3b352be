package io.activationgateway.consent.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Computes subject keys: HMAC-SHA-256 (RFC 2104) over the type's code byte and the value's UTF-8, of which the first 128
 * bits count; then, for each generation up to the one asked for, the same over these 128 bits under that generation's key
 * (see {@link KeyRing}). It is composed from one SHA-256 digest, because {@code Mac.doFinal} leaves garbage behind on
 * every row. Not thread-safe: one for each event loop or worker.
 */
public final class SubjectKeys {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int BLOCK = 64;
    private static final int DIGEST = 32;
    private static final int KEY = 2 * Long.BYTES;
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;

    private final KeyRing ring;
    private final MessageDigest sha256;
    private final byte[] hash = new byte[DIGEST];

    /** The padded keys by generation, as far as they were needed. */
    private byte[][] innerPads = new byte[0][];

    private byte[][] outerPads = new byte[0][];
    private int generation;
    private long high;
    private long low;

    /** Computes keys of generation 0 until told otherwise. */
    public SubjectKeys(KeyRing ring) {
        this.ring = ring;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        under(0);
    }

    /**
     * Computes keys of this generation from now on.
     *
     * @throws IllegalStateException where the ring does not reach that far
     */
    public SubjectKeys under(int wanted) {
        if (wanted >= innerPads.length) {
            pad(wanted);
        }
        generation = wanted;
        return this;
    }

    /** The generation of the keys it computes. */
    public int generation() {
        return generation;
    }

    private void pad(int upTo) {
        var inner = Arrays.copyOf(innerPads, upTo + 1);
        var outer = Arrays.copyOf(outerPads, upTo + 1);
        for (int each = innerPads.length; each <= upTo; each++) {
            var secret = ring.key(each).bytes();
            inner[each] = new byte[BLOCK];
            outer[each] = new byte[BLOCK];
            for (int i = 0; i < BLOCK; i++) {
                byte b = i < secret.length ? secret[i] : 0;
                inner[each][i] = (byte) (b ^ INNER);
                outer[each][i] = (byte) (b ^ OUTER);
            }
        }
        innerPads = inner;
        outerPads = outer;
    }

    /**
     * Computes the key of a normalised value, to be read from {@link #high()} and {@link #low()}.
     *
     * @param utf8 holds the value at {@code from} inclusive to {@code to} exclusive
     */
    public void hash(IdentifierType type, byte[] utf8, int from, int to) {
        sha256.update(innerPads[0]);
        sha256.update((byte) type.code());
        sha256.update(utf8, from, to - from);
        finish(0);
        wrapAfter(0);
    }

    /** Brings a key of an earlier generation to this one, to be read from {@link #high()} and {@link #low()}. */
    public void wrap(long keyHigh, long keyLow, int from) {
        if (from > generation) {
            throw new IllegalStateException("a subject key of generation " + from
                    + " cannot be brought back to generation " + generation + "; look the identifiers up again");
        }
        LONG.set(hash, 0, keyHigh);
        LONG.set(hash, Long.BYTES, keyLow);
        wrapAfter(from);
    }

    private void wrapAfter(int from) {
        for (int next = from + 1; next <= generation; next++) {
            sha256.update(innerPads[next]);
            sha256.update(hash, 0, KEY);
            finish(next);
        }
        high = (long) LONG.get(hash, 0);
        low = (long) LONG.get(hash, Long.BYTES);
    }

    private void finish(int of) {
        try {
            sha256.digest(hash, 0, DIGEST);
            sha256.update(outerPads[of]);
            sha256.update(hash);
            sha256.digest(hash, 0, DIGEST);
        } catch (DigestException e) {
            throw new IllegalStateException("a SHA-256 hash has 32 bytes", e);
        }
    }

    /** The first 64 bits of the key computed last. */
    public long high() {
        return high;
    }

    /** The second 64 bits of the key computed last. */
    public long low() {
        return low;
    }

    /** The key of {@code identifier}. */
    public SubjectKey key(Identifier identifier) {
        var utf8 = identifier.value().getBytes(UTF_8);
        hash(identifier.type(), utf8, 0, utf8.length);
        return new SubjectKey(high, low);
    }

    /** The key of this generation that one of an earlier generation became. */
    public SubjectKey wrap(SubjectKey key, int from) {
        wrap(key.high(), key.low(), from);
        return new SubjectKey(high, low);
    }
}
