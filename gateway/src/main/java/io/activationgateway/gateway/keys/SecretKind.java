package io.activationgateway.gateway.keys;

import io.activationgateway.residency.signing.LinkCertificate;
import io.activationgateway.residency.signing.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** What a secret is made of, and how its file spells it. */
public enum SecretKind {
    /** 32 random bytes as URL-safe base64 without padding: keys of sources and of simulated vendors. */
    RANDOM_TOKEN,
    /** {@code whsec_} and 32 random bytes in base64, as Standard Webhooks has it. */
    WEBHOOK_SECRET,
    /** 32 random bytes in hexadecimal: the key under which a region's pseudonyms are computed. */
    PSEUDONYM_KEY,
    /** An Ed25519 key pair in PEM; the public half lies beside it, its name ending in {@code .pub}. */
    ED25519_PAIR,
    /**
     * A key on curve P-256 in PEM, and beside it, its name ending in {@code .crt}, a certificate for it that it signs
     * itself: whoever is to know this end of a link trusts just that.
     */
    TLS_PAIR,
    /** An RSA key in PEM on one line, its line breaks spelt as a service account's JSON file spells them. */
    ACCOUNT_KEY;

    static final int BYTES = 32;
    private static final int RSA_BITS = 2048;
    static final String WEBHOOK_PREFIX = "whsec_";

    /** The file's content, one line or PEM. */
    byte[] make(SecureRandom random) {
        if (this == ED25519_PAIR) {
            return ascii(SigningKey.generate(random).toPem());
        }
        if (this == TLS_PAIR) {
            return ascii(LinkCertificate.newKey(random));
        }
        if (this == ACCOUNT_KEY) {
            return ascii(accountKey(random) + "\n");
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return ascii(switch (this) {
                    case RANDOM_TOKEN -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
                    case WEBHOOK_SECRET -> WEBHOOK_PREFIX + Base64.getEncoder().encodeToString(bytes);
                    case PSEUDONYM_KEY, ED25519_PAIR, TLS_PAIR, ACCOUNT_KEY ->
                        HexFormat.of().formatHex(bytes);
                }
                + "\n");
    }

    private static String accountKey(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS, random);
            var key = generator.generateKeyPair().getPrivate().getEncoded();
            return "-----BEGIN PRIVATE KEY-----\\n" + Base64.getEncoder().encodeToString(key)
                    + "\\n-----END PRIVATE KEY-----\\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
