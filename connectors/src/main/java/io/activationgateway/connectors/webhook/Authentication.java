package io.activationgateway.connectors.webhook;

import io.activationgateway.connectors.Attempt;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How a receiver knows that a request is ours: headers that may depend on the attempt and the body. */
@FunctionalInterface
interface Authentication {

    Map<String, String> headers(Attempt attempt, Buffer body);

    /** Headers that never change. */
    static Authentication fixed(Map<String, String> headers) {
        var copy = Map.copyOf(headers);
        return (_, _) -> copy;
    }

    /** A signature as Standard Webhooks 1.0.0 describes. */
    static Authentication signed(Signer signer) {
        return (attempt, body) -> {
            long seconds = attempt.at().getEpochSecond();
            return Map.of(
                    "webhook-id", attempt.requestKey(),
                    "webhook-timestamp", Long.toString(seconds),
                    "webhook-signature",
                            signer.sign(
                                    attempt.requestKey(),
                                    seconds,
                                    ((BufferInternal) body).getByteBuf().nioBuffer()));
        };
    }

    /**
     * All headers of a request: what it holds, its own name, by which a receiver can recognise a repetition, and those of
     * each authentication.
     */
    static Authentication all(List<Authentication> all) {
        if (all.isEmpty()) {
            return (attempt, _) -> Map.of("Content-Type", "application/json", "webhook-id", attempt.requestKey());
        }
        return (attempt, body) -> {
            var headers = new HashMap<>(Map.of("Content-Type", "application/json", "webhook-id", attempt.requestKey()));
            all.forEach(one -> headers.putAll(one.headers(attempt, body)));
            return headers;
        };
    }
}
