package io.activationgateway.connectors.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;

/**
 * Signs bodies as processors under OpenDSR 3.0 do: RSA over SHA-256 of the raw body, in base64. The key is made with the
 * first seal of a process, for that takes a moment, and certified by nobody. Thread-safe.
 */
final class OpenDsrSeal {

    private static final int BITS = 2_048;
    private static final KeyPair KEY = key();

    /** The value of {@code X-OpenDSR-Signature} for a body. */
    String of(String body) {
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(KEY.getPrivate());
            signature.update(body.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform signs with RSA", e);
        }
    }

    /** What a signature is verified with. */
    PublicKey publicKey() {
        return KEY.getPublic();
    }

    private static KeyPair key() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }
}
