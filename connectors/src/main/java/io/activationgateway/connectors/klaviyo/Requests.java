package io.activationgateway.connectors.klaviyo;

import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.VendorRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Requests to one Klaviyo account: where they go and what each of them carries. Holds the key and does not print it. */
final class Requests {

    /** The revision of the API that all bodies here are written in. */
    static final String REVISION = "2026-07-15";

    private static final String JSON_API = "application/vnd.api+json";

    private final Endpoint endpoint;
    private final Map<String, String> reading;
    private final Map<String, String> writing;

    Requests(Endpoint endpoint, String apiKey) {
        this.endpoint = endpoint;
        var authorization = "Klaviyo-API-Key " + apiKey;
        this.reading = Map.of("Authorization", authorization, "revision", REVISION, "Accept", JSON_API);
        this.writing = Map.of(
                "Authorization", authorization, "revision", REVISION, "Accept", JSON_API, "Content-Type", JSON_API);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    VendorRequest get(String pathAndQuery) {
        return new VendorRequest(HttpMethod.GET, endpoint.path(pathAndQuery), reading, Buffer.buffer());
    }

    VendorRequest post(String path, Buffer body) {
        return new VendorRequest(HttpMethod.POST, endpoint.path(path), writing, body);
    }

    VendorRequest say(Shape shape, Buffer body) {
        return new VendorRequest(shape.method(), endpoint.path(shape.path()), writing, body);
    }

    /** A text inside a path or a query (RFC 3986). */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return "Requests[" + endpoint.host() + "]";
    }
}
