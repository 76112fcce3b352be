package io.activationgateway.connectors.googlesheets;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.JsonBytes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** A Google service account: signs the assertion for which Google lends a token (RFC 7523, RS256). Holds a secret. */
final class ServiceAccount {

    private static final String SCOPE = "https://www.googleapis.com/auth/spreadsheets";
    private static final String AUDIENCE = "https://oauth2.googleapis.com/token";
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final Duration VALIDITY = Duration.ofHours(1);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final String email;
    private final PrivateKey key;

    private ServiceAccount(String email, PrivateKey key) {
        this.email = requireNonNull(email, "email");
        this.key = key;
    }

    /**
     * The account of an address and its key.
     *
     * @param pem the key as Google issues it: PKCS #8 in PEM, line breaks perhaps written as backslash and n
     * @throws IllegalArgumentException where the key is not an RSA key of that form
     */
    static ServiceAccount of(String email, String pem) {
        var base64 = pem.replace("\\n", "\n")
                .replace("-----BEGIN PRIVATE KEY-----", "")
                .replace("-----END PRIVATE KEY-----", "")
                .replaceAll("\\s", "");
        try {
            var der = Base64.getDecoder().decode(base64);
            var key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
            if (!(key instanceof RSAPrivateKey)) {
                throw new IllegalArgumentException("not an RSA key");
            }
            return new ServiceAccount(email, key);
        } catch (GeneralSecurityException wrong) {
            throw new IllegalArgumentException("not a PKCS #8 RSA key", wrong);
        }
    }

    /** The form that asks for a token at an instant. */
    String tokenForm(Instant now) {
        var header = new JsonBytes(32).ascii("{\"alg\":\"RS256\",\"typ\":\"JWT\"}");
        var claims = new JsonBytes(256).ascii("{\"iss\":").string(email);
        claims.ascii(",\"scope\":").string(SCOPE).ascii(",\"aud\":").string(AUDIENCE);
        claims.ascii(",\"iat\":").number(now.getEpochSecond());
        claims.ascii(",\"exp\":").number(now.plus(VALIDITY).getEpochSecond()).ascii("}");
        var signed = BASE64.encodeToString(header.toByteArray()) + '.' + BASE64.encodeToString(claims.toByteArray());
        var assertion = signed + '.' + BASE64.encodeToString(signature(signed));
        return "grant_type=" + URLEncoder.encode(GRANT, StandardCharsets.UTF_8) + "&assertion=" + assertion;
    }

    private byte[] signature(String signed) {
        try {
            var rs256 = Signature.getInstance("SHA256withRSA");
            rs256.initSign(key);
            rs256.update(signed.getBytes(StandardCharsets.US_ASCII));
            return rs256.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("an RSA key signs", impossible);
        }
    }

    @Override
    public String toString() {
        return "ServiceAccount";
    }
}
