package io.activationgateway.connectors.hubspot;

import io.activationgateway.consent.identity.IdentifierType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an account knows events.
 *
 * @param names the account's names of events by the sender's
 * @param keys by which events know people, the preferred first
 * @param sought what the contact is looked up by of whom none of the keys leaves; null where nobody is looked up
 */
record Events(
        Map<String, String> names,
        List<EventKey> keys,
        @Nullable Naming sought) {

    Events {
        names = Map.copyOf(names);
        keys = List.copyOf(keys);
    }

    /** The same for people who are told by a property that events do not know. */
    static Events of(Map<String, String> names, List<EventKey> keys, Naming naming, boolean lookUp) {
        boolean known = naming.isEmail() || keys.stream().anyMatch(key -> key.type() == IdentifierType.USER_ID);
        return new Events(names, keys, lookUp && !known ? naming : null);
    }
}
