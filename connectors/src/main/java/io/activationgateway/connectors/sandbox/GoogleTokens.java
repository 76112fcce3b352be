package io.activationgateway.connectors.sandbox;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lends tokens for signed assertions as Google does, and knows those that it has lent. */
final class GoogleTokens {

    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String AUDIENCE = "https://oauth2.googleapis.com/token";
    private static final String SCOPE = "https://www.googleapis.com/auth/spreadsheets";
    private static final long MAX_SECONDS = 3_600;
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final String clientEmail;
    private final PublicKey key;
    private final InstantSource clock;
    private final Map<String, Instant> lent = new HashMap<>();

    GoogleTokens(SimulatedGoogleSheets settings, InstantSource clock) {
        this.clientEmail = settings.clientEmail();
        this.key = settings.key();
        this.clock = clock;
    }

    /** A new token for a form with a valid assertion; null where it is not. */
    @Nullable
    String lend(Buffer form) {
        var fields = new HashMap<String, String>();
        for (var field : form.toString().split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(
                        field.substring(0, equals),
                        URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        if (!GRANT.equals(fields.get("grant_type")) || !isValid(fields.getOrDefault("assertion", ""))) {
            return null;
        }
        var token = "ya29.sandbox-" + (lent.size() + 1);
        lent.put(token, clock.instant().plusSeconds(MAX_SECONDS));
        return token;
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
                    && clientEmail.equals(claims.getString("iss"))
                    && AUDIENCE.equals(claims.getString("aud"))
                    && SCOPE.equals(claims.getString("scope"))
                    && Math.abs(issued - now) <= SKEW.toSeconds()
                    && expires > now
                    && expires - issued <= MAX_SECONDS
                    && rs256.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException | IllegalArgumentException | DecodeException | ClassCastException forged) {
            return false;
        }
    }

    private static JsonObject json(String base64) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8));
    }
}
