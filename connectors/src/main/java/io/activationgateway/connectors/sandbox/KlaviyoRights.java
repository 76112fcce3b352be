package io.activationgateway.connectors.sandbox;

import static io.activationgateway.connectors.sandbox.KlaviyoReplies.error;
import static io.activationgateway.connectors.sandbox.KlaviyoReplies.heard;
import static io.activationgateway.connectors.sandbox.KlaviyoReplies.invalid;
import static io.activationgateway.connectors.sandbox.KlaviyoReplies.json;

import io.activationgateway.connectors.sandbox.Simulation.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The calls of a simulated Klaviyo account about lists, consents, suppressions and deletions. */
final class KlaviyoRights {

    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");

    private final Set<String> lists;
    private final KlaviyoPeople people;
    private final KlaviyoJobs jobs;
    private final InstantSource clock;

    KlaviyoRights(Set<String> lists, KlaviyoPeople people, KlaviyoJobs jobs, InstantSource clock) {
        this.lists = lists;
        this.people = people;
        this.jobs = jobs;
        this.clock = clock;
    }

    Reply members(String method, String list, JsonObject body) {
        boolean adds = method.equals("POST");
        if ((!adds && !method.equals("DELETE"))
                || !(body.getValue("data") instanceof JsonArray data)
                || data.isEmpty()
                || data.size() > 1_000) {
            return error(400, "invalid", "/data");
        }
        if (!lists.contains(list)) {
            return error(404, "not_found", "/data");
        }
        var records = new ArrayList<JsonObject>();
        for (var element : data) {
            var profile = element instanceof JsonObject object && "profile".equals(object.getValue("type"))
                    ? people.known("id", object.getValue("id")).findFirst().orElse(null)
                    : null;
            if (profile == null) {
                return error(404, "not_found", "/data");
            }
            if (adds) {
                profile.lists().add(list);
            } else {
                profile.lists().remove(list);
            }
            records.add(Heard.record(adds ? "list-add" : "list-remove", null, profile.identifiers(), null, null)
                    .put("audience", list));
        }
        return new Reply(204, Map.of(), "", records);
    }

    Reply subscribed(JsonObject body, KlaviyoShape shape) {
        var attributes = shape.attributes(
                body, "profile-subscription-bulk-create-job", Set.of("custom_source", "profiles", "historical_import"));
        boolean historical = attributes.getBoolean("historical_import", false);
        var list = shape.list(body);
        var profiles = shape.resources(
                attributes, "profiles", "/data/attributes", "profile", 1_000, Set.of("type", "attributes"));
        var consents = consents(profiles, shape, "SUBSCRIBED", historical);
        if (!shape.wrong().isEmpty()) {
            return invalid(shape);
        }
        if (list != null && !lists.contains(list)) {
            return error(404, "not_found", "/data/relationships/list/data/id");
        }
        var records = new ArrayList<JsonObject>();
        for (int i = 0; i < profiles.size(); i++) {
            var given = profiles.get(i).getJsonObject("attributes");
            var profile = people.take(KlaviyoPush.known(given));
            if (profile != null) {
                KlaviyoPush.apply(given, profile, false);
                consents.get(i).forEach(name -> profile.consents().put(name, "SUBSCRIBED"));
                profile.suppress(false);
                if (list != null) {
                    profile.lists().add(list);
                }
            }
            records.add(heard("subscribe", given, null));
        }
        return new Reply(202, Map.of(), "", records);
    }

    Reply unsubscribed(JsonObject body, KlaviyoShape shape) {
        var attributes = shape.attributes(body, "profile-subscription-bulk-delete-job", Set.of("profiles"));
        var list = shape.list(body);
        var profiles = shape.resources(
                attributes, "profiles", "/data/attributes", "profile", 100, Set.of("type", "attributes"));
        var consents = consents(profiles, shape, "UNSUBSCRIBED", false);
        if (!shape.wrong().isEmpty()) {
            return invalid(shape);
        }
        var records = new ArrayList<JsonObject>();
        for (int i = 0; i < profiles.size(); i++) {
            var given = profiles.get(i).getJsonObject("attributes");
            var contact = given.containsKey("email") ? "email" : "phone_number";
            var about = given.containsKey(contact)
                    ? people.known(contact, given.getValue(contact)).toList()
                    : KlaviyoPush.owners(given, people);
            for (var profile : about) {
                KlaviyoPush.apply(given, profile, true);
                if (list != null && !profile.lists().remove(list)) {
                    profile.consents().replaceAll((_, _) -> "UNSUBSCRIBED");
                }
                consents.get(i).forEach(name -> profile.consents().put(name, "UNSUBSCRIBED"));
            }
            records.add(heard("unsubscribe", given, null));
        }
        return new Reply(202, Map.of(), "", records);
    }

    private static List<List<String>> consents(
            List<JsonObject> profiles, KlaviyoShape shape, String consent, boolean historical) {
        var consents = new ArrayList<List<String>>();
        for (int i = 0; i < profiles.size(); i++) {
            var pointer = "/data/attributes/profiles/data/" + i + "/attributes";
            var given = shape.object(
                    profiles.get(i).getValue("attributes"), pointer, Set.of("email", "phone_number", "subscriptions"));
            consents.add(shape.subscriptions(given, pointer, consent, historical));
        }
        return consents;
    }

    Reply suppressed(JsonObject body, KlaviyoShape shape) {
        var attributes = shape.attributes(body, KlaviyoJobs.SUPPRESSION, Set.of("profiles"));
        var profiles = shape.resources(
                attributes, "profiles", "/data/attributes", "profile", 100, Set.of("type", "attributes"));
        for (int i = 0; i < profiles.size(); i++) {
            var pointer = "/data/attributes/profiles/data/" + i + "/attributes";
            var given = shape.object(profiles.get(i).getValue("attributes"), pointer, Set.of("email"));
            shape.text(given, "email", pointer, email -> EMAIL.matcher(email).matches());
        }
        if (!shape.wrong().isEmpty()) {
            return invalid(shape);
        }
        int skipped = 0;
        var records = new ArrayList<JsonObject>();
        for (var each : profiles) {
            var given = each.getJsonObject("attributes");
            var profile = people.take(given);
            if (profile == null || profile.suppressed()) {
                skipped++;
            } else {
                profile.suppress(true);
            }
            records.add(heard("suppress", given, null));
        }
        return json(
                202,
                jobs.begin(
                        KlaviyoJobs.SUPPRESSION, clock.instant(), profiles.size(), "skipped_count", skipped, List.of()),
                records);
    }

    Reply deleted(JsonObject body, KlaviyoShape shape) {
        var attributes = shape.attributes(body, "data-privacy-deletion-job", Set.of("profile"));
        var holder = shape.object(attributes.getValue("profile"), "/data/attributes/profile", Set.of("data"));
        var at = "/data/attributes/profile/data";
        var profile = shape.resource(holder.getValue("data"), at, "profile", Set.of("type", "id", "attributes"));
        var given = shape.object(profile.getValue("attributes"), at + "/attributes", Set.of("email", "phone_number"));
        var named = given.copy();
        if (profile.getValue("id") != null) {
            named.put("id", profile.getValue("id"));
        }
        if (!shape.wrong().isEmpty() || named.size() != 1) {
            shape.wrong().add(at);
            return invalid(shape);
        }
        var key = named.fieldNames().iterator().next();
        var gone = people.known(key, named.getValue(key)).toList();
        gone.forEach(people::delete);
        return new Reply(
                202,
                Map.of(),
                "",
                List.of(Heard.record("delete", null, named, null, null).put("known", !gone.isEmpty())));
    }
}
