package io.activationgateway.connectors.webhook;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs bodies as Standard Webhooks 1.0.0 says, version {@code v1}. Thread-safe. */
final class Signer {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";
    private static final int LEAST_BYTES = 24;
    private static final int MOST_BYTES = 64;

    private final List<SecretKeySpec> keys;

    /**
     * @param secrets base64, with or without {@code whsec_}; each gives one signature
     * @throws IllegalArgumentException where a secret is not base64 of 24 to 64 bytes
     */
    Signer(List<String> secrets) {
        keys = secrets.stream().map(Signer::key).toList();
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("no secret (expected: at least one)");
        }
    }

    /** The value of {@code webhook-signature}: one signature per secret, separated by a space. */
    String sign(String id, long epochSeconds, ByteBuffer body) {
        var head = (id + "." + epochSeconds + ".").getBytes(StandardCharsets.UTF_8);
        return keys.stream().map(key -> "v1," + mac(key, head, body)).collect(Collectors.joining(" "));
    }

    private static String mac(SecretKeySpec key, byte[] head, ByteBuffer body) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(head);
            mac.update(body.duplicate());
            return Base64.getEncoder().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static SecretKeySpec key(String secret) {
        var bytes = Base64.getDecoder().decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret);
        if (bytes.length < LEAST_BYTES || bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "secret of " + bytes.length + " bytes (expected: " + LEAST_BYTES + " to " + MOST_BYTES + ")");
        }
        return new SecretKeySpec(bytes, ALGORITHM);
    }
}
