package io.activationgateway.connectors;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.UUID;

/**
 * Turns dedupe keys into UUIDs: a key that is one stays, any other becomes a name-based UUID (RFC 9562, version 5) in a
 * namespace of the scope, so that two customers of a vendor with equal keys do not collide. Leaves no garbage but the
 * UUIDs that {@link #of} answers. Not thread-safe; one per draft.
 */
public final class NamedUuids {

    /** The RFC's namespace for object identifiers. */
    private static final UUID OID = UUID.fromString("6ba7b812-9dad-11d1-80b4-00c04fd430c8");

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int NAMESPACE = 16;
    private static final int TEXT = 36;
    private static final int SHA1 = 20;

    private final MessageDigest sha1 = sha1();
    private final byte[] hash = new byte[SHA1];
    private final byte[] text = new byte[TEXT + 2];
    private byte[] message = new byte[NAMESPACE + 64];

    /** {@code scope} is what the keys are unique in, for example a write key; it cannot be read from the UUIDs. */
    public NamedUuids(String scope) {
        namespace(OID);
        namespace(of(scope.getBytes(StandardCharsets.UTF_8)));
        text[0] = '"';
        text[TEXT + 1] = '"';
    }

    /** The UUID of a dedupe key. */
    public UUID of(String dedupeKey) {
        return isUuid(dedupeKey) ? UUID.fromString(dedupeKey) : of(dedupeKey.getBytes(StandardCharsets.UTF_8));
    }

    /** The UUID of a dedupe key with the version bits of a random one, for vendors that demand version 4. */
    public UUID asVersion4(String dedupeKey) {
        if (isUuid(dedupeKey) && UUID.fromString(dedupeKey).version() == 4) {
            return UUID.fromString(dedupeKey);
        }
        var named = of(dedupeKey);
        return new UUID(
                (named.getMostSignificantBits() & 0xffff_ffff_ffff_0fffL) | 0x4000L,
                (named.getLeastSignificantBits() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L);
    }

    /** Writes the UUID of a dedupe key as a JSON string. */
    @SuppressWarnings("deprecation") // the only copy of ASCII text into bytes that leaves no garbage
    public void write(String dedupeKey, JsonBytes out) {
        int length = dedupeKey.length();
        if (isUuid(dedupeKey)) {
            out.ascii("\"").ascii(dedupeKey).ascii("\"");
            return;
        }
        reserve(length);
        dedupeKey.getBytes(0, length, message, NAMESPACE);
        digest(length);
        int at = 1;
        for (int i = 0; i < NAMESPACE; i++) {
            if (i == 4 || i == 6 || i == 8 || i == 10) {
                text[at++] = '-';
            }
            int b = hash[i] & 0xff;
            text[at++] = HEX[b >> 4];
            text[at++] = HEX[b & 0xf];
        }
        out.raw(text, 0, text.length);
    }

    private UUID of(byte[] name) {
        reserve(name.length);
        System.arraycopy(name, 0, message, NAMESPACE, name.length);
        digest(name.length);
        var bytes = ByteBuffer.wrap(hash);
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    private void digest(int length) {
        try {
            sha1.update(message, 0, NAMESPACE + length);
            sha1.digest(hash, 0, SHA1);
        } catch (DigestException impossible) {
            throw new IllegalStateException("SHA-1 fits into " + SHA1 + " bytes", impossible);
        }
        hash[6] = (byte) ((hash[6] & 0x0f) | 0x50);
        hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
    }

    private void namespace(UUID namespace) {
        ByteBuffer.wrap(message)
                .putLong(namespace.getMostSignificantBits())
                .putLong(namespace.getLeastSignificantBits());
    }

    private void reserve(int length) {
        if (NAMESPACE + length > message.length) {
            message = Arrays.copyOf(message, NAMESPACE + length);
        }
    }

    private static boolean isUuid(String key) {
        if (key.length() != TEXT) {
            return false;
        }
        for (int i = 0; i < TEXT; i++) {
            char c = key.charAt(i);
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            if (hyphen ? c != '-' : Character.digit(c, 16) < 0 || c > 'f') {
                return false;
            }
        }
        return true;
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    @Override
    public String toString() {
        return "NamedUuids";
    }
}
