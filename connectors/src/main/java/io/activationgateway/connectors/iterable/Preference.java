package io.activationgateway.connectors.iterable;

import java.util.SortedSet;

/**
 * What a person can want or not: a message channel, or a message type.
 *
 * @param group what the additive calls name its kind
 * @param field where a profile lists those that the person has decided about
 * @param wanted whether the profile lists what is wanted, as it does of opt-in types, rather than what is not
 */
record Preference(String group, String field, long id, boolean wanted) {

    static Preference channel(long id) {
        return new Preference("messageChannel", "unsubscribedChannelIds", id, false);
    }

    /** A type that people get unless they say otherwise. */
    static Preference optOutType(long id) {
        return new Preference("messageType", "unsubscribedMessageTypeIds", id, false);
    }

    /** A type that people get only where they said so. */
    static Preference optInType(long id) {
        return new Preference("messageType", "subscribedMessageTypeIds", id, true);
    }

    /** Changes what a profile lists. */
    void decide(boolean subscribes, SortedSet<Long> listed) {
        if (subscribes == wanted) {
            listed.add(id);
        } else {
            listed.remove(id);
        }
    }
}
