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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A Customer.io workspace at the Track API: names failed items by index, and ignores the suppressed in silence. */
final class CustomerIoSimulation implements Simulation {

    private static final int MAX_BYTES = 500_000;
    private static final int MAX_ITEM_BYTES = 32_000;
    private static final int MAX_MEMBERS = 1_000;
    private static final int MAX_NAME = 150;
    private static final int MAX_ATTRIBUTES = 300;
    private static final int MAX_VALUE = 1_000;
    private static final int MAX_EVENT_NAME = 100;
    private static final int REQUESTS_PER_SECOND = 1_000;
    private static final Set<String> IDENTIFIERS = Set.of("id", "email", "phone", "cio_id");
    private static final Pattern ULID = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");
    private static final Pattern SEGMENT = Pattern.compile("/api/v1/segments/([0-9]{1,9})/(add|remove)_customers");

    private final SimulatedCustomerIo settings;
    private final String authorization;
    private final RateLimit rate;
    private final CustomerIoPeople people = new CustomerIoPeople();
    private final Set<String> seen = new HashSet<>();

    CustomerIoSimulation(SimulatedCustomerIo settings, LongSupplier ticker) {
        this.settings = settings;
        this.authorization = BasicCredentials.header(settings.siteId(), settings.apiKey());
        this.rate = new RateLimit(REQUESTS_PER_SECOND, ticker);
    }

    @Override
    public Reply answer(Call call) {
        boolean asksForRegion = call.method().equals("GET") && call.path().equals("/api/v1/accounts/region");
        if (!authorization.equals(call.headers().get("Authorization"))) {
            // The vendor's description has a 400 for this question, and a 401 for all else.
            return Reply.json(asksForRegion ? 400 : 401, meta("Unauthorized request"));
        }
        if (!rate.take()) {
            return new Reply(429, Map.of("Retry-After", "1"), "", List.of());
        }
        if (asksForRegion) {
            var host = settings.region().equals("eu") ? "https://track-eu.customer.io" : "https://track.customer.io";
            return Reply.json(
                    200,
                    new JsonObject()
                            .put("url", host)
                            .put("region", settings.region())
                            .put("environment_id", 3));
        }
        var segment = SEGMENT.matcher(call.path());
        if (!call.method().equals("POST") || !(call.path().equals("/api/v2/batch") || segment.matches())) {
            return Reply.json(404, meta("not found"));
        }
        if (call.body().length() >= MAX_BYTES) {
            return Reply.json(413, meta("request is too large"));
        }
        var body = call.json();
        if (body == null || !"application/json".equals(call.headers().get("Content-Type"))) {
            return invalid("", "malformed", "the body is not JSON");
        }
        return segment.matches()
                ? members(Long.parseLong(segment.group(1)), segment.group(2).equals("add"), call, body)
                : batch(body);
    }

    @Override
    public void reset() {
        people.reset();
        seen.clear();
        rate.reset();
    }

    private Reply batch(JsonObject body) {
        if (!body.fieldNames().equals(Set.of("batch"))
                || !(body.getValue("batch") instanceof JsonArray items)
                || items.isEmpty()) {
            return invalid("batch", "required", "must be an array with items");
        }
        var errors = new JsonArray();
        var records = new ArrayList<JsonObject>();
        for (int index = 0; index < items.size(); index++) {
            var item = items.getValue(index) instanceof JsonObject given ? given : new JsonObject();
            var field = refusal(item);
            if (field != null) {
                errors.add(new JsonObject()
                        .put("batch_index", index)
                        .put("reason", "invalid")
                        .put("field", field)
                        .put("message", "is not valid"));
            }
            boolean repeated = field == null && item.getValue("id") instanceof String id && !seen.add(id);
            if (!repeated) {
                records.add(heard(item, field, field == null && apply(item)));
            }
        }
        return errors.isEmpty()
                ? Reply.json(200, new JsonObject(), records)
                : Reply.json(207, new JsonObject().put("errors", errors), records);
    }

    /** Whether what was said had any effect. */
    private boolean apply(JsonObject item) {
        var identifiers = item.getJsonObject("identifiers");
        return switch (item.getString("action")) {
            case "identify" -> people.identify(identifiers, item.getJsonObject("attributes", new JsonObject()));
            case "delete" -> people.delete(identifiers);
            case "suppress" -> {
                people.suppress(identifiers);
                yield true;
            }
            default -> !people.isSuppressed(identifiers);
        };
    }

    /** The field that is wrong, or null. */
    private static @Nullable String refusal(JsonObject item) {
        if (item.encode().getBytes(StandardCharsets.UTF_8).length >= MAX_ITEM_BYTES) {
            return "batch";
        }
        if (!"person".equals(item.getValue("type"))) {
            return "type";
        }
        if (!(item.getValue("identifiers") instanceof JsonObject identifiers)
                || identifiers.size() != 1
                || !IDENTIFIERS.containsAll(identifiers.fieldNames())
                || !(identifiers.getValue(identifiers.fieldNames().iterator().next()) instanceof String identifier)
                || identifier.isEmpty()
                || bytes(identifier) > MAX_NAME) {
            return "identifiers";
        }
        return switch (String.valueOf(item.getValue("action"))) {
            case "identify" -> attributesRefusal(item, Set.of("type", "action", "identifiers", "attributes"));
            case "event" -> eventRefusal(item);
            case "delete", "suppress" ->
                item.fieldNames().equals(Set.of("type", "action", "identifiers")) ? null : "action";
            default -> "action";
        };
    }

    private static @Nullable String eventRefusal(JsonObject item) {
        if (!(item.getValue("name") instanceof String name) || name.isEmpty() || bytes(name) > MAX_EVENT_NAME) {
            return "name";
        }
        var id = item.getValue("id");
        if (id != null && !(id instanceof String text && ULID.matcher(text).matches())) {
            return "id";
        }
        var timestamp = item.getValue("timestamp");
        if (timestamp != null && !(timestamp instanceof Integer || timestamp instanceof Long)) {
            return "timestamp";
        }
        return attributesRefusal(
                item, Set.of("type", "action", "identifiers", "attributes", "name", "id", "timestamp"));
    }

    private static @Nullable String attributesRefusal(JsonObject item, Set<String> members) {
        var unknown = item.fieldNames().stream()
                .filter(name -> !members.contains(name))
                .findFirst();
        if (unknown.isPresent()) {
            return unknown.get();
        }
        boolean event = "event".equals(item.getValue("action"));
        if (!(item.getValue("attributes", new JsonObject()) instanceof JsonObject attributes)
                || (!event && attributes.size() > MAX_ATTRIBUTES)) {
            return "attributes";
        }
        for (var attribute : attributes) {
            boolean preference = attribute.getKey().startsWith("cio_subscription_preferences.")
                    || attribute.getKey().equals("unsubscribed");
            boolean tooLong = !event && attribute.getValue() instanceof String text && bytes(text) > MAX_VALUE;
            if (bytes(attribute.getKey()) > MAX_NAME
                    || tooLong
                    || (preference && !event && !(attribute.getValue() instanceof Boolean))) {
                return "attributes." + attribute.getKey();
            }
        }
        return null;
    }

    private Reply members(long segment, boolean add, Call call, JsonObject body) {
        var type = call.query().contains("id_type") ? call.query().get("id_type") : "id";
        if (!settings.segments().contains(segment)) {
            // The one error that the vendor's description gives as a text of JSON rather than an object.
            return new Reply(404, Map.of("Content-Type", "application/json"), "\"Segment not found\"", List.of());
        }
        if (!Set.of("id", "email", "cio_id").contains(type)
                || !body.fieldNames().equals(Set.of("ids"))
                || !(body.getValue("ids") instanceof JsonArray ids)
                || ids.isEmpty()
                || ids.size() > MAX_MEMBERS
                || !ids.stream().allMatch(String.class::isInstance)) {
            return Reply.json(400, meta("ids must be 1 to 1000 strings"));
        }
        var records = new ArrayList<JsonObject>();
        for (var id : ids) {
            var identifiers = new JsonObject().put(type, id);
            boolean known = people.change(segment, add, identifiers);
            records.add(Heard.record(add ? "add" : "remove", null, identifiers, null, null)
                    .put("audience", Long.toString(segment))
                    .put("applied", known));
        }
        return Reply.json(200, new JsonObject(), records);
    }

    private static JsonObject heard(JsonObject item, @Nullable String field, boolean applied) {
        var heard = Heard.record(
                String.valueOf(item.getValue("action")),
                item.getValue("id") instanceof String id ? id : null,
                item.getValue("identifiers") instanceof JsonObject identifiers ? identifiers : new JsonObject(),
                item.getValue("attributes") instanceof JsonObject attributes ? attributes : null,
                field);
        for (var name : List.of("name", "timestamp")) {
            if (item.containsKey(name)) {
                heard.put(name, item.getValue(name));
            }
        }
        return heard.put("applied", applied);
    }

    private static Reply invalid(String field, String reason, String message) {
        var error = new JsonObject().put("reason", reason).put("field", field).put("message", message);
        return Reply.json(400, new JsonObject().put("errors", new JsonArray().add(error)));
    }

    private static JsonObject meta(String error) {
        return new JsonObject().put("meta", new JsonObject().put("error", error));
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
