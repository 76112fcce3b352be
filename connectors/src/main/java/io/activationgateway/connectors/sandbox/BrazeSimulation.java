package io.activationgateway.connectors.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A Braze workspace: names failed objects by array and index, and says of the others only that they are queued. */
final class BrazeSimulation implements Simulation {

    private static final String TRACK = "/users/track";
    private static final String STATES = "/v2/subscription/status/set";
    private static final String DELETE = "/users/delete";

    private static final int MAX_BYTES = 4_000_000;
    private static final int MAX_OBJECT_BYTES = 100_000;
    private static final int MAX_OBJECTS = 75;
    private static final int MAX_PEOPLE = 50;
    private static final List<String> ARRAYS = List.of("attributes", "events", "purchases");
    private static final Map<String, String> DELETED_BY = Map.of(
            "external_ids", "external_id",
            "user_aliases", "user_alias",
            "email_addresses", "email",
            "phone_numbers", "phone",
            "braze_ids", "braze_id");
    private static final Map<String, String> SET_BY =
            Map.of("external_ids", "external_id", "emails", "email", "phones", "phone");

    private final String authorization;
    private final InstantSource clock;
    private final BrazePeople people;
    private final Map<String, RateLimit> rates;

    BrazeSimulation(SimulatedBraze settings, InstantSource clock, LongSupplier ticker) {
        this.authorization = "Bearer " + settings.apiKey();
        this.clock = clock;
        this.people = new BrazePeople(settings);
        this.rates = Map.of(
                TRACK, new RateLimit(1_000, ticker),
                STATES, new RateLimit(83, ticker),
                DELETE, new RateLimit(333, ticker));
    }

    @Override
    public Reply answer(Call call) {
        var rate = rates.get(call.path());
        if (rate == null || !call.method().equals("POST")) {
            return message(404, "Not found");
        }
        if (!authorization.equals(call.headers().get("Authorization"))) {
            return message(401, "Invalid API key");
        }
        if (!rate.take()) {
            var reset = Long.toString(clock.instant().getEpochSecond() + 1);
            return new Reply(
                    429,
                    Map.of(
                            "Content-Type", "application/json",
                            "X-RateLimit-Remaining", "0",
                            "X-RateLimit-Reset", reset),
                    new JsonObject().put("message", "Rate limit exceeded").encode(),
                    List.of());
        }
        if (call.body().length() > MAX_BYTES) {
            return message(413, "Request too large");
        }
        var body = call.json();
        if (body == null || !"application/json".equals(call.headers().get("Content-Type"))) {
            return message(400, "The request could not be parsed");
        }
        return switch (call.path()) {
            case TRACK -> track(body);
            case STATES -> states(body);
            default -> delete(body);
        };
    }

    @Override
    public void reset() {
        people.reset();
        rates.values().forEach(RateLimit::reset);
    }

    private Reply track(JsonObject body) {
        int objects = 0;
        for (var member : body) {
            if (!ARRAYS.contains(member.getKey()) || !(member.getValue() instanceof JsonArray array)) {
                return message(400, "Invalid parameter: " + member.getKey());
            }
            objects += array.size();
        }
        if (objects == 0) {
            return message(400, "Valid data must be provided in the 'attributes', 'events', or 'purchases' fields.");
        }
        if (objects > MAX_OBJECTS) {
            return message(400, "Max Input Length Exceeded");
        }
        var answer = new JsonObject().put("message", "success");
        var errors = new JsonArray();
        var records = new ArrayList<JsonObject>();
        for (var name : ARRAYS) {
            var array = body.getJsonArray(name, new JsonArray());
            int processed = 0;
            for (int index = 0; index < array.size(); index++) {
                var object = array.getValue(index) instanceof JsonObject given ? given : new JsonObject();
                var refusal = tooLarge(object) ? "object is too large" : people.take(name, object);
                if (refusal == null) {
                    processed++;
                } else {
                    errors.add(new JsonObject()
                            .put("type", refusal)
                            .put("input_array", name)
                            .put("index", index));
                }
                records.add(heard(name, object, refusal));
            }
            if (!array.isEmpty()) {
                answer.put(name + "_processed", processed);
            }
        }
        return Reply.json(201, errors.isEmpty() ? answer : answer.put("errors", errors), records);
    }

    private Reply states(JsonObject body) {
        if (!body.fieldNames().equals(Set.of("subscription_groups"))
                || !(body.getValue("subscription_groups") instanceof JsonArray groups)
                || groups.isEmpty()) {
            return message(400, "subscription_groups is required");
        }
        var records = new ArrayList<JsonObject>();
        for (var element : groups) {
            var group = element instanceof JsonObject given ? given : new JsonObject();
            var by = only(group, SET_BY);
            if (by == null || by.getValue().isEmpty() || by.getValue().size() > MAX_PEOPLE) {
                return message(400, "Between 1 and 50 of external_ids, emails or phones are required");
            }
            var refusal = people.groupRefusal(group);
            if (refusal != null) {
                return message(400, refusal);
            }
            for (var identifier : by.getValue()) {
                people.set(group, by.getKey(), String.valueOf(identifier));
                records.add(Heard.record(
                                group.getString("subscription_state"),
                                null,
                                new JsonObject().put(by.getKey(), identifier),
                                null,
                                null)
                        .put("group", group.getString("subscription_group_id")));
            }
        }
        return Reply.json(201, new JsonObject().put("message", "success"), records);
    }

    private Reply delete(JsonObject body) {
        var by = only(body, DELETED_BY);
        if (by == null
                || body.size() != 1
                || by.getValue().isEmpty()
                || by.getValue().size() > MAX_PEOPLE) {
            return message(400, "Between 1 and 50 identifiers of one kind are required");
        }
        int deleted = 0;
        var records = new ArrayList<JsonObject>();
        for (var identifier : by.getValue()) {
            boolean known = people.delete(by.getKey(), identifier);
            deleted += known ? 1 : 0;
            records.add(Heard.record("delete", null, new JsonObject().put(by.getKey(), identifier), null, null)
                    .put("known", known));
        }
        return Reply.json(201, new JsonObject().put("deleted", deleted).put("message", "success"), records);
    }

    /** The one array among these that an object has, under what its elements are; null where it has none or several. */
    private static Map.@Nullable Entry<String, JsonArray> only(JsonObject object, Map<String, String> arrays) {
        var present = object.fieldNames().stream().filter(arrays::containsKey).collect(Collectors.toSet());
        if (present.size() != 1) {
            return null;
        }
        var name = present.iterator().next();
        return object.getValue(name) instanceof JsonArray array
                ? Map.entry(Objects.requireNonNull(arrays.get(name)), array)
                : null;
    }

    private static boolean tooLarge(JsonObject object) {
        return object.encode().getBytes(StandardCharsets.UTF_8).length > MAX_OBJECT_BYTES;
    }

    private static JsonObject heard(String array, JsonObject object, @Nullable String refusal) {
        var identifiers = new JsonObject();
        var fields = new JsonObject();
        var key = BrazePeople.keyOf(object);
        for (var member : object) {
            (member.getKey().equals(key) ? identifiers : fields).put(member.getKey(), member.getValue());
        }
        return Heard.record(array, null, identifiers, fields, refusal);
    }

    private static Reply message(int status, String message) {
        return Reply.json(status, new JsonObject().put("message", message));
    }
}
