package io.activationgateway.consent.identity;

import java.security.SecureRandom;

/** A secret under which a region's identifiers become {@link SubjectKey}s: 32 random bytes. It does not print. */
public final class PseudonymKey {

    /** The length of the key in bytes. */
    public static final int LENGTH = 32;

    private final byte[] bytes;

    private PseudonymKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A new key. */
    public static PseudonymKey random(SecureRandom random) {
        var bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return new PseudonymKey(bytes);
    }

    /**
     * The key that {@code bytes} hold; they are copied.
     *
     * @throws IllegalArgumentException unless there are 32
     */
    public static PseudonymKey of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("pseudonym key: " + bytes.length + " bytes (expected: " + LENGTH + ")");
        }
        return new PseudonymKey(bytes.clone());
    }

    /** A copy of the secret, for the one who keeps it. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "PseudonymKey[redacted]";
    }
}
