package io.activationgateway.connectors.sandbox;

import static io.activationgateway.connectors.sandbox.KlaviyoReplies.error;
import static io.activationgateway.connectors.sandbox.KlaviyoReplies.json;

import io.activationgateway.connectors.sandbox.KlaviyoPeople.Profile;
import io.activationgateway.connectors.sandbox.Simulation.Call;
import io.activationgateway.connectors.sandbox.Simulation.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The devices of a simulated Klaviyo account's profiles: their tokens come and go with push subscriptions. */
final class KlaviyoPush {

    private static final String SELF = "https://a.klaviyo.com/api/push-tokens";
    private static final Pattern FILTER = Pattern.compile("equals\\(profile\\.id,\"([^\"]+)\"\\)");
    private static final Set<String> MEMBERS = Set.of("marketing", "tokens", "anonymous_id");
    private static final Set<String> PLATFORMS = Set.of("ios", "android");
    private static final Set<String> MAKERS = Set.of("apns", "fcm");

    private KlaviyoPush() {}

    /** Holds a push subscription against the description: to end one takes tokens. */
    static JsonObject check(@Nullable Object value, String at, boolean ends, KlaviyoShape shape) {
        var push = shape.object(value, at, MEMBERS);
        if (push.getValue("tokens") instanceof JsonArray tokens) {
            for (int i = 0; i < tokens.size(); i++) {
                var place = at + "/tokens/" + i;
                var token = shape.object(tokens.getValue(i), place, Set.of("token", "platform", "vendor"));
                shape.text(token, "token", place, text -> !text.isEmpty());
                shape.text(token, "platform", place, PLATFORMS::contains);
                shape.text(token, "vendor", place, MAKERS::contains);
            }
        } else if (ends) {
            shape.wrong().add(at + "/tokens");
        }
        return push;
    }

    /** Notes the tokens of a subscription with its profile, or takes them off. */
    static void apply(JsonObject attributes, Profile profile, boolean ends) {
        for (var token : tokens(attributes)) {
            profile.tokens().remove(token.getString("token"));
            if (!ends) {
                profile.tokens().put(token.getString("token"), token);
            }
        }
    }

    /** What a profile is known by: its own attributes, and the anonymous id that may stand beside a device. */
    static JsonObject known(JsonObject attributes) {
        var anonymous = push(attributes).getValue("anonymous_id");
        return anonymous == null ? attributes : attributes.copy().put("anonymous_id", anonymous);
    }

    /** The profiles that a subscription without address and number is about: those with its tokens. */
    static List<Profile> owners(JsonObject attributes, KlaviyoPeople people) {
        var names = tokens(attributes).stream().map(token -> token.getString("token"));
        return names.flatMap(people::withToken).distinct().toList();
    }

    /** Shows a profile's tokens, with the profile where that is asked for. */
    static Reply shown(Call call, KlaviyoPeople people, Instant now) {
        var filter = FILTER.matcher(String.valueOf(call.query().get("filter")));
        if (!filter.matches()) {
            return error(400, "invalid", "/data");
        }
        var data = new JsonArray();
        var included = new JsonArray();
        people.known("id", filter.group(1)).forEach(profile -> {
            profile.tokens().values().forEach(token -> data.add(asShown(token, profile.id() + "-" + data.size(), now)));
            included.add(profile.shown(Set.of("email", "phone_number")));
        });
        var body = new JsonObject().put("data", data).put("links", new JsonObject().put("self", SELF));
        return json(200, data.isEmpty() ? body : body.put("included", included), List.of());
    }

    /** With all that its description demands; it spells the makers of devices in another way than it takes them. */
    private static JsonObject asShown(JsonObject token, String id, Instant now) {
        var maker = token.getString("vendor");
        var attributes = token.copy()
                .put("vendor", maker.equals("apns") ? "APNs" : maker.toUpperCase(Locale.ROOT))
                .put("created", now.toString())
                .put("recorded_date", now.toString())
                .put("enablement_status", "AUTHORIZED")
                .put("background", "AVAILABLE");
        return new JsonObject()
                .put("type", "push-token")
                .put("id", id)
                .put("attributes", attributes)
                .put("links", new JsonObject().put("self", SELF + "/" + id));
    }

    private static List<JsonObject> tokens(JsonObject attributes) {
        return push(attributes).getJsonArray("tokens", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static JsonObject push(JsonObject attributes) {
        return attributes.getJsonObject("subscriptions").getJsonObject("push", new JsonObject());
    }
}
