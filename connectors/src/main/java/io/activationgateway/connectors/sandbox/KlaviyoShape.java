package io.activationgateway.connectors.sandbox;

import io.activationgateway.connectors.EventTime;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Holds one body against what Klaviyo describes, and gathers the places where it differs. */
final class KlaviyoShape {

    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final Set<String> TEXTS =
            Set.of("email", "external_id", "first_name", "last_name", "organization", "locale", "title", "image");
    private static final Set<String> PLACE_TEXTS =
            Set.of("address1", "address2", "city", "country", "region", "zip", "timezone", "ip");
    private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");
    private static final int MAX_PROPERTIES = 400;
    private static final int MAX_NAME = 127;

    private final Instant now;
    private final List<String> wrong = new ArrayList<>();

    KlaviyoShape(Instant now) {
        this.now = now;
    }

    /** Pointers to what is wrong; empty where nothing is. */
    List<String> wrong() {
        return wrong;
    }

    /** The members of an object that may have these only; empty where it is none. */
    JsonObject object(@Nullable Object value, String pointer, Set<String> names) {
        if (!(value instanceof JsonObject object)) {
            wrong.add(pointer);
            return new JsonObject();
        }
        object.fieldNames().stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> wrong.add(pointer + "/" + name));
        return object;
    }

    /** The attributes of the resource that a body is about. */
    JsonObject attributes(JsonObject body, String type, Set<String> names) {
        var data = object(
                object(body, "", Set.of("data")).getValue("data"),
                "/data",
                Set.of("type", "attributes", "relationships"));
        text(data, "type", "/data", type::equals);
        return object(data.getValue("attributes"), "/data/attributes", names);
    }

    /** The list that a body relates to, or null. */
    @Nullable
    String list(JsonObject body) {
        var relationships = body.getJsonObject("data", new JsonObject()).getValue("relationships");
        if (relationships == null) {
            return null;
        }
        var pointer = "/data/relationships";
        var list = object(
                object(relationships, pointer, Set.of("list")).getValue("list"), pointer + "/list", Set.of("data"));
        var data = object(list.getValue("data"), pointer + "/list/data", Set.of("type", "id"));
        text(data, "type", pointer + "/list/data", "list"::equals);
        return data.getValue("id") instanceof String id ? id : null;
    }

    /** The elements of an array below a member {@code data}, each a resource of a type. */
    List<JsonObject> resources(
            JsonObject parent, String name, String pointer, String type, int most, Set<String> names) {
        var at = pointer + "/" + name;
        var data = object(parent.getValue(name), at, Set.of("data")).getValue("data");
        if (!(data instanceof JsonArray array) || array.isEmpty() || array.size() > most) {
            wrong.add(at + "/data");
            return List.of();
        }
        var resources = new ArrayList<JsonObject>();
        for (int i = 0; i < array.size(); i++) {
            resources.add(resource(array.getValue(i), at + "/data/" + i, type, names));
        }
        return resources;
    }

    JsonObject resource(@Nullable Object value, String pointer, String type, Set<String> names) {
        var resource = object(value, pointer, names);
        text(resource, "type", pointer, type::equals);
        return resource;
    }

    /** A profile's attributes, with at least one identifier. */
    void profile(JsonObject attributes, String pointer, boolean anonymous) {
        for (var member : attributes) {
            var name = member.getKey();
            var value = member.getValue();
            boolean right = switch (name) {
                case "phone_number" ->
                    value == null
                            || (value instanceof String text
                                    && E164.matcher(text).matches());
                case "anonymous_id" -> anonymous && (value == null || value instanceof String);
                case "properties" -> value == null || value instanceof JsonObject;
                case "location" -> value == null || place(value, pointer + "/location");
                default -> TEXTS.contains(name) && (value == null || value instanceof String);
            };
            if (!right) {
                wrong.add(pointer + "/" + name);
            }
        }
        if (KlaviyoPeople.KEYS.stream().noneMatch(key -> attributes.getValue(key) instanceof String)) {
            wrong.add(pointer);
        }
    }

    /** Whether an event is as it should be. */
    boolean event(JsonObject attributes, String pointer) {
        int before = wrong.size();
        object(
                attributes,
                pointer,
                Set.of("properties", "time", "value", "value_currency", "metric", "unique_id", "backfill"));
        var metric = object(attributes.getValue("metric"), pointer + "/metric", Set.of("data"));
        var data = resource(metric.getValue("data"), pointer + "/metric/data", "metric", Set.of("type", "attributes"));
        text(
                object(data.getValue("attributes"), pointer + "/metric/data/attributes", Set.of("name", "service")),
                "name",
                pointer + "/metric/data/attributes",
                name -> !name.isEmpty() && name.codePointCount(0, name.length()) <= MAX_NAME);
        if (!(attributes.getValue("properties") instanceof JsonObject properties)
                || properties.size() > MAX_PROPERTIES) {
            wrong.add(pointer + "/properties");
        }
        if (attributes.containsKey("time") && !isTime(attributes.getValue("time"), now.plus(Duration.ofDays(366)))) {
            wrong.add(pointer + "/time");
        }
        var value = attributes.getValue("value");
        if (value != null && !(value instanceof Number)) {
            wrong.add(pointer + "/value");
        }
        return wrong.size() == before;
    }

    /** Subscriptions of one profile by channel and kind; all of them say {@code consent}. */
    List<String> subscriptions(JsonObject attributes, String pointer, String consent, boolean historical) {
        var at = pointer + "/subscriptions";
        var names = new ArrayList<String>();
        var channels = object(attributes.getValue("subscriptions"), at, Set.of("email", "sms", "whatsapp", "push"));
        for (var channel : channels) {
            if (channel.getKey().equals("push")) {
                names.add(push(channel.getValue(), at + "/push", consent, historical));
                continue;
            }
            var contact = channel.getKey().equals("email") ? "email" : "phone_number";
            text(
                    attributes,
                    contact,
                    pointer,
                    text -> contact.equals("email") || E164.matcher(text).matches());
            var kinds = object(channel.getValue(), at + "/" + channel.getKey(), Set.of("marketing", "transactional"));
            for (var kind : kinds) {
                var place = at + "/" + channel.getKey() + "/" + kind.getKey();
                consent(kind.getValue(), place, consent, historical);
                names.add(channel.getKey() + "." + kind.getKey());
            }
        }
        if (names.isEmpty()) {
            wrong.add(at);
        }
        return names;
    }

    private String push(@Nullable Object value, String at, String consent, boolean historical) {
        var push = KlaviyoPush.check(value, at, consent.equals("UNSUBSCRIBED"), this);
        consent(push.getValue("marketing"), at + "/marketing", consent, historical);
        return "push.marketing";
    }

    /** What is said of one channel and kind; when, only of what was said before. */
    private void consent(@Nullable Object value, String place, String consent, boolean historical) {
        var said = object(value, place, historical ? Set.of("consent", "consented_at") : Set.of("consent"));
        text(said, "consent", place, consent::equals);
        if (historical && !isTime(said.getValue("consented_at"), now)) {
            wrong.add(place + "/consented_at");
        }
    }

    void text(JsonObject object, String name, String pointer, Predicate<String> right) {
        if (!(object.getValue(name) instanceof String text) || !right.test(text)) {
            wrong.add(pointer + "/" + name);
        }
    }

    private boolean place(Object value, String pointer) {
        if (!(value instanceof JsonObject place)) {
            return false;
        }
        for (var member : place) {
            var its = member.getValue();
            boolean coordinate =
                    member.getKey().equals("latitude") || member.getKey().equals("longitude");
            boolean right = its == null
                    || (coordinate && (its instanceof Number || its instanceof String))
                    || (PLACE_TEXTS.contains(member.getKey()) && its instanceof String);
            if (!right) {
                wrong.add(pointer + "/" + member.getKey());
            }
        }
        return true;
    }

    private static boolean isTime(@Nullable Object value, Instant latest) {
        var time = value instanceof String text ? EventTime.parse(text) : null;
        return time != null && time.isAfter(EARLIEST) && time.isBefore(latest);
    }
}
