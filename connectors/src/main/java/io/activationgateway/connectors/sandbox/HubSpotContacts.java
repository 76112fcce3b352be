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
import org.jspecify.annotations.Nullable;

/** The contacts of a simulated HubSpot account, the subscriptions of addresses and the addresses that are blocked. */
final class HubSpotContacts {

    private static final long FIRST_ID = 101;

    private final String idProperty;
    private final List<Contact> contacts = new ArrayList<>();
    private final Map<String, Map<Long, String>> subscriptions = new HashMap<>();
    private final Set<String> blocked = new HashSet<>();
    private long next = FIRST_ID;

    HubSpotContacts(String idProperty) {
        this.idProperty = idProperty;
    }

    /** One contact. */
    static final class Contact {
        private final String id;
        private final Map<String, String> properties = new TreeMap<>();
        private final Set<String> lists = new HashSet<>();

        private Contact(String id) {
            this.id = id;
        }

        String id() {
            return id;
        }

        Map<String, String> properties() {
            return properties;
        }

        Set<String> lists() {
            return lists;
        }

        /** What people know it by. */
        JsonObject identifiers(String idProperty) {
            var identifiers = new JsonObject().put("id", id);
            for (var name : List.of(idProperty, "email")) {
                if (properties.containsKey(name)) {
                    identifiers.put(name, properties.get(name));
                }
            }
            return identifiers;
        }
    }

    /** Whether a property's values are unique. */
    boolean isUnique(@Nullable Object property) {
        return "email".equals(property) || idProperty.equals(property);
    }

    @Nullable
    Contact find(String property, String value) {
        return contacts.stream()
                .filter(contact -> property.equals("id")
                        ? contact.id.equals(value)
                        : folded(property, value)
                                .equals(folded(property, contact.properties.getOrDefault(property, ""))))
                .findFirst()
                .orElse(null);
    }

    /** Creates or updates; null where a unique value belongs to another contact, or the address is blocked. */
    @Nullable
    Contact upsert(String property, String id, Map<String, String> properties) {
        var own = find(property, id);
        for (var unique : List.of("email", idProperty)) {
            var value = properties.getOrDefault(unique, "");
            var holder = value.isEmpty() ? null : find(unique, value);
            if ((holder != null && !holder.equals(own)) || blocked.contains(folded("email", value))) {
                return null;
            }
        }
        if (own == null) {
            own = new Contact(Long.toString(next++));
            contacts.add(own);
        }
        own.properties.put(property, id);
        own.properties.putAll(properties);
        return own;
    }

    /** Whether there was such a contact; it is gone, and an address that nobody had is blocked from now on. */
    boolean erase(String property, String value) {
        var contact = find(property, value);
        if (contact != null) {
            contacts.remove(contact);
        } else if (property.equals("email")) {
            blocked.add(folded(property, value));
        }
        return contact != null;
    }

    /** The subscriptions of an address, by id of their type. */
    Map<Long, String> subscriptions(String address) {
        return subscriptions.computeIfAbsent(folded("email", address), _ -> new TreeMap<>());
    }

    void reset() {
        contacts.clear();
        subscriptions.clear();
        blocked.clear();
        next = FIRST_ID;
    }

    private static String folded(String property, String value) {
        return property.equals("email") ? value.toLowerCase(Locale.ROOT) : value;
    }
}
