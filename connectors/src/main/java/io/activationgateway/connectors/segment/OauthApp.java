package io.activationgateway.connectors.segment;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.SigningKey;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** An OAuth application of a workspace: signs the assertion for which Segment lends a token (RFC 7523, RS256). Holds a secret. */
final class OauthApp {

    private static final String ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final String SCOPE = "tracking_api:write";

    /** Segment takes no assertion that lasts longer. */
    private static final Duration VALIDITY = Duration.ofSeconds(60);

    private final String appId;
    private final String keyId;
    private final SigningKey key;
    private final URI audience;

    /** {@code audience} is the region's server of tokens. */
    OauthApp(String appId, String keyId, SigningKey key, URI audience) {
        this.appId = requireNonNull(appId, "appId");
        this.keyId = requireNonNull(keyId, "keyId");
        this.key = requireNonNull(key, "key");
        this.audience = requireNonNull(audience, "audience");
    }

    /** The form that asks for a token at an instant. */
    String tokenForm(Instant now) {
        var claims = new JsonBytes(256).ascii("{\"sub\":").string(appId);
        claims.ascii(",\"aud\":").string(audience.toString());
        claims.ascii(",\"iat\":").number(now.getEpochSecond());
        claims.ascii(",\"exp\":").number(now.plus(VALIDITY).getEpochSecond());
        claims.ascii(",\"jti\":").string(UUID.randomUUID().toString()).ascii("}");
        return "grant_type=client_credentials&client_assertion_type="
                + URLEncoder.encode(ASSERTION, StandardCharsets.UTF_8)
                + "&client_assertion=" + key.token(claims.text(0, claims.length()), keyId)
                + "&scope=" + URLEncoder.encode(SCOPE, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "OauthApp";
    }
}
