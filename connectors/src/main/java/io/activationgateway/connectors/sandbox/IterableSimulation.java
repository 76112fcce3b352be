package io.activationgateway.connectors.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** An Iterable project: names failures by identifier, refuses a whole request for one type clash. */
final class IterableSimulation implements Simulation {

    private static final int MAX_BYTES = 4_000_000;
    private static final int LIST_CALLS_PER_SECOND = 5;

    private static final int MAX_EVENT_ID_BYTES = 512;

    /** A bulk call: the array it carries, what an entry and the rest of its body may hold, how often it may come. */
    private record BulkCall(
            String operation, String array, Set<String> members, Set<String> others, RateLimit rateLimit) {}

    private final String apiKey;
    private final IterablePeople people;
    private final IterableTypes types = new IterableTypes();
    private final Map<String, BulkCall> calls;
    private final IterableSubscriptions subscriptions;

    IterableSimulation(SimulatedIterable settings, LongSupplier ticker) {
        this.apiKey = settings.apiKey();
        this.people = new IterablePeople(settings);
        this.subscriptions = new IterableSubscriptions(people, ticker);
        this.calls = Map.of(
                "/api/users/bulkUpdate",
                new BulkCall(
                        "upsert",
                        "users",
                        Set.of("email", "userId", "dataFields", "preferUserId", "mergeNestedObjects"),
                        Set.of("createNewFields"),
                        new RateLimit(5, ticker)),
                "/api/events/trackBulk",
                new BulkCall(
                        "track",
                        "events",
                        Set.of("email", "userId", "eventName", "id", "createdAt", "dataFields", "createNewFields"),
                        Set.of(),
                        new RateLimit(10, ticker)),
                "/api/lists/subscribe",
                new BulkCall(
                        "add",
                        "subscribers",
                        Set.of("email", "userId", "dataFields"),
                        Set.of("listId", "updateExistingUsersOnly"),
                        new RateLimit(LIST_CALLS_PER_SECOND, ticker)),
                "/api/lists/unsubscribe",
                new BulkCall(
                        "remove",
                        "subscribers",
                        Set.of("email", "userId"),
                        Set.of("listId", "channelUnsubscribe"),
                        new RateLimit(LIST_CALLS_PER_SECOND, ticker)));
    }

    @Override
    public Reply answer(Call call) {
        if (!apiKey.equals(call.headers().get("Api-Key"))) {
            return error(401, "BadApiKey");
        }
        var bulk = calls.get(call.path());
        if (bulk == null || !call.method().equals("POST")) {
            var one = subscriptions.answer(call);
            return one != null ? one : error(404, "");
        }
        if (!bulk.rateLimit().take()) {
            return error(429, "RateLimitExceeded");
        }
        if (call.body().length() > MAX_BYTES) {
            return error(413, "BatchTooLarge");
        }
        var body = call.json();
        if (body == null) {
            return error(400, "BadJsonBody");
        }
        if (!hasShape(body, bulk)) {
            return error(400, "BadParams");
        }
        var entries = entries(body.getJsonArray(bulk.array()));
        return entries == null ? error(400, "BadParams") : take(bulk, body, entries);
    }

    @Override
    public void reset() {
        people.reset();
        types.reset();
        subscriptions.reset();
        calls.values().forEach(call -> call.rateLimit().reset());
    }

    private static boolean hasShape(JsonObject body, BulkCall bulk) {
        boolean list = bulk.others().contains("listId");
        return body.getValue(bulk.array()) instanceof JsonArray
                && (!list || body.getValue("listId") instanceof Integer || body.getValue("listId") instanceof Long)
                && body.fieldNames().stream()
                        .allMatch(name ->
                                name.equals(bulk.array()) || bulk.others().contains(name));
    }

    private static @Nullable List<JsonObject> entries(JsonArray array) {
        var entries = new ArrayList<JsonObject>();
        for (var element : array) {
            if (!(element instanceof JsonObject entry)) {
                return null;
            }
            var data = entry.getValue("dataFields");
            if (data != null && !(data instanceof JsonObject)) {
                return null;
            }
            entries.add(entry);
        }
        return entries;
    }

    private Reply take(BulkCall bulk, JsonObject body, List<JsonObject> entries) {
        boolean track = bulk.operation().equals("track");
        if (entries.stream()
                .anyMatch(entry -> !bulk.members().containsAll(entry.fieldNames())
                        || !people.isNamed(entry)
                        || (track && !isEvent(entry)))) {
            return error(400, "BadParams");
        }
        var clash = track ? null : types.clash(entries);
        if (clash != null) {
            return Reply.json(
                    400,
                    new JsonObject()
                            .put("code", "RequestFieldsTypesMismatched")
                            .put("msg", "Request data types do not match existing types")
                            .put("params", new JsonObject().put("validationErrors", clash)));
        }
        boolean mustExist = bulk.operation().equals("remove") || body.getBoolean("updateExistingUsersOnly", false);
        var failures = new IterablePeople.Failures();
        var records = new ArrayList<JsonObject>();
        for (var entry : entries) {
            var refusal = people.take(entry, mustExist, bulk.operation().equals("upsert"), failures);
            records.add(heard(bulk.operation(), body, entry, refusal));
        }
        return Reply.json(200, failures.reply(entries.size()), records);
    }

    private static boolean isEvent(JsonObject entry) {
        var createdAt = entry.getValue("createdAt");
        return entry.getValue("eventName") instanceof String name
                && !name.isEmpty()
                && (createdAt == null || createdAt instanceof Integer || createdAt instanceof Long)
                && (entry.getValue("id") == null
                        || (entry.getValue("id") instanceof String id
                                && id.getBytes(StandardCharsets.UTF_8).length <= MAX_EVENT_ID_BYTES));
    }

    private static JsonObject heard(String operation, JsonObject body, JsonObject entry, @Nullable String refusal) {
        var identifiers = new JsonObject();
        for (var name : List.of("userId", "email")) {
            if (entry.containsKey(name)) {
                identifiers.put(name, entry.getValue(name));
            }
        }
        var heard =
                Heard.record(operation, entry.getString("id"), identifiers, entry.getJsonObject("dataFields"), refusal);
        if (body.containsKey("listId")) {
            heard.put("audience", String.valueOf(body.getValue("listId")));
        }
        for (var name : List.of("eventName", "createdAt")) {
            if (entry.containsKey(name)) {
                heard.put(name, entry.getValue(name));
            }
        }
        return heard;
    }

    static Reply error(int status, String code) {
        return Reply.json(
                status, new JsonObject().put("code", code).put("msg", code).put("params", new JsonObject()));
    }
}
