package io.activationgateway.gateway.api;

import static java.util.Objects.requireNonNull;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 says it. The {@code code} is stable and part of the API; {@code code} and {@code message} stand
 * beside the standard members because some senders read nothing else.
 *
 * @param status the HTTP status
 * @param code the last part of the problem's type
 * @param title the same for every occurrence
 * @param detail what is wrong here and what would be right; never personal data
 * @param retryAfterSeconds when to come back, 0 where coming back does not help
 */
record Problem(int status, String code, String title, String detail, int retryAfterSeconds) {

    static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPE_PREFIX = "urn:activation-gateway:problem:";

    Problem {
        requireNonNull(code, "code");
        requireNonNull(title, "title");
        requireNonNull(detail, "detail");
    }

    static Problem of(int status, String code, String title, String detail) {
        return new Problem(status, code, title, detail, 0);
    }

    static Problem comeBack(String code, String title, String detail) {
        return new Problem(503, code, title, detail, 1);
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("type", TYPE_PREFIX + code)
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .put("code", code)
                .put("message", detail);
    }

    /** Sends this problem, unless an answer has begun already. */
    void send(HttpServerResponse response, @Nullable JsonObject more) {
        if (response.headWritten() || response.closed()) {
            return;
        }
        var body = toJson();
        if (more != null) {
            body.mergeIn(more);
        }
        if (retryAfterSeconds > 0) {
            response.putHeader("Retry-After", Integer.toString(retryAfterSeconds));
        }
        response.setStatusCode(status).putHeader("Content-Type", MEDIA_TYPE).end(body.toBuffer());
    }
}
