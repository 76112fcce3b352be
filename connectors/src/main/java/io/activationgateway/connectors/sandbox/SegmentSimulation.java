package io.activationgateway.connectors.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A Segment source: answers 200 to nearly everything, and drops in silence what it does not like. */
final class SegmentSimulation implements Simulation {

    private static final int MAX_BYTES = 500_000;
    private static final int MAX_MESSAGE_BYTES = 32_000;
    private static final int MAX_MESSAGES = 2_500;
    private static final int MAX_MESSAGE_ID = 100;
    private static final int REQUESTS_PER_SECOND = 1_000;

    private final String authorization;
    private final RateLimit rateLimit;
    private final Set<String> seen = new HashSet<>();

    SegmentSimulation(SimulatedSegment settings, LongSupplier ticker) {
        this.authorization = "Basic "
                + Base64.getEncoder().encodeToString((settings.writeKey() + ":").getBytes(StandardCharsets.UTF_8));
        this.rateLimit = new RateLimit(REQUESTS_PER_SECOND, ticker);
    }

    @Override
    public Reply answer(Call call) {
        if (!call.method().equals("POST") || !call.path().equals("/v1/batch")) {
            return Reply.json(404, new JsonObject());
        }
        if (!authorization.equals(call.headers().get("Authorization"))) {
            return Reply.json(401, new JsonObject().put("success", false));
        }
        if (!rateLimit.take()) {
            var wait = Map.of("Retry-After", "1", "X-RateLimit-Reset", "1");
            return new Reply(429, wait, "", List.of());
        }
        var body = call.json();
        if (call.body().length() > MAX_BYTES
                || body == null
                || !(body.getValue("batch") instanceof JsonArray batch)
                || hasOversizeMessage(batch)) {
            return Reply.json(400, new JsonObject().put("success", false));
        }
        var records = new ArrayList<JsonObject>();
        for (int i = 0; i < batch.size(); i++) {
            var message = batch.getValue(i) instanceof JsonObject object ? object : new JsonObject();
            var refusal = i < MAX_MESSAGES ? refusal(message) : "surplus";
            if (!"repeated".equals(refusal)) {
                records.add(heard(message, refusal));
            }
        }
        return Reply.json(200, new JsonObject().put("success", true), records);
    }

    @Override
    public void reset() {
        seen.clear();
        rateLimit.reset();
    }

    private static boolean hasOversizeMessage(JsonArray batch) {
        return batch.stream()
                .anyMatch(message -> message instanceof JsonObject object
                        && object.encode().getBytes(StandardCharsets.UTF_8).length > MAX_MESSAGE_BYTES);
    }

    private @Nullable String refusal(JsonObject message) {
        boolean track = "track".equals(message.getValue("type"));
        if (!track && !"identify".equals(message.getValue("type"))) {
            return "type";
        }
        if (!isText(message.getValue("userId")) && !isText(message.getValue("anonymousId"))) {
            return "nobody";
        }
        if (!(message.getValue(track ? "properties" : "traits") instanceof JsonObject)
                || (track && !isText(message.getValue("event")))) {
            return "shape";
        }
        if (!(message.getValue("messageId") instanceof String messageId) || messageId.length() > MAX_MESSAGE_ID) {
            return "message-id";
        }
        return seen.add(messageId) ? null : "repeated";
    }

    private static JsonObject heard(JsonObject message, @Nullable String refusal) {
        boolean track = "track".equals(message.getValue("type"));
        var identifiers = new JsonObject();
        for (var name : List.of("userId", "anonymousId")) {
            if (message.containsKey(name)) {
                identifiers.put(name, message.getValue(name));
            }
        }
        var fields = message.getValue(track ? "properties" : "traits") instanceof JsonObject object ? object : null;
        var heard = Heard.record(
                track ? "track" : "identify", message.getString("messageId"), identifiers, fields, refusal);
        for (var name : List.of("event", "timestamp", "context")) {
            if (message.containsKey(name)) {
                heard.put(name, message.getValue(name));
            }
        }
        return heard;
    }

    private static boolean isText(@Nullable Object value) {
        return value instanceof String text && !text.isEmpty();
    }
}
