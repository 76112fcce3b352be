package io.activationgateway.connectors.sandbox;

import io.activationgateway.connectors.sandbox.Simulation.Reply;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lends tokens for signed assertions (RFC 7523), and knows those that it has lent. */
final class TokenLender {

    private static final Duration SKEW = Duration.ofMinutes(5);

    private final Terms terms;
    private final PublicKey key;
    private final InstantSource clock;
    private final Map<String, Instant> lent = new HashMap<>();

    /**
     * What a form and its assertion must say.
     *
     * @param form the fields of the form beside the assertion
     * @param assertion the field that holds the assertion
     * @param header what the assertion's header must hold beside its algorithm
     * @param claims the claims that the assertion must make beside its times
     * @param lasting the longest that an assertion may last
     */
    record Terms(
            Map<String, String> form,
            String assertion,
            Map<String, String> header,
            Map<String, String> claims,
            Duration lasting) {}

    /** {@code key} is what assertions are verified with. */
    TokenLender(Terms terms, PublicKey key, InstantSource clock) {
        this.terms = terms;
        this.key = key;
        this.clock = clock;
    }

    /** The public half of an RSA key in PEM. */
    static PublicKey publicKey(String pem) throws GeneralSecurityException {
        var base64 = pem.replace("\\n", "").replaceAll("-----[A-Z ]+-----|\\s", "");
        var rsa = KeyFactory.getInstance("RSA");
        if (!(rsa.generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)))
                instanceof RSAPrivateCrtKey key)) {
            throw new IllegalArgumentException("a key without its public exponent");
        }
        return rsa.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
    }

    /** What the lender answers: a new token that lasts so many seconds, where the form's assertion is valid. */
    Reply answer(Simulation.Call call, int lasting) {
        if (!"application/x-www-form-urlencoded".equals(call.headers().get("Content-Type"))) {
            return refused();
        }
        var fields = new HashMap<String, String>();
        for (var field : call.body().toString().split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(
                        field.substring(0, equals),
                        URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        var assertion = fields.getOrDefault(terms.assertion(), "");
        if (!fields.entrySet().containsAll(terms.form().entrySet()) || !isValid(assertion)) {
            return refused();
        }
        var token = "sandbox-token-" + (lent.size() + 1);
        lent.put(token, clock.instant().plusSeconds(lasting));
        return Reply.json(
                200,
                new JsonObject()
                        .put("access_token", token)
                        .put("expires_in", lasting)
                        .put("token_type", "Bearer"));
    }

    private static Reply refused() {
        return Reply.json(400, new JsonObject().put("error", "invalid_grant").put("error_description", "Invalid JWT"));
    }

    /** Whether a header bears a token that was lent and still lasts. */
    boolean accepts(@Nullable String authorization) {
        var until = authorization == null || !authorization.startsWith("Bearer ")
                ? null
                : lent.get(authorization.substring(7));
        return until != null && clock.instant().isBefore(until);
    }

    /** Takes back every token. */
    void reset() {
        lent.clear();
    }

    private boolean isValid(String assertion) {
        var parts = assertion.split("[.]", -1);
        if (parts.length != 3) {
            return false;
        }
        try {
            var header = json(parts[0]);
            var claims = json(parts[1]);
            var rs256 = Signature.getInstance("SHA256withRSA");
            rs256.initVerify(key);
            rs256.update((parts[0] + '.' + parts[1]).getBytes(StandardCharsets.US_ASCII));
            long now = clock.instant().getEpochSecond();
            long issued = claims.getLong("iat", 0L);
            long expires = claims.getLong("exp", 0L);
            return "RS256".equals(header.getString("alg"))
                    && header.getMap().entrySet().containsAll(terms.header().entrySet())
                    && claims.getMap().entrySet().containsAll(terms.claims().entrySet())
                    && Math.abs(issued - now) <= SKEW.toSeconds()
                    && expires > now
                    && expires - issued <= terms.lasting().toSeconds()
                    && rs256.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException | IllegalArgumentException | DecodeException | ClassCastException forged) {
            return false;
        }
    }

    private static JsonObject json(String base64) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8));
    }
}
