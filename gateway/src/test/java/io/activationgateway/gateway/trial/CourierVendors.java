package io.activationgateway.gateway.trial;

import io.activationgateway.gateway.region.GatewayClient;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** The vendors as whoever watches the sandbox sees them. Any thread. */
record CourierVendors(GatewayClient sandbox) {

    /** Those that know a repetition by a record's key, and by which identifier each knows people. */
    static final Map<String, String> KEYED = Map.of("webhook-gb", "email", "webhook-de", "user_id");

    /** To it a repeated event is a second event. */
    static final String KEYLESS = "braze-eu";

    static final List<String> DESTINATIONS = List.of("webhook-gb", "webhook-de", KEYLESS);

    /** Makes the next requests to a vendor fail. */
    void fail(String destination, JsonObject script) {
        var reply = sandbox.call("POST", "/_sandbox/fail/" + destination)
                .body("application/json", script.encode())
                .send();
        if (reply.status() != 204) {
            throw new IllegalStateException("the sandbox does not fail as it is told: " + reply.body());
        }
    }

    /** How many requests a vendor had. */
    int requests(String destination) {
        return received(destination).getJsonArray("requests").size();
    }

    /** The last checks of the queued requests that a vendor had. */
    List<Claims.Check> checks(String destination) {
        var checks = received(destination).getJsonArray("requests").stream()
                .map(request -> ((JsonObject) request).getString("lastCheck", ""))
                .flatMap(told -> Claims.Check.of(told).stream())
                .toList();
        if (checks.isEmpty()) {
            throw new IllegalStateException(destination + " was told of no last check of a queued request");
        }
        return checks;
    }

    private JsonObject received(String destination) {
        return sandbox.get("/_sandbox/received/" + destination).json();
    }

    /** What a vendor heard and took, in order. */
    List<Word> heard(String destination) {
        var received = received(destination);
        if (!received.getBoolean("complete")) {
            throw new IllegalStateException("the sandbox did not keep all that " + destination + " received");
        }
        return received.getJsonArray("records").stream()
                .map(JsonObject.class::cast)
                .filter(record -> record.getBoolean("accepted"))
                .map(record -> Word.of(record, KEYED.get(destination)))
                .toList();
    }
}
