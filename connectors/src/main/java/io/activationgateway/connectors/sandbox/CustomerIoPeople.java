package io.activationgateway.connectors.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The people of a simulated Customer.io workspace. Who was deleted comes back with the next identify; what is said of
 * somebody suppressed vanishes without an error.
 */
final class CustomerIoPeople {

    private static final List<String> KEYS = List.of("id", "email", "phone", "cio_id");

    /** By identity: what is said of a person changes them. */
    private final Set<JsonObject> people = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Set<String> suppressed = new HashSet<>();
    private final Map<Long, Set<JsonObject>> members = new HashMap<>();

    /** Whether what was said had any effect. */
    boolean identify(JsonObject identifiers, JsonObject attributes) {
        if (isSuppressed(identifiers)) {
            return false;
        }
        var known = find(identifiers);
        var person = known == null ? identifiers.copy() : known;
        if (known == null) {
            people.add(person);
        }
        attributes.forEach(attribute -> person.put(attribute.getKey(), attribute.getValue()));
        return true;
    }

    boolean delete(JsonObject identifiers) {
        var person = find(identifiers);
        if (person == null) {
            return false;
        }
        members.values().forEach(segment -> segment.remove(person));
        return people.remove(person);
    }

    /** Deletes, and takes neither the given identifiers nor the others of the profile any more. */
    void suppress(JsonObject identifiers) {
        var person = find(identifiers);
        for (var key : KEYS) {
            var given = identifiers.getString(key);
            var other = person == null ? null : person.getValue(key);
            if (given != null) {
                suppressed.add(key + given);
            }
            if (other != null) {
                suppressed.add(key + other);
            }
        }
        delete(identifiers);
    }

    boolean isSuppressed(JsonObject identifiers) {
        return KEYS.stream().anyMatch(key -> suppressed.contains(key + identifiers.getValue(key)));
    }

    /** Whether the workspace knows the person; others are left out in silence. */
    boolean change(long segment, boolean add, JsonObject identifiers) {
        var person = find(identifiers);
        if (person == null) {
            return false;
        }
        var segmented = members.computeIfAbsent(segment, _ -> Collections.newSetFromMap(new IdentityHashMap<>()));
        return add ? segmented.add(person) : segmented.remove(person);
    }

    /** The attributes of a person; null where nobody is known. */
    @Nullable
    JsonObject find(JsonObject identifiers) {
        return people.stream()
                .filter(person -> KEYS.stream()
                        .anyMatch(key -> identifiers.getValue(key) != null
                                && String.valueOf(identifiers.getValue(key))
                                        .equalsIgnoreCase(String.valueOf(person.getValue(key)))))
                .findFirst()
                .orElse(null);
    }

    void reset() {
        people.clear();
        suppressed.clear();
        members.clear();
    }
}
