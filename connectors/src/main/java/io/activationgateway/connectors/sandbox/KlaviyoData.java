package io.activationgateway.connectors.sandbox;

import static io.activationgateway.connectors.sandbox.KlaviyoReplies.heard;
import static io.activationgateway.connectors.sandbox.KlaviyoReplies.invalid;
import static io.activationgateway.connectors.sandbox.KlaviyoReplies.json;

import io.activationgateway.connectors.sandbox.Simulation.Reply;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The calls of a simulated Klaviyo account that bring data: imports and events. */
final class KlaviyoData {

    private static final int MAX_PROFILE_BYTES = 100_000;
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");

    private final KlaviyoPeople people;
    private final KlaviyoJobs jobs;
    private final InstantSource clock;
    private final Set<String> events = new HashSet<>();

    KlaviyoData(KlaviyoPeople people, KlaviyoJobs jobs, InstantSource clock) {
        this.people = people;
        this.jobs = jobs;
        this.clock = clock;
    }

    void reset() {
        events.clear();
    }

    Reply imported(JsonObject body, KlaviyoShape shape) {
        var attributes = shape.attributes(body, KlaviyoJobs.IMPORT, Set.of("profiles"));
        var profiles = shape.resources(
                attributes, "profiles", "/data/attributes", "profile", 10_000, Set.of("type", "attributes"));
        for (int i = 0; i < profiles.size(); i++) {
            var pointer = "/data/attributes/profiles/data/" + i + "/attributes";
            shape.profile(profiles.get(i).getJsonObject("attributes", new JsonObject()), pointer, false);
            if (profiles.get(i).encode().getBytes(StandardCharsets.UTF_8).length > MAX_PROFILE_BYTES) {
                shape.wrong().add(pointer);
            }
        }
        if (!shape.wrong().isEmpty()) {
            return invalid(shape);
        }
        var errors = new ArrayList<JsonObject>();
        var records = new ArrayList<JsonObject>();
        for (var profile : profiles) {
            var given = profile.getJsonObject("attributes");
            var refusal = importRefusal(given);
            if (refusal != null) {
                errors.add(importError(errors.size(), refusal, given));
            }
            records.add(heard("import", given, refusal));
        }
        return json(
                202,
                jobs.begin(KlaviyoJobs.IMPORT, clock.instant(), profiles.size(), "failed_count", errors.size(), errors),
                records);
    }

    private @Nullable String importRefusal(JsonObject attributes) {
        if (attributes.getValue("email") instanceof String email
                && !EMAIL.matcher(email).matches()) {
            return "invalid";
        }
        return people.take(attributes) == null ? "conflict" : null;
    }

    private static JsonObject importError(int number, String code, JsonObject payload) {
        var pointer = code.equals("invalid") ? "/data/attributes/email" : "/data";
        return new JsonObject()
                .put("type", "import-error")
                .put("id", "sandbox-error-" + number)
                .put(
                        "attributes",
                        new JsonObject()
                                .put("code", code)
                                .put("title", "Invalid input.")
                                .put("detail", code)
                                .put("source", new JsonObject().put("pointer", pointer))
                                .put("original_payload", payload));
    }

    Reply tracked(JsonObject body, KlaviyoShape shape) {
        var attributes = shape.attributes(body, "event-bulk-create-job", Set.of("events-bulk-create"));
        var groups = shape.resources(
                attributes,
                "events-bulk-create",
                "/data/attributes",
                "event-bulk-create",
                1_000,
                Set.of("type", "attributes"));
        var records = new ArrayList<JsonObject>();
        var keys = new HashSet<String>();
        for (int i = 0; i < groups.size(); i++) {
            var pointer = "/data/attributes/events-bulk-create/data/" + i + "/attributes";
            var group = shape.object(
                    groups.get(i).getValue("attributes"), pointer, Set.of("profile", "events", "backfill"));
            group(group, pointer, shape, keys, records);
        }
        if (!shape.wrong().isEmpty()) {
            return invalid(shape);
        }
        records.forEach(record -> people.take(record.getJsonObject("identifiers")));
        events.addAll(keys);
        return new Reply(202, Map.of(), "", records);
    }

    /** The events of one person. */
    private void group(
            JsonObject group, String pointer, KlaviyoShape shape, Set<String> keys, List<JsonObject> records) {
        var holder = shape.object(group.getValue("profile"), pointer + "/profile", Set.of("data"));
        var profile = shape.resource(
                holder.getValue("data"), pointer + "/profile/data", "profile", Set.of("type", "attributes"));
        var person = profile.getJsonObject("attributes", new JsonObject());
        shape.profile(person, pointer + "/profile/data/attributes", true);
        var each = shape.resources(group, "events", pointer, "event", 1_000, Set.of("type", "attributes"));
        for (int nth = 0; nth < each.size(); nth++) {
            var at = pointer + "/events/data/" + nth + "/attributes";
            var event = each.get(nth).getJsonObject("attributes", new JsonObject());
            if (!shape.event(event, at)) {
                continue;
            }
            var name = event.getJsonObject("metric")
                    .getJsonObject("data")
                    .getJsonObject("attributes")
                    .getString("name");
            var id = event.getString("unique_id");
            var key = person.encode() + name + id;
            if (id != null && (events.contains(key) || !keys.add(key))) {
                shape.wrong().add(at + "/unique_id");
            }
            records.add(Heard.record("event", id, person, event.getJsonObject("properties"), null)
                    .put("event", name)
                    .put("time", event.getValue("time")));
        }
    }
}
