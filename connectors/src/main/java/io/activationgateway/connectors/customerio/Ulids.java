package io.activationgateway.connectors.customerio;

import io.activationgateway.connectors.JsonBytes;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Turns dedupe keys into ULIDs (github.com/ulid/spec): a key that is one stays; any other becomes the event's time and 80
 * bits of a SHA-256 of scope and key, so that a repetition bears the same one. Not thread-safe; one per draft.
 */
final class Ulids {

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final byte[] DIGITS = ALPHABET.getBytes(StandardCharsets.US_ASCII);
    private static final int LENGTH = 26;
    private static final int TIME_DIGITS = 10;
    private static final int HASH_BYTES = 10;
    private static final long MAX_TIME = (1L << 48) - 1;

    private final MessageDigest sha256 = sha256();
    private final byte[] scope;
    private final byte[] hash = new byte[32];
    private final byte[] text = new byte[LENGTH + 2];
    private byte[] message;

    Ulids(String scope) {
        this.scope = (scope + '\n').getBytes(StandardCharsets.UTF_8);
        this.message = Arrays.copyOf(this.scope, this.scope.length + 64);
        text[0] = '"';
        text[LENGTH + 1] = '"';
    }

    /** Writes the ULID of a dedupe key as a JSON string. */
    void write(String dedupeKey, long epochMillis, JsonBytes out) {
        if (isUlid(dedupeKey)) {
            out.ascii("\"").ascii(dedupeKey).ascii("\"");
            return;
        }
        long time = Math.clamp(epochMillis, 0, MAX_TIME);
        for (int i = TIME_DIGITS; i > 0; i--) {
            text[i] = DIGITS[(int) (time & 31)];
            time >>= 5;
        }
        digest(dedupeKey);
        int at = TIME_DIGITS + 1;
        int bits = 0;
        int pending = 0;
        for (int i = 0; i < HASH_BYTES; i++) {
            pending = (pending << 8) | (hash[i] & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text[at++] = DIGITS[(pending >> bits) & 31];
            }
            pending &= (1 << bits) - 1;
        }
        out.raw(text, 0, text.length);
    }

    @SuppressWarnings("deprecation") // the only copy of ASCII text into bytes that leaves no garbage
    private void digest(String dedupeKey) {
        int length = dedupeKey.length();
        if (scope.length + length > message.length) {
            message = Arrays.copyOf(message, scope.length + length);
        }
        dedupeKey.getBytes(0, length, message, scope.length);
        sha256.update(message, 0, scope.length + length);
        try {
            sha256.digest(hash, 0, hash.length);
        } catch (DigestException impossible) {
            throw new IllegalStateException("SHA-256 fits into " + hash.length + " bytes", impossible);
        }
    }

    private static boolean isUlid(String key) {
        if (key.length() != LENGTH || key.charAt(0) > '7') {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            if (ALPHABET.indexOf(key.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
