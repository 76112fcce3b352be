package io.activationgateway.connectors;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;

/**
 * A private key with the algorithm that it signs tokens by: RS256 to RS512, PS256 to PS512 and ES256 to ES512 of RFC 7518.
 * Thread-safe; holds a secret and does not print it. A signature takes up to a few milliseconds.
 */
public final class SigningKey {

    private static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

    private static final int LEAST_RSA_BITS = 2_048;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final String algorithm;
    private final PrivateKey key;

    private SigningKey(String algorithm, PrivateKey key) {
        this.algorithm = algorithm;
        this.key = key;
    }

    /** The names of the algorithms, sorted. */
    public static Set<String> algorithms() {
        return new TreeSet<>(ALGORITHMS);
    }

    /**
     * The key in a PEM text.
     *
     * @param pem PKCS #8 without passphrase (RFC 5958, RFC 7468), line breaks perhaps written as backslash and n
     * @throws IllegalArgumentException where it is no key of that form, or none of the algorithm's kind and strength
     */
    public static SigningKey of(String algorithm, String pem) {
        if (!ALGORITHMS.contains(algorithm)) {
            throw new IllegalArgumentException("algorithm " + algorithm + " (expected: one of " + algorithms() + ")");
        }
        var base64 = pem.replace("\\n", "\n")
                .replace("-----BEGIN PRIVATE KEY-----", "")
                .replace("-----END PRIVATE KEY-----", "")
                .replaceAll("\\s", "");
        try {
            var encoded = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
            var key = KeyFactory.getInstance(algorithm.startsWith("ES") ? "EC" : "RSA")
                    .generatePrivate(encoded);
            if (!fits(algorithm, key)) {
                throw new IllegalArgumentException("a key that is none of " + algorithm);
            }
            return new SigningKey(algorithm, key);
        } catch (GeneralSecurityException wrong) {
            throw new IllegalArgumentException("no PKCS #8 key of " + algorithm, wrong);
        }
    }

    private static boolean fits(String algorithm, PrivateKey key) {
        return switch (key) {
            case RSAPrivateKey rsa -> rsa.getModulus().bitLength() >= LEAST_RSA_BITS;
            case ECPrivateKey ec ->
                ec.getParams().getCurve().getField().getFieldSize()
                        == switch (algorithm) {
                            case "ES256" -> 256;
                            case "ES384" -> 384;
                            default -> 521;
                        };
            default -> false;
        };
    }

    /** A token in compact form (RFC 7515, RFC 7519) whose claims are this JSON text. */
    public String token(String claims) {
        return signed("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}", claims);
    }

    /** The same, whose header names the key. */
    public String token(String claims, String keyId) {
        var header = new JsonBytes(128).ascii("{\"alg\":\"").ascii(algorithm).ascii("\",\"typ\":\"JWT\",\"kid\":");
        header.string(keyId).ascii("}");
        return signed(header.text(0, header.length()), claims);
    }

    private String signed(String header, String claims) {
        var signed = part(header) + '.' + part(claims);
        try {
            var signature = signature();
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + '.' + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a key that fits its algorithm signs", impossible);
        }
    }

    private Signature signature() throws GeneralSecurityException {
        var bits = algorithm.substring(2);
        return switch (algorithm.charAt(0)) {
            case 'R' -> Signature.getInstance("SHA" + bits + "withRSA");
            case 'E' -> Signature.getInstance("SHA" + bits + "withECDSAinP1363Format");
            default -> {
                var pss = Signature.getInstance("RSASSA-PSS");
                var digest = "SHA-" + bits;
                int salt = Integer.parseInt(bits) / Byte.SIZE;
                pss.setParameter(new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), salt, 1));
                yield pss;
            }
        };
    }

    private static String part(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "SigningKey[" + algorithm + "]";
    }
}
