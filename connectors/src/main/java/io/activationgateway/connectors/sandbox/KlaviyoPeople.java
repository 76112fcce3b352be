package io.activationgateway.connectors.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The profiles of a simulated Klaviyo account: on which lists, subscribed to what, suppressed or not. */
final class KlaviyoPeople {

    static final List<String> KEYS = List.of("external_id", "email", "phone_number", "anonymous_id");

    private final List<Profile> profiles = new ArrayList<>();
    private int created;

    /** One profile. */
    static final class Profile {
        private final String id;
        private final Map<String, String> keys = new HashMap<>();
        private final Set<String> lists = new HashSet<>();
        private final Map<String, String> consents = new HashMap<>();
        private final Map<String, JsonObject> tokens = new TreeMap<>();
        private boolean suppressed;

        private Profile(String id) {
            this.id = id;
        }

        String id() {
            return id;
        }

        Set<String> lists() {
            return lists;
        }

        /** {@code SUBSCRIBED} or {@code UNSUBSCRIBED} by channel and kind, such as {@code email.marketing}. */
        Map<String, String> consents() {
            return consents;
        }

        /** Its devices by their push tokens. */
        Map<String, JsonObject> tokens() {
            return tokens;
        }

        boolean suppressed() {
            return suppressed;
        }

        void suppress(boolean suppressed) {
            this.suppressed = suppressed;
        }

        /** The keys by which it is known. */
        JsonObject identifiers() {
            var identifiers = new JsonObject();
            KEYS.stream().filter(keys::containsKey).forEach(key -> identifiers.put(key, keys.get(key)));
            return identifiers;
        }

        /** As the vendor shows it, with these attributes only. */
        JsonObject shown(Set<String> attributes) {
            var shown = new JsonObject();
            attributes.forEach(name -> shown.put(name, keys.get(name)));
            return new JsonObject()
                    .put("type", "profile")
                    .put("id", id)
                    .put("attributes", shown)
                    .put("links", new JsonObject().put("self", "https://a.klaviyo.com/api/profiles/" + id));
        }
    }

    /** Those known by one value. */
    Stream<Profile> known(String key, @Nullable Object value) {
        return profiles.stream().filter(profile -> {
            var its = key.equals("id") ? profile.id : profile.keys.get(key);
            return its != null
                    && value instanceof String text
                    && (key.equals("email") ? its.equalsIgnoreCase(text) : its.equals(text));
        });
    }

    /** Those with a device of this push token. */
    Stream<Profile> withToken(String token) {
        return profiles.stream().filter(profile -> profile.tokens.containsKey(token));
    }

    /** The profile with these identifiers, new where there is none; null where they belong to several. */
    @Nullable
    Profile take(JsonObject attributes) {
        var found = new HashSet<Profile>();
        for (var key : KEYS) {
            known(key, attributes.getValue(key)).forEach(found::add);
        }
        if (found.size() > 1) {
            return null;
        }
        var profile = found.isEmpty() ? create() : found.iterator().next();
        for (var key : KEYS) {
            if (attributes.getValue(key) instanceof String value) {
                profile.keys.put(key, value);
            }
        }
        return profile;
    }

    void delete(Profile profile) {
        profiles.remove(profile);
    }

    void reset() {
        profiles.clear();
    }

    private Profile create() {
        var profile = new Profile(String.format(Locale.ROOT, "01SANDBOX%017d", ++created));
        profiles.add(profile);
        return profile;
    }
}
