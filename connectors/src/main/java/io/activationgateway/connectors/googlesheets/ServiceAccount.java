package io.activationgateway.connectors.googlesheets;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.SigningKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** A Google service account: signs the assertion for which Google lends a token (RFC 7523, RS256). Holds a secret. */
final class ServiceAccount {

    private static final String SCOPE = "https://www.googleapis.com/auth/spreadsheets";
    private static final String AUDIENCE = "https://oauth2.googleapis.com/token";
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final Duration VALIDITY = Duration.ofHours(1);

    private final String email;
    private final SigningKey key;

    private ServiceAccount(String email, SigningKey key) {
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
        return new ServiceAccount(email, SigningKey.of("RS256", pem));
    }

    /** The form that asks for a token at an instant. */
    String tokenForm(Instant now) {
        var claims = new JsonBytes(256).ascii("{\"iss\":").string(email);
        claims.ascii(",\"scope\":").string(SCOPE).ascii(",\"aud\":").string(AUDIENCE);
        claims.ascii(",\"iat\":").number(now.getEpochSecond());
        claims.ascii(",\"exp\":").number(now.plus(VALIDITY).getEpochSecond()).ascii("}");
        var assertion = key.token(claims.text(0, claims.length()));
        return "grant_type=" + URLEncoder.encode(GRANT, StandardCharsets.UTF_8) + "&assertion=" + assertion;
    }

    @Override
    public String toString() {
        return "ServiceAccount";
    }
}
