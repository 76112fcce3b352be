package io.activationgateway.gateway.ledger;

import io.activationgateway.residency.signing.SigningKey;
import io.activationgateway.residency.signing.VerifyingKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The head of a ledger: a C2SP tlog-checkpoint.
 *
 * @param origin the ledger's name, which is also the name of its key
 * @param size how many leaves
 * @param root the RFC 6962 root over them
 */
public record Checkpoint(String origin, long size, Root root) {

    private static final String SIGNATURE = "\u2014 ";
    private static final byte ED25519 = 1;
    private static final int KEY_ID = 4;

    /** A root hash, compared by value. */
    public static final class Root {

        private final byte[] hash;

        Root(byte[] hash) {
            this.hash = hash.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Root that && Arrays.equals(hash, that.hash);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(hash);
        }

        /** Base64, as in the checkpoint. */
        @Override
        public String toString() {
            return Base64.getEncoder().encodeToString(hash);
        }
    }

    /** The signed note (C2SP signed-note) with one Ed25519 signature. */
    public String sign(SigningKey key) {
        String body = body();
        byte[] signature = key.sign(body.getBytes(StandardCharsets.UTF_8));
        byte[] signed = ByteBuffer.allocate(KEY_ID + signature.length)
                .put(keyId(origin, key.verifyingKey()))
                .put(signature)
                .array();
        return body + "\n" + SIGNATURE + origin + " " + Base64.getEncoder().encodeToString(signed) + "\n";
    }

    /**
     * Reads a note and checks that the ledger's key signed it; other signatures, witnesses' for example, are passed
     * over.
     *
     * @return empty where it is no checkpoint, or not signed by this key
     */
    public static Optional<Checkpoint> verify(String note, VerifyingKey key) {
        int blank = note.lastIndexOf("\n\n");
        if (blank < 0 || !note.endsWith("\n")) {
            return Optional.empty();
        }
        String body = note.substring(0, blank + 1);
        return parse(body)
                .filter(read ->
                        note.substring(blank + 2).lines().anyMatch(line -> signedBy(line, body, read.origin, key)));
    }

    private static boolean signedBy(String line, String body, String origin, VerifyingKey key) {
        String name = SIGNATURE + origin + " ";
        if (!line.startsWith(name)) {
            return false;
        }
        String text = line.substring(name.length());
        byte[] signed;
        try {
            signed = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
        // Only the one canonical spelling counts here too: no stray base64 bits.
        return signed.length > KEY_ID
                && Base64.getEncoder().encodeToString(signed).equals(text)
                && Arrays.equals(signed, 0, KEY_ID, keyId(origin, key), 0, KEY_ID)
                && key.verify(body.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(signed, KEY_ID, signed.length));
    }

    private static Optional<Checkpoint> parse(String body) {
        var lines = body.lines().toList();
        if (lines.size() != 3 || lines.getFirst().isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] root = Base64.getDecoder().decode(lines.get(2));
            var read = new Checkpoint(lines.getFirst(), Long.parseLong(lines.get(1)), new Root(root));
            // Only the one canonical spelling counts: no leading zero, no stray base64 bits.
            return read.body().equals(body) && read.size >= 0 && root.length == MerkleTree.HASH
                    ? Optional.of(read)
                    : Optional.empty();
        } catch (IllegalArgumentException notANumberOrNotBase64) {
            return Optional.empty();
        }
    }

    private String body() {
        return origin + "\n" + size + "\n" + root + "\n";
    }

    static byte[] keyId(String name, VerifyingKey key) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(name.getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) '\n');
            sha256.update(ED25519);
            return Arrays.copyOf(sha256.digest(key.raw()), KEY_ID);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
