package io.activationgateway.consent.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Computes subject keys: HMAC-SHA-256 (RFC 2104) over the type's code byte and the value's UTF-8, of which the first 128
 * bits count. It is composed from one SHA-256 digest, because {@code Mac.doFinal} leaves garbage behind on every row.
 * Not thread-safe: one for each event loop or worker.
 */
public final class SubjectKeys {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int BLOCK = 64;
    private static final int DIGEST = 32;
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;

    private final MessageDigest sha256;
    private final byte[] innerPad = new byte[BLOCK];
    private final byte[] outerPad = new byte[BLOCK];
    private final byte[] hash = new byte[DIGEST];
    private long high;
    private long low;

    public SubjectKeys(PseudonymKey key) {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        var secret = key.bytes();
        for (int i = 0; i < BLOCK; i++) {
            byte b = i < secret.length ? secret[i] : 0;
            innerPad[i] = (byte) (b ^ INNER);
            outerPad[i] = (byte) (b ^ OUTER);
        }
    }

    /**
     * Computes the key of a normalised value, to be read from {@link #high()} and {@link #low()}.
     *
     * @param utf8 holds the value at {@code from} inclusive to {@code to} exclusive
     */
    public void hash(IdentifierType type, byte[] utf8, int from, int to) {
        try {
            sha256.update(innerPad);
            sha256.update((byte) type.code());
            sha256.update(utf8, from, to - from);
            sha256.digest(hash, 0, DIGEST);
            sha256.update(outerPad);
            sha256.update(hash);
            sha256.digest(hash, 0, DIGEST);
        } catch (DigestException e) {
            throw new IllegalStateException("a SHA-256 hash has 32 bytes", e);
        }
        high = (long) LONG.get(hash, 0);
        low = (long) LONG.get(hash, Long.BYTES);
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
}
