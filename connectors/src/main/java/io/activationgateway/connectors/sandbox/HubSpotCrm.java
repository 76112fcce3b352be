package io.activationgateway.connectors.sandbox;

import static io.activationgateway.connectors.sandbox.HubSpotReplies.batch;
import static io.activationgateway.connectors.sandbox.HubSpotReplies.error;
import static io.activationgateway.connectors.sandbox.HubSpotReplies.failure;
import static io.activationgateway.connectors.sandbox.HubSpotReplies.inputs;

import io.activationgateway.connectors.sandbox.Simulation.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The contacts and lists of a simulated HubSpot account. */
final class HubSpotCrm {

    private static final int MOST = 100;
    private static final int MOST_MEMBERS = 1_000;
    private static final Pattern PROPERTY = Pattern.compile("(?!unknown_)[a-z][a-z0-9_]*");
    private static final Set<String> UPSERT = Set.of("id", "idProperty", "objectWriteTraceId", "properties");

    private final SimulatedHubSpot settings;
    private final HubSpotContacts contacts;
    private final InstantSource clock;

    HubSpotCrm(SimulatedHubSpot settings, HubSpotContacts contacts, InstantSource clock) {
        this.settings = settings;
        this.contacts = contacts;
        this.clock = clock;
    }

    Reply upsert(@Nullable JsonObject body) {
        var inputs = inputs(body, Set.of(), MOST);
        if (inputs == null || inputs.stream().anyMatch(input -> !isUpsert(input)) || repeats(inputs)) {
            return error(400, "VALIDATION_ERROR");
        }
        var results = new JsonArray();
        var errors = new JsonArray();
        var records = new ArrayList<JsonObject>();
        for (var element : inputs) {
            var input = (JsonObject) element;
            var trace = input.getString("objectWriteTraceId");
            var refusal = upsert(input, trace, results);
            if (refusal != null && trace == null) {
                return error(refusal.equals("CONFLICT") ? 409 : 400, refusal);
            }
            if (refusal != null) {
                errors.add(failure(refusal, trace));
            }
            records.add(heard(input, refusal));
        }
        return batch(clock.instant(), results, errors, true, records);
    }

    Reply read(@Nullable JsonObject body) {
        var inputs = inputs(body, Set.of("idProperty", "properties", "propertiesWithHistory"), MOST);
        if (body == null
                || inputs == null
                || inputs.stream().anyMatch(input -> !isId(input))
                || repeats(inputs)
                || !(body.getValue("propertiesWithHistory") instanceof JsonArray)
                || !(body.getValue("properties") instanceof JsonArray names)
                || !contacts.isUnique(body.getValue("idProperty"))) {
            return error(400, "VALIDATION_ERROR");
        }
        var results = new JsonArray();
        var missing = new JsonArray();
        for (var element : inputs) {
            var id = ((JsonObject) element).getString("id");
            var found = contacts.find(body.getString("idProperty"), id);
            if (found == null) {
                missing.add(id);
            } else {
                results.add(shown(found, names));
            }
        }
        // One error names all of them.
        var errors = new JsonArray();
        if (!missing.isEmpty()) {
            errors.add(failure("OBJECT_NOT_FOUND", null).put("context", new JsonObject().put("ids", missing)));
        }
        return batch(clock.instant(), results, errors, true, List.of());
    }

    Reply members(String list, boolean adds, Buffer body) {
        JsonArray ids;
        try {
            ids = new JsonArray(body);
        } catch (DecodeException | ClassCastException notAnArray) {
            return error(400, "VALIDATION_ERROR");
        }
        if (ids.isEmpty() || ids.size() > MOST_MEMBERS || ids.stream().anyMatch(id -> !(id instanceof String))) {
            return error(400, "VALIDATION_ERROR");
        }
        if (!settings.lists().contains(list)) {
            return error(404, "OBJECT_NOT_FOUND");
        }
        var changed = new JsonArray();
        var missing = new JsonArray();
        var records = new ArrayList<JsonObject>();
        for (var id : ids) {
            var contact = contacts.find("id", (String) id);
            if (contact == null) {
                missing.add(id);
                continue;
            }
            if (adds ? contact.lists().add(list) : contact.lists().remove(list)) {
                changed.add(id);
            }
            var identifiers = contact.identifiers(settings.idProperty());
            records.add(Heard.record(adds ? "list-add" : "list-remove", null, identifiers, null, null)
                    .put("audience", list));
        }
        return Reply.json(
                200,
                new JsonObject()
                        .put("recordsIdsAdded", adds ? changed : new JsonArray())
                        .put("recordIdsRemoved", adds ? new JsonArray() : changed)
                        .put("recordIdsMissing", missing),
                records);
    }

    Reply erase(@Nullable JsonObject body) {
        if (body == null
                || !(body.getValue("objectId") instanceof String id)
                || !Set.of("objectId", "idProperty").containsAll(body.fieldNames())) {
            return error(400, "VALIDATION_ERROR");
        }
        boolean byEmail = "email".equals(body.getValue("idProperty"));
        if (!byEmail && (body.containsKey("idProperty") || contacts.find("id", id) == null)) {
            return error(body.containsKey("idProperty") ? 400 : 404, "OBJECT_NOT_FOUND");
        }
        boolean known = contacts.erase(byEmail ? "email" : "id", id);
        var identifiers = new JsonObject().put(byEmail ? "email" : "id", id);
        return new Reply(
                204,
                Map.of(),
                "",
                List.of(Heard.record("gdpr-delete", null, identifiers, null, null)
                        .put("known", known)));
    }

    private @Nullable String upsert(JsonObject input, @Nullable String trace, JsonArray results) {
        var properties = new TreeMap<String, String>();
        input.getJsonObject("properties")
                .forEach(property -> properties.put(property.getKey(), (String) property.getValue()));
        var email = properties.getOrDefault("email", "");
        if (!email.isEmpty() && !HubSpotCommunication.EMAIL.matcher(email).matches()) {
            return "VALIDATION_ERROR";
        }
        boolean known = contacts.find(input.getString("idProperty"), input.getString("id")) != null;
        var contact = contacts.upsert(input.getString("idProperty"), input.getString("id"), properties);
        if (contact == null) {
            return "CONFLICT";
        }
        var result =
                shown(contact, new JsonArray(List.copyOf(properties.keySet()))).put("new", !known);
        results.add(trace == null ? result : result.put("objectWriteTraceId", trace));
        return null;
    }

    private JsonObject shown(HubSpotContacts.Contact contact, JsonArray names) {
        var properties = new JsonObject();
        names.forEach(name -> properties.put((String) name, contact.properties().get((String) name)));
        return new JsonObject()
                .put("id", contact.id())
                .put("properties", properties)
                .put("createdAt", clock.instant().toString())
                .put("updatedAt", clock.instant().toString())
                .put("archived", false);
    }

    private boolean isUpsert(@Nullable Object value) {
        return value instanceof JsonObject input
                && UPSERT.containsAll(input.fieldNames())
                && input.getValue("id") instanceof String id
                && !id.isEmpty()
                && contacts.isUnique(input.getValue("idProperty"))
                && input.getValue("properties") instanceof JsonObject properties
                && properties.stream()
                        .allMatch(property -> property.getValue() instanceof String
                                && PROPERTY.matcher(property.getKey()).matches());
    }

    private static boolean isId(@Nullable Object value) {
        return value instanceof JsonObject input
                && input.fieldNames().equals(Set.of("id"))
                && input.getValue("id") instanceof String;
    }

    private static boolean repeats(JsonArray inputs) {
        var ids = new HashSet<String>();
        return inputs.stream().anyMatch(input -> !ids.add(((JsonObject) input).getString("id")));
    }

    private JsonObject heard(JsonObject input, @Nullable String refusal) {
        var fields = input.getJsonObject("properties").copy();
        var identifiers = new JsonObject();
        for (var name : List.of(settings.idProperty(), "email", "phone")) {
            if (fields.containsKey(name)) {
                identifiers.put(name, fields.remove(name));
            }
        }
        return Heard.record("upsert", null, identifiers, fields, refusal);
    }
}
