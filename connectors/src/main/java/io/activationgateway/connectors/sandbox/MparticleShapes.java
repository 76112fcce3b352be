package io.activationgateway.connectors.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What mParticle's published descriptions say of a batch and of an erasure request. */
final class MparticleShapes {

    private static final int MAX_BATCH_BYTES = 128 * 1024;
    private static final int MAX_ATTRIBUTES = 100;
    private static final int MAX_NAME = 256;
    private static final int MAX_VALUE = 4_096;
    private static final Duration HISTORY = Duration.ofDays(3);
    private static final Duration RECENT = Duration.ofDays(30);
    private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final String UUID_4 = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    private static final Set<String> BATCH = Set.of(
            "environment",
            "source_request_id",
            "mpid",
            "user_identities",
            "device_info",
            "user_attributes",
            "deleted_user_attributes",
            "consent_state",
            "events");

    /** Those of devices, by their names in erasure requests. */
    private static final Map<String, String> DEVICE = Map.of(
            "ios_advertising_id", "ios_advertising_id",
            "ios_vendor_id", "ios_idfv",
            "android_advertising_id", "android_advertising_id",
            "android_id", "android_uuid",
            "fire_advertising_id", "fire_advertising_id",
            "microsoft_advertising_id", "microsoft_advertising_id",
            "microsoft_publisher_id", "microsoft_publisher_id",
            "roku_advertising_id", "roku_advertising_id",
            "roku_publisher_id", "roku_publisher_id");

    /** Of which no UUID is asked. */
    private static final Set<String> FREE =
            Set.of("android_uuid", "microsoft_advertising_id", "microsoft_publisher_id");

    private static final Set<String> EVENT_TYPES = Set.of(
            "navigation",
            "location",
            "search",
            "transaction",
            "user_content",
            "user_preference",
            "social",
            "media",
            "attribution",
            "other");

    private MparticleShapes() {}

    /** Why a batch is dropped; null where it is taken. */
    static @Nullable String refusal(JsonObject batch) {
        if (!BATCH.containsAll(batch.fieldNames())
                || batch.encode().getBytes(StandardCharsets.UTF_8).length > MAX_BATCH_BYTES) {
            return "shape";
        }
        if (!Set.of("production", "development").contains(String.valueOf(batch.getValue("environment")))) {
            return "environment";
        }
        if (!isText(batch.getValue("source_request_id"))) {
            return "source-request-id";
        }
        if (!isIdentified(batch)) {
            return "identities";
        }
        if (!all(batch.getValue("user_attributes"), MparticleShapes::isAttribute)
                || !(batch.getValue("deleted_user_attributes", new JsonArray()) instanceof JsonArray)) {
            return "attributes";
        }
        if (!isConsent(batch.getValue("consent_state"))) {
            return "consent-state";
        }
        return batch.getValue("events") instanceof JsonArray events
                        && events.stream().allMatch(MparticleShapes::isEvent)
                ? null
                : "events";
    }

    /**
     * Whether a batch that was taken comes by the right call: history holds events that are three days old at least, the
     * usual call none older than 30.
     */
    static boolean isInTime(JsonObject batch, boolean history, Instant now) {
        var events = batch.getJsonArray("events", new JsonArray()).stream()
                .map(event -> ((JsonObject) event).getJsonObject("data").getLong("timestamp_unixtime_ms"))
                .toList();
        long recent = now.minus(history ? HISTORY : RECENT).toEpochMilli();
        return history
                ? !events.isEmpty() && events.stream().allMatch(time -> time <= recent)
                : events.stream().allMatch(time -> time >= recent);
    }

    /** Whom an erasure request names, in the names of batches; null where it is not as OpenDSR 3.0 wants it. */
    static @Nullable Map<String, String> erased(JsonObject request) {
        var extension = request.getJsonObject("extensions", new JsonObject())
                .getJsonObject("opendsr.mparticle.com", new JsonObject());
        if (!"3.0".equals(request.getValue("api_version"))
                || !Set.of("gdpr", "ccpa").contains(String.valueOf(request.getValue("regulation")))
                || !String.valueOf(request.getValue("subject_request_id")).matches(UUID_4)
                || !"erasure".equals(request.getValue("subject_request_type"))
                || !isText(request.getValue("submitted_time"))) {
            return null;
        }
        var identities = new HashMap<String, String>();
        var named = extension.getValue("subject_identities") instanceof JsonObject object ? object : new JsonObject();
        // mParticle's own id may stand beside no other.
        if (named.containsKey("mpid") && (named.size() > 1 || request.containsKey("subject_identities"))) {
            return null;
        }
        boolean known = isNamed(request.getValue("subject_identities", new JsonObject()), identities)
                && isNamed(extension.getValue("subject_identities", new JsonObject()), identities);
        return known && !identities.isEmpty() ? identities : null;
    }

    private static boolean isNamed(@Nullable Object identities, Map<String, String> found) {
        return all(identities, (name, value) -> {
            if (!(value instanceof JsonObject identity)
                    || !"raw".equals(identity.getValue("encoding"))
                    || !isText(identity.getValue("value"))) {
                return false;
            }
            var user = name.equals("controller_customer_id")
                    ? "customer_id"
                    : name.replaceFirst("^other([0-9])", "other_id_$1");
            var key = DEVICE.getOrDefault(name, user);
            found.put(key, identity.getString("value"));
            return DEVICE.containsKey(name) || key.equals("mpid") || isIdentity(key);
        });
    }

    private static boolean isIdentified(JsonObject batch) {
        var user = batch.getValue("user_identities", new JsonObject());
        var device = batch.getValue("device_info", new JsonObject());
        return all(user, (name, value) -> isIdentity(name) && isText(value))
                && all(device, MparticleShapes::isOfDevice)
                && (isWhole(batch.getValue("mpid")) || !batch.containsKey("mpid"))
                && Stream.of("mpid", "user_identities", "device_info").anyMatch(batch::containsKey);
    }

    private static boolean isWhole(@Nullable Object value) {
        return value instanceof Integer || value instanceof Long;
    }

    private static boolean isOfDevice(String name, @Nullable Object value) {
        return DEVICE.containsValue(name)
                && isText(value)
                && (FREE.contains(name)
                        || String.valueOf(value).toLowerCase(Locale.ROOT).matches(UUID));
    }

    private static boolean isIdentity(String name) {
        return name.matches(
                "customer_id|email|mobile_number|phone_number_[23]|facebook|facebook_custom_audience_id|twitter"
                        + "|google|microsoft|yahoo|alias|other|other_id_([2-9]|10)");
    }

    private static boolean isAttribute(String name, @Nullable Object value) {
        return name.length() <= MAX_NAME
                && (isScalar(value)
                        || (value instanceof JsonArray list && list.stream().allMatch(MparticleShapes::isScalar)));
    }

    private static boolean isConsent(@Nullable Object state) {
        return state == null
                || (state instanceof JsonObject object
                        && !object.isEmpty()
                        && Set.of("gdpr", "ccpa").containsAll(object.fieldNames())
                        && all(object.getValue("gdpr"), (_, value) -> isState(value))
                        && all(
                                object.getValue("ccpa"),
                                (name, value) -> name.equals("data_sale_opt_out") && isState(value)));
    }

    private static boolean isState(@Nullable Object value) {
        return value instanceof JsonObject consent
                && consent.getValue("consented") instanceof Boolean
                && consent.getValue("timestamp_unixtime_ms") instanceof Number;
    }

    private static boolean isEvent(Object event) {
        return event instanceof JsonObject object
                && "custom_event".equals(object.getValue("event_type"))
                && object.getValue("data") instanceof JsonObject data
                && isText(data.getValue("event_name"))
                && data.getString("event_name").length() <= MAX_NAME
                && EVENT_TYPES.contains(String.valueOf(data.getValue("custom_event_type")))
                && data.getValue("timestamp_unixtime_ms") instanceof Number
                && String.valueOf(data.getValue("source_message_id")).matches(UUID)
                && all(data.getValue("custom_attributes"), (_, value) -> value instanceof String);
    }

    private static boolean all(@Nullable Object object, Members members) {
        return object == null
                || (object instanceof JsonObject json
                        && json.size() <= MAX_ATTRIBUTES
                        && json.stream().allMatch(member -> members.are(member.getKey(), member.getValue())));
    }

    private static boolean isScalar(@Nullable Object value) {
        return value == null
                || value instanceof Number
                || value instanceof Boolean
                || (value instanceof String text && text.length() <= MAX_VALUE);
    }

    private static boolean isText(@Nullable Object value) {
        return value instanceof String text && !text.isEmpty();
    }

    /** Holds members of an object against a rule. */
    @FunctionalInterface
    private interface Members {
        boolean are(String name, @Nullable Object value);
    }
}
