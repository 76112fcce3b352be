package io.activationgateway.connectors.webhook;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.SigningKey;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token signed with a private key (RFC 7519), good for at least four minutes. One serves all attempts of a minute:
 * such a signature is too dear for every request. Thread-safe.
 */
final class KeyedJwt implements Authentication {

    private static final long LIFE_SECONDS = 300;
    private static final long MINUTE_SECONDS = 60;

    private final SigningKey key;
    private volatile @Nullable Held held;

    private record Held(long since, Map<String, String> headers) {
        @Override
        public String toString() {
            return "Held[since " + since + "]";
        }
    }

    KeyedJwt(SigningKey key) {
        this.key = requireNonNull(key, "key");
    }

    @Override
    public Map<String, String> headers(Attempt attempt, Buffer body) {
        long now = attempt.at().getEpochSecond();
        long since = now - Math.floorMod(now, MINUTE_SECONDS);
        var known = held;
        if (known == null || known.since() != since) {
            var claims = "{\"iat\":" + since + ",\"exp\":" + (since + LIFE_SECONDS) + "}";
            known = new Held(since, Map.of("Authorization", "Bearer " + key.token(claims)));
            held = known;
        }
        return known.headers();
    }
}
