package io.activationgateway.connectors.sandbox;

import io.activationgateway.connectors.EventTime;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The profiles of a simulated Braze workspace. A deleted one comes back with the next update that may create it. */
final class BrazePeople {

    private static final List<String> KEYS = List.of("external_id", "user_alias", "braze_id", "email", "phone");
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
    private static final Set<String> STATES = Set.of("opted_in", "subscribed", "unsubscribed");
    private static final Set<String> GROUP_STATES = Set.of("subscribed", "unsubscribed");
    private static final int MAX_EXTERNAL_ID = 987;

    private final Set<String> groups;
    private final Set<String> blocked;
    private final List<JsonObject> profiles = new ArrayList<>();

    BrazePeople(SimulatedBraze settings) {
        this.groups = settings.groups();
        this.blocked = settings.blocked();
    }

    /** The member that names an object's person, the strongest first; null where none does. */
    static @Nullable String keyOf(JsonObject object) {
        return KEYS.stream()
                .filter(key -> object.getValue(key) != null)
                .findFirst()
                .orElse(null);
    }

    /** Takes an object of {@code /users/track}; why it is refused, or null. */
    @Nullable
    String take(String array, JsonObject object) {
        var key = keyOf(object);
        if (key == null) {
            return "'external_id' or 'braze_id' or 'user_alias' is required";
        }
        var refusal = keyRefusal(key, object.getValue(key));
        if (refusal == null) {
            refusal = switch (array) {
                case "attributes" -> stateRefusal(object);
                case "events" -> eventRefusal(object);
                default -> purchaseRefusal(object);
            };
        }
        if (refusal != null) {
            return refusal;
        }
        var profile = find(key, object.getValue(key));
        // An alias only updates unless the object says that it may create.
        boolean create = !object.getBoolean("_update_existing_only", key.equals("user_alias"));
        if (profile == null && create) {
            profile = new JsonObject().put(key, object.getValue(key)).put("email_subscribe", "subscribed");
            profiles.add(profile);
        }
        if (profile != null && array.equals("attributes")) {
            update(profile, object);
        }
        return null;
    }

    /** Why a change of a subscription group is refused, or null. */
    @Nullable
    String groupRefusal(JsonObject group) {
        if (!groups.contains(group.getString("subscription_group_id"))) {
            return "subscription group not found";
        }
        return GROUP_STATES.contains(group.getString("subscription_state"))
                ? null
                : "subscription_state must be subscribed or unsubscribed";
    }

    /** Changes a group for every profile with this identifier. */
    void set(JsonObject group, String key, String identifier) {
        profiles.stream()
                .filter(profile -> same(key, identifier, profile.getValue(key)))
                .forEach(profile -> put(profile, group));
    }

    /** Whether there was such a profile; it is gone now. */
    boolean delete(String key, Object identifier) {
        var wanted =
                identifier instanceof JsonObject object && key.equals("email") ? object.getValue("email") : identifier;
        var profile = wanted == null ? null : find(key, wanted);
        return profile != null && profiles.remove(profile);
    }

    /** What is known of a person; null where nothing is. */
    @Nullable
    JsonObject find(String key, Object identifier) {
        return profiles.stream()
                .filter(profile -> same(key, identifier, profile.getValue(key)))
                .findFirst()
                .orElse(null);
    }

    void reset() {
        profiles.clear();
    }

    private @Nullable String keyRefusal(String key, Object value) {
        return switch (key) {
            case "external_id" -> {
                if (!(value instanceof String id)
                        || id.isEmpty()
                        || id.getBytes(StandardCharsets.UTF_8).length > MAX_EXTERNAL_ID) {
                    yield "external_id is not valid";
                }
                yield blocked.contains(id) ? "provided external_id is blacklisted and disallowed" : null;
            }
            case "user_alias" ->
                value instanceof JsonObject alias
                                && alias.fieldNames().equals(Set.of("alias_name", "alias_label"))
                                && alias.getValue("alias_name") instanceof String
                                && alias.getValue("alias_label") instanceof String
                        ? null
                        : "user_alias is not valid";
            case "email" ->
                value instanceof String email && EMAIL.matcher(email).matches() ? null : "email is not valid";
            case "phone" ->
                value instanceof String phone && E164.matcher(phone).matches() ? null : "phone is not valid";
            default -> null;
        };
    }

    private @Nullable String stateRefusal(JsonObject object) {
        for (var name : List.of("email_subscribe", "push_subscribe")) {
            if (object.containsKey(name) && !STATES.contains(String.valueOf(object.getValue(name)))) {
                return name + " is not valid";
            }
        }
        for (var element : object.getJsonArray("subscription_groups", new JsonArray())) {
            var refusal =
                    element instanceof JsonObject group ? groupRefusal(group) : "subscription_groups is not valid";
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private static @Nullable String eventRefusal(JsonObject event) {
        if (!(event.getValue("name") instanceof String name) || name.isEmpty() || name.startsWith("$")) {
            return "event name is not valid";
        }
        return timeOrPropertiesRefusal(event);
    }

    private static @Nullable String purchaseRefusal(JsonObject purchase) {
        boolean complete = purchase.getValue("product_id") instanceof String
                && purchase.getValue("currency") instanceof String
                && purchase.getValue("price") instanceof Number;
        return complete ? timeOrPropertiesRefusal(purchase) : "product_id, currency and price are required";
    }

    private static @Nullable String timeOrPropertiesRefusal(JsonObject object) {
        if (!(object.getValue("time") instanceof String time) || EventTime.parse(time) == null) {
            return "time is not valid";
        }
        var properties = object.getValue("properties");
        if (properties != null && !(properties instanceof JsonObject)) {
            return "properties are not valid";
        }
        return properties instanceof JsonObject given
                        && given.fieldNames().stream()
                                .anyMatch(name ->
                                        name.startsWith("$") || name.equals("time") || name.equals("event_name"))
                ? "property names are not valid"
                : null;
    }

    private static void update(JsonObject profile, JsonObject object) {
        for (var member : object) {
            switch (member.getKey()) {
                case "_update_existing_only" -> {}
                case "subscription_groups" ->
                    ((JsonArray) member.getValue()).forEach(group -> put(profile, (JsonObject) group));
                default -> {
                    if (member.getValue() == null) {
                        profile.remove(member.getKey());
                    } else {
                        profile.put(member.getKey(), member.getValue());
                    }
                }
            }
        }
    }

    private static void put(JsonObject profile, JsonObject group) {
        var states = profile.getJsonObject("groups", new JsonObject());
        profile.put(
                "groups", states.put(group.getString("subscription_group_id"), group.getString("subscription_state")));
    }

    private static boolean same(String key, Object identifier, @Nullable Object known) {
        return (key.equals("email") && known instanceof String address)
                ? address.equalsIgnoreCase(String.valueOf(identifier))
                : identifier.equals(known);
    }
}
