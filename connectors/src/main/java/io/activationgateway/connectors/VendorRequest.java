package io.activationgateway.connectors;

import static java.util.Objects.requireNonNull;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request ready for the wire; the bytes of the body are final (they may be signed). Holds personal data and secrets: it
 * does not print them.
 *
 * @param pathAndQuery with the path of the endpoint's base already in front
 * @param headers all but host and length
 * @param elsewhere the endpoint of a further request that does not go to the operation's; null where it does. Never set in a
 *     request that carries records
 */
public record VendorRequest(
        HttpMethod method,
        String pathAndQuery,
        Map<String, String> headers,
        Buffer body,
        @Nullable Endpoint elsewhere) {

    public VendorRequest {
        requireNonNull(method, "method");
        requireNonNull(pathAndQuery, "pathAndQuery");
        headers = Map.copyOf(headers);
        requireNonNull(body, "body");
    }

    /** A request to the operation's endpoint. */
    public VendorRequest(HttpMethod method, String pathAndQuery, Map<String, String> headers, Buffer body) {
        this(method, pathAndQuery, headers, body, null);
    }

    @Override
    public String toString() {
        return "VendorRequest[" + method + ", " + body.length() + " bytes]";
    }
}
