package io.activationgateway.connectors.sandbox;

import static io.activationgateway.connectors.sandbox.HubSpotReplies.error;
import static io.activationgateway.connectors.sandbox.HubSpotReplies.inputs;

import io.activationgateway.connectors.EventTime;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A HubSpot account: names failed contacts by their traces, and of events says nothing at all. */
final class HubSpotSimulation implements Simulation {

    private static final int MAX_EVENTS = 500;
    private static final int MAX_EVENT_PROPERTIES = 50;
    private static final int PER_TEN_SECONDS = 100;
    private static final long TEN_SECONDS = 10_000_000_000L;
    private static final String CONTACTS = "/crm/v3/objects/contacts/";
    private static final String STATUSES = "/communication-preferences/v4/statuses/batch/";
    private static final Pattern MEMBERS = Pattern.compile("/crm/v3/lists/([0-9]+)/memberships/(add|remove)");
    private static final Pattern EVENT = Pattern.compile("pe[0-9]+_[a-z0-9_]+");
    private static final List<String> EVENT_KEYS = List.of("email", "objectId", "utk");
    private static final Set<String> EVENT_MEMBERS =
            Set.of("eventName", "email", "objectId", "utk", "occurredAt", "uuid", "properties");

    private final String authorization;
    private final HubSpotContacts contacts;
    private final HubSpotCrm crm;
    private final HubSpotCommunication communication;
    private final LongSupplier ticker;
    private final Set<String> events = new HashSet<>();
    private long windowBegan;
    private int inWindow;

    HubSpotSimulation(SimulatedHubSpot settings, InstantSource clock, LongSupplier ticker) {
        this.authorization = "Bearer " + settings.accessToken();
        this.contacts = new HubSpotContacts(settings.idProperty());
        this.crm = new HubSpotCrm(settings, contacts, clock);
        this.communication = new HubSpotCommunication(settings.subscriptions(), contacts, clock);
        this.ticker = ticker;
        this.windowBegan = ticker.getAsLong();
    }

    @Override
    public Reply answer(Call call) {
        if (!authorization.equals(call.headers().get("Authorization"))) {
            return error(401, "INVALID_AUTHENTICATION");
        }
        if (!take()) {
            return new Reply(
                    429,
                    Map.of(
                            "Content-Type", "application/json",
                            "X-HubSpot-RateLimit-Max", Integer.toString(PER_TEN_SECONDS),
                            "X-HubSpot-RateLimit-Remaining", "0",
                            "X-HubSpot-RateLimit-Interval-Milliseconds", "10000"),
                    HubSpotReplies.said("RATE_LIMITS")
                            .put("errorType", "RATE_LIMIT")
                            .put("policyName", "TEN_SECONDLY_ROLLING")
                            .encode(),
                    List.of());
        }
        if (!"application/json".equals(call.headers().get("Content-Type"))) {
            return error(415, "UNSUPPORTED_MEDIA_TYPE");
        }
        var members = MEMBERS.matcher(call.path());
        if (members.matches() && call.method().equals("PUT")) {
            return crm.members(members.group(1), members.group(2).equals("add"), call.body());
        }
        return call.method().equals("POST") ? posted(call) : error(405, "METHOD_NOT_ALLOWED");
    }

    @Override
    public void reset() {
        contacts.reset();
        events.clear();
        windowBegan = ticker.getAsLong();
        inWindow = 0;
    }

    private Reply posted(Call call) {
        return switch (call.path()) {
            case CONTACTS + "batch/upsert" -> crm.upsert(call.json());
            case CONTACTS + "batch/read" -> crm.read(call.json());
            case CONTACTS + "gdpr-delete" -> crm.erase(call.json());
            case STATUSES + "write" -> communication.write(call.json());
            case STATUSES + "unsubscribe-all" -> communication.unsubscribeAll(call);
            case "/events/v3/send/batch" -> events(call.json());
            default -> error(404, "OBJECT_NOT_FOUND");
        };
    }

    private Reply events(@Nullable JsonObject body) {
        var inputs = inputs(body, Set.of(), MAX_EVENTS);
        if (inputs == null || inputs.stream().anyMatch(input -> !isEvent(input))) {
            return error(400, "VALIDATION_ERROR");
        }
        var records = new ArrayList<JsonObject>();
        for (var element : inputs) {
            var event = (JsonObject) element;
            var uuid = event.getString("uuid");
            if (uuid == null || events.add(uuid)) {
                var identifiers = new JsonObject();
                EVENT_KEYS.stream()
                        .filter(event::containsKey)
                        .forEach(key -> identifiers.put(key, event.getString(key)));
                records.add(Heard.record("event", uuid, identifiers, event.getJsonObject("properties"), null)
                        .put("event", event.getString("eventName"))
                        .put("occurredAt", event.getValue("occurredAt")));
            }
        }
        return new Reply(204, Map.of(), "", records);
    }

    private static boolean isEvent(@Nullable Object value) {
        return value instanceof JsonObject event
                && EVENT_MEMBERS.containsAll(event.fieldNames())
                && event.getValue("eventName") instanceof String name
                && EVENT.matcher(name).matches()
                && EVENT_KEYS.stream().anyMatch(event::containsKey)
                && (!event.containsKey("email")
                        || HubSpotCommunication.EMAIL
                                .matcher(String.valueOf(event.getValue("email")))
                                .matches())
                && (!event.containsKey("objectId")
                        || String.valueOf(event.getValue("objectId")).matches("[0-9]{1,19}"))
                && event.getValue("properties") instanceof JsonObject properties
                && properties.size() <= MAX_EVENT_PROPERTIES
                && properties.stream().allMatch(property -> property.getValue() instanceof String)
                && (!event.containsKey("occurredAt") || EventTime.parse(event.getString("occurredAt")) != null)
                && (!event.containsKey("uuid") || isUuid(event.getString("uuid")));
    }

    private static boolean isUuid(String text) {
        try {
            return UUID.fromString(text).toString().equalsIgnoreCase(text);
        } catch (IllegalArgumentException notAUuid) {
            return false;
        }
    }

    private boolean take() {
        long now = ticker.getAsLong();
        if (now - windowBegan >= TEN_SECONDS) {
            windowBegan = now;
            inWindow = 0;
        }
        return inWindow++ < PER_TEN_SECONDS;
    }
}
