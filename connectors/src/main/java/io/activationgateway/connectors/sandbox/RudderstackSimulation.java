package io.activationgateway.connectors.sandbox;

import io.activationgateway.connectors.BasicCredentials;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A RudderStack workspace: takes a batch as a whole or not at all, drops what it has seen and what suppressed users did, and
 * says OK to all of it.
 */
final class RudderstackSimulation implements Simulation {

    private static final int MAX_BYTES = 4_000 * 1024;
    private static final int MAX_EVENT_BYTES = 32 * 1024;
    private static final int EVENTS_PER_SECOND = 2_000;
    private static final Set<String> REGULATION = Set.of("regulationType", "sourceIds", "destinationIds", "users");

    private final SimulatedRudderstack settings;
    private final String authorization;
    private final RateLimit rateLimit;
    private final Set<String> seen = new HashSet<>();
    private final Set<String> suppressed = new HashSet<>();

    RudderstackSimulation(SimulatedRudderstack settings, LongSupplier ticker) {
        this.settings = settings;
        this.authorization = BasicCredentials.header(settings.writeKey(), "");
        this.rateLimit = new RateLimit(EVENTS_PER_SECOND, ticker);
    }

    @Override
    public Reply answer(Call call) {
        return switch (call.method() + " " + call.path()) {
            case "POST /v1/batch" -> batch(call);
            case "POST /v2/regulations" -> regulation(call);
            default -> text(404, "404 page not found", List.of());
        };
    }

    @Override
    public void reset() {
        seen.clear();
        suppressed.clear();
        rateLimit.reset();
    }

    private Reply batch(Call call) {
        if (!authorization.equals(call.headers().get("Authorization"))) {
            return text(401, "Invalid Authorization Header", List.of());
        }
        if (call.body().length() > MAX_BYTES) {
            return text(413, "Request size too large", List.of());
        }
        if (call.json() == null || !(call.json().getValue("batch") instanceof JsonArray batch) || batch.isEmpty()) {
            return text(400, "Invalid JSON", List.of());
        }
        if (!batch.stream().allMatch(RudderstackSimulation::isSomebodys)) {
            return text(400, "Request neither has anonymousId nor userId", List.of());
        }
        if (!batch.stream().allMatch(_ -> rateLimit.take())) {
            return text(429, "Too many requests", List.of());
        }
        var heard = new ArrayList<JsonObject>();
        for (var element : batch) {
            var message = (JsonObject) element;
            var refusal = refusal(message);
            if (!"repeated".equals(refusal)) {
                heard.add(heard(message, refusal));
            }
        }
        return text(200, "OK", heard);
    }

    private static boolean isSomebodys(Object element) {
        return element instanceof JsonObject message
                && (isText(message.getValue("userId")) || isText(message.getValue("anonymousId")));
    }

    private @Nullable String refusal(JsonObject message) {
        if (message.encode().getBytes(StandardCharsets.UTF_8).length > MAX_EVENT_BYTES) {
            return "size";
        }
        boolean shaped = switch (String.valueOf(message.getValue("type"))) {
            case "identify" -> message.getValue("traits") instanceof JsonObject;
            case "group" -> isText(message.getValue("groupId"));
            case "track" -> isText(message.getValue("event")) && message.getValue("properties") instanceof JsonObject;
            case "audiencelist" ->
                message.getValue("properties") instanceof JsonObject properties
                        && properties.getValue("listData") instanceof JsonObject lists
                        && Set.of("add", "remove").containsAll(lists.fieldNames());
            default -> false;
        };
        if (!shaped || !isText(message.getValue("originalTimestamp")) || !isText(message.getValue("sentAt"))) {
            return "shape";
        }
        if (suppressed.contains(message.getString("userId"))) {
            return "suppressed";
        }
        return isText(message.getValue("messageId")) && !seen.add(message.getString("messageId")) ? "repeated" : null;
    }

    private Reply regulation(Call call) {
        if (settings.accessToken() == null
                || !("Bearer " + settings.accessToken()).equals(call.headers().get("Authorization"))) {
            return text(401, "Unauthorized", List.of());
        }
        var body = call.json();
        if (body == null
                || !REGULATION.containsAll(body.fieldNames())
                || !(body.getValue("users") instanceof JsonArray users)
                || users.isEmpty()
                || !users.stream().allMatch(user -> user instanceof JsonObject one && isText(one.getValue("userId")))) {
            return text(400, "users: each needs a userId", List.of());
        }
        var type = String.valueOf(body.getValue("regulationType"));
        boolean deletes = type.equals("suppress_with_delete");
        if ((!deletes && !type.equals("suppress"))
                || deletes != body.getValue("destinationIds") instanceof JsonArray
                || (deletes && body.containsKey("sourceIds"))) {
            return text(400, "regulationType and ids do not agree", List.of());
        }
        var heard = new ArrayList<JsonObject>();
        for (var user : users) {
            var one = (JsonObject) user;
            suppressed.add(one.getString("userId"));
            heard.add(Heard.record(type, null, one, null, null));
        }
        var regulation = new JsonObject()
                .put("id", "reg-" + suppressed.size())
                .put("workspaceId", "ws")
                .put("canceled", false)
                .put("regulationType", type)
                .put("attributes", new JsonObject());
        var headers = Map.of("Content-Type", "application/json");
        return new Reply(201, headers, new JsonArray().add(regulation).encode(), heard);
    }

    private static JsonObject heard(JsonObject message, @Nullable String refusal) {
        var identifiers = new JsonObject();
        for (var name : List.of("userId", "anonymousId", "groupId")) {
            if (message.containsKey(name)) {
                identifiers.put(name, message.getValue(name));
            }
        }
        var fields = message.getValue("traits") instanceof JsonObject traits
                ? traits
                : message.getValue("properties") instanceof JsonObject properties ? properties : null;
        var heard = Heard.record(
                String.valueOf(message.getValue("type")), message.getString("messageId"), identifiers, fields, refusal);
        for (var name : List.of("event", "originalTimestamp", "context")) {
            if (message.containsKey(name)) {
                heard.put(name, message.getValue(name));
            }
        }
        return heard;
    }

    private static boolean isText(@Nullable Object value) {
        return value instanceof String text && !text.isEmpty();
    }

    private static Reply text(int status, String body, List<JsonObject> heard) {
        return new Reply(status, Map.of("Content-Type", "text/plain; charset=utf-8"), body, heard);
    }
}
