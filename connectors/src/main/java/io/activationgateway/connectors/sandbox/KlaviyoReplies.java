package io.activationgateway.connectors.sandbox;

import io.activationgateway.connectors.sandbox.Simulation.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a simulated Klaviyo account answers, and what it notes of a record. */
final class KlaviyoReplies {

    static final String JSON_API = "application/vnd.api+json";

    private KlaviyoReplies() {}

    static JsonObject heard(String operation, JsonObject attributes, @Nullable String refusal) {
        var identifiers = new JsonObject();
        var fields = attributes.copy();
        for (var key : KlaviyoPeople.KEYS) {
            if (fields.containsKey(key)) {
                identifiers.put(key, fields.remove(key));
            }
        }
        return Heard.record(operation, null, identifiers, fields, refusal);
    }

    static Reply invalid(KlaviyoShape shape) {
        return errors(400, "invalid", shape.wrong(), Map.of());
    }

    static Reply error(int status, String code, String pointer) {
        return error(status, code, pointer, Map.of());
    }

    static Reply error(int status, String code, String pointer, Map<String, String> headers) {
        return errors(status, code, List.of(pointer), headers);
    }

    static Reply errors(int status, String code, List<String> pointers, Map<String, String> more) {
        var errors = pointers.stream()
                .map(pointer -> new JsonObject()
                        .put("id", "sandbox")
                        .put("status", status)
                        .put("code", code)
                        .put("title", code)
                        .put("detail", code)
                        .put("source", new JsonObject().put("pointer", pointer))
                        .put("meta", new JsonObject()))
                .toList();
        var headers = new HashMap<>(more);
        headers.put("Content-Type", JSON_API);
        return new Reply(
                status,
                headers,
                new JsonObject().put("errors", new JsonArray(errors)).encode(),
                List.of());
    }

    static Reply json(int status, JsonObject body, List<JsonObject> records) {
        return new Reply(status, Map.of("Content-Type", JSON_API), body.encode(), records);
    }
}
