package io.activationgateway.connectors.hubspot;

import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.VendorRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Map;

/** Requests to one HubSpot account. Holds the token and does not print it. */
final class Requests {

    private final Endpoint endpoint;
    private final Map<String, String> headers;

    Requests(Endpoint endpoint, String token) {
        this.endpoint = endpoint;
        this.headers = Map.of(
                "Authorization", "Bearer " + token, "Content-Type", "application/json", "Accept", "application/json");
    }

    Endpoint endpoint() {
        return endpoint;
    }

    VendorRequest post(String path, Buffer body) {
        return new VendorRequest(HttpMethod.POST, endpoint.path(path), headers, body);
    }

    VendorRequest say(Shape shape, Buffer body) {
        return new VendorRequest(shape.method(), endpoint.path(shape.pathAndQuery()), headers, body);
    }

    @Override
    public String toString() {
        return "Requests[" + endpoint.host() + "]";
    }
}
