package io.activationgateway.connectors.sandbox;

import io.activationgateway.connectors.sandbox.SimulatedAutomation.Product;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A workflow that a hook starts, which remembers the ids of requests; each product answers in its own words. */
final class AutomationSimulation implements Simulation {

    private static final Set<String> OPERATIONS = Set.of(
            "profile.upsert",
            "audience.add",
            "audience.remove",
            "event.track",
            "channel.subscribe",
            "channel.unsubscribe",
            "profile.suppress",
            "profile.erase");

    private final SimulatedAutomation settings;
    private final RateLimit rateLimit;
    private final Set<String> seen = new HashSet<>();

    AutomationSimulation(SimulatedAutomation settings, LongSupplier ticker) {
        this.settings = settings;
        this.rateLimit = new RateLimit(
                switch (settings.product()) {
                    case N8N -> 1_000;
                    case MAKE, ZAPIER -> 30;
                },
                ticker);
    }

    @Override
    public Reply answer(Call call) {
        if (!call.method().equals("POST")) {
            return notRegistered(call.method());
        }
        boolean known = settings.headers().entrySet().stream()
                .allMatch(header -> header.getValue().equals(call.headers().get(header.getKey())));
        if (!known) {
            return text(unauthorized(call), "Unauthorized", List.of());
        }
        if (!rateLimit.take()) {
            return text(429, "Too many requests", List.of());
        }
        if (call.body().length() > most()) {
            return text(413, "", List.of());
        }
        var body = call.json();
        if (body == null || !OPERATIONS.contains(String.valueOf(body.getValue("type")))) {
            return text(settings.product() == Product.N8N ? 422 : 400, "not understood", List.of());
        }
        var id = String.valueOf(call.headers().get("webhook-id"));
        var heard = seen.add(id) ? heard(body) : List.<JsonObject>of();
        return switch (settings.product()) {
            case N8N -> Reply.json(200, new JsonObject().put("message", "Workflow was started"), heard);
            case MAKE -> text(200, "Accepted", heard);
            case ZAPIER -> Reply.json(200, caught(), heard);
        };
    }

    private Reply notRegistered(String method) {
        if (settings.product() != Product.N8N) {
            return text(404, "not registered", List.of());
        }
        var body = new JsonObject()
                .put("code", 404)
                .put("message", "This webhook is not registered for " + method + " requests.")
                .put("hint", "The workflow must be active, and its node must listen for this method.");
        return Reply.json(404, body);
    }

    /** n8n tells missing basic credentials from wrong ones; a header is only ever wrong. */
    private int unauthorized(Call call) {
        boolean missing = settings.headers().getOrDefault("authorization", "").startsWith("Basic ")
                && !call.headers().contains("Authorization");
        return settings.product() == Product.N8N && !missing ? 403 : 401;
    }

    private JsonObject caught() {
        var attempt = "attempt-" + seen.size();
        return new JsonObject()
                .put("status", "success")
                .put("id", attempt)
                .put("request_id", attempt)
                .put("attempt", attempt);
    }

    @Override
    public void reset() {
        seen.clear();
        rateLimit.reset();
    }

    private int most() {
        return switch (settings.product()) {
            case N8N -> 16 << 20;
            case MAKE -> 5 << 20;
            case ZAPIER -> 10 << 20;
        };
    }

    private List<JsonObject> heard(JsonObject body) {
        var type = body.getString("type");
        var data = body.getValue("data") instanceof JsonObject object ? object : body;
        var records = data.getValue("records") instanceof JsonArray array ? array : new JsonArray().add(body);
        return records.stream()
                .map(record -> record instanceof JsonObject object ? heard(type, data, object) : null)
                .flatMap(Stream::ofNullable)
                .toList();
    }

    private static JsonObject heard(String type, JsonObject data, JsonObject record) {
        var identifiers = record.getJsonObject("identifiers", new JsonObject());
        var fields = record.getJsonObject("attributes", record.getJsonObject("properties", flat(record)));
        var heard = Heard.record(type, record.getString("key"), identifiers, fields, null);
        return data.containsKey("audience") ? heard.put("audience", data.getValue("audience")) : heard;
    }

    private static @Nullable JsonObject flat(JsonObject record) {
        return record.containsKey("identifiers") ? null : record;
    }

    private static Reply text(int status, String body, List<JsonObject> heard) {
        return new Reply(status, Map.of("Content-Type", "text/plain"), body, heard);
    }
}
