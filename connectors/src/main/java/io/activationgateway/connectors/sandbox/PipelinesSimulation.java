package io.activationgateway.connectors.sandbox;

import io.activationgateway.connectors.BasicCredentials;
import io.activationgateway.connectors.EventTime;
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
 * A source of Customer.io's Pipelines and the workspace behind it: refuses in strict mode only, and else answers 200 to what
 * it drops. It acts upon events of certain names, and takes no more of people who were suppressed.
 */
final class PipelinesSimulation implements Simulation {

    private static final int MAX_BYTES = 500_000;
    private static final int MAX_CALL_BYTES = 32_000;
    private static final int REQUESTS_PER_SECOND = 1_000;

    private final String authorization;
    private final RateLimit rate;
    private final Set<String> seen = new HashSet<>();
    private final CustomerIoPeople people = new CustomerIoPeople();

    PipelinesSimulation(SimulatedPipelines settings, LongSupplier ticker) {
        this.authorization = BasicCredentials.header(settings.writeKey(), "");
        this.rate = new RateLimit(REQUESTS_PER_SECOND, ticker);
    }

    @Override
    public Reply answer(Call call) {
        if (!call.method().equals("POST") || !call.path().equals("/v1/batch")) {
            return Reply.json(404, new JsonObject());
        }
        boolean strict = "1".equals(call.headers().get("X-Strict-Mode"));
        if (!authorization.equals(call.headers().get("Authorization"))) {
            return Reply.json(strict ? 401 : 200, new JsonObject());
        }
        if (!rate.take()) {
            return new Reply(429, Map.of("Retry-After", "1"), "", List.of());
        }
        var body = call.json();
        var calls = body != null && body.getValue("batch") instanceof JsonArray given ? given : new JsonArray();
        boolean whole = !calls.isEmpty() && call.body().length() < MAX_BYTES;
        var records = new ArrayList<JsonObject>();
        boolean refused = !whole;
        for (var element : whole ? calls : new JsonArray()) {
            var message = element instanceof JsonObject object ? object : new JsonObject();
            var refusal = refusal(message);
            refused |= refusal != null;
            if (refusal != null || seen.add(message.getString("messageId"))) {
                records.add(heard(message, refusal).put("applied", refusal == null && apply(message)));
            }
        }
        return refused && strict
                ? Reply.json(400, new JsonObject().put("error", "the batch is not valid"))
                : Reply.json(200, new JsonObject(), records);
    }

    @Override
    public void reset() {
        seen.clear();
        people.reset();
        rate.reset();
    }

    /** Whether the call had any effect on the workspace. */
    private boolean apply(JsonObject message) {
        var userId = message.getString("userId");
        if (userId == null) {
            return true;
        }
        var identifiers = new JsonObject().put("id", userId);
        if (message.getString("type").equals("identify")) {
            return people.identify(identifiers, message.getJsonObject("traits"));
        }
        return switch (message.getString("event")) {
            case "User Deleted" -> people.delete(identifiers);
            case "User Suppressed" -> {
                people.suppress(identifiers);
                yield true;
            }
            default -> !people.isSuppressed(identifiers);
        };
    }

    private static @Nullable String refusal(JsonObject message) {
        boolean track = "track".equals(message.getValue("type"));
        if (!track && !"identify".equals(message.getValue("type"))) {
            return "type";
        }
        if (message.encode().getBytes(StandardCharsets.UTF_8).length >= MAX_CALL_BYTES) {
            return "size";
        }
        if (!isText(message.getValue("userId")) && !isText(message.getValue("anonymousId"))) {
            return "nobody";
        }
        if (!(message.getValue(track ? "properties" : "traits") instanceof JsonObject)
                || (track && !isText(message.getValue("event")))
                || !isText(message.getValue("messageId"))) {
            return "shape";
        }
        if (!track && !isBoolean(message.getJsonObject("traits").getValue("unsubscribed"))) {
            return "unsubscribed";
        }
        return EventTime.parse(message.getString("timestamp")) == null ? "timestamp" : null;
    }

    private static boolean isBoolean(@Nullable Object value) {
        return value == null || value instanceof Boolean;
    }

    private static JsonObject heard(JsonObject message, @Nullable String refusal) {
        var identifiers = new JsonObject();
        for (var name : List.of("userId", "anonymousId")) {
            if (message.containsKey(name)) {
                identifiers.put(name, message.getValue(name));
            }
        }
        boolean track = "track".equals(message.getValue("type"));
        var fields = message.getValue(track ? "properties" : "traits") instanceof JsonObject object ? object : null;
        var heard = Heard.record(
                String.valueOf(message.getValue("type")), message.getString("messageId"), identifiers, fields, refusal);
        return track ? heard.put("event", message.getValue("event")) : heard;
    }

    private static boolean isText(@Nullable Object value) {
        return value instanceof String text && !text.isEmpty();
    }
}
