package io.activationgateway.connectors.webhook;

import io.activationgateway.connectors.Attempt;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A bearer token per attempt, signed with a passphrase (RFC 7519, HS256 to HS512) and good for five minutes. */
final class Jwt implements Authentication {

    static final Set<String> ALGORITHMS = Set.of("HS256", "HS384", "HS512");

    private static final long LIFE_SECONDS = 300;

    private final String algorithm;
    private final SecretKeySpec key;

    /** {@code algorithm} is one of {@link #ALGORITHMS}. */
    Jwt(String algorithm, String passphrase) {
        this.algorithm = algorithm;
        this.key = new SecretKeySpec(passphrase.getBytes(StandardCharsets.UTF_8), "HmacSHA" + algorithm.substring(2));
    }

    @Override
    public Map<String, String> headers(Attempt attempt, Buffer body) {
        long now = attempt.at().getEpochSecond();
        var head = part("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}");
        var claims = part(
                "{\"iat\":" + now + ",\"exp\":" + (now + LIFE_SECONDS) + ",\"jti\":\"" + attempt.requestKey() + "\"}");
        var signed = head + "." + claims;
        return Map.of("Authorization", "Bearer " + signed + "." + mac(signed));
    }

    private String mac(String text) {
        try {
            var mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return base64(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + key.getAlgorithm(), e);
        }
    }

    private static String part(String json) {
        return base64(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
