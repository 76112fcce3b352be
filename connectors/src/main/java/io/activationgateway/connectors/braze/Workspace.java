package io.activationgateway.connectors.braze;

import io.activationgateway.consent.profile.Channel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a workspace is set up, as its settings say.
 *
 * @param label what anonymous ids are aliases under; null where they are not
 * @param audiences audience names with the attributes that stand for them, where they are not the usual ones
 * @param groupsByName subscription groups by the name of their channel or any other
 * @param purchaseEvent the name of the events that are purchases; null where none is
 */
record Workspace(
        @Nullable AliasLabel label,
        Map<String, String> audiences,
        Map<String, String> groupsByName,
        @Nullable String purchaseEvent,
        Set<Permit> permits) {

    /** What is left undone unless a setting permits it. */
    enum Permit {
        /** An event of somebody unknown creates a profile. */
        EVENTS_CREATE_PEOPLE,
        /** Profiles of consenting people say so, even of somebody who unsubscribed at the vendor. */
        CONSENT_WITH_PROFILES,
        /** An event whose end is unknown is sent again, and may count twice. */
        REPEAT_UNCERTAIN_EVENTS
    }

    Workspace {
        audiences = Map.copyOf(audiences);
        groupsByName = Map.copyOf(groupsByName);
        permits = Set.copyOf(permits);
    }

    boolean permits(Permit permit) {
        return permits.contains(permit);
    }

    /** How people are named, the preferred way first. */
    List<PersonKey> keys() {
        var keys = EnumSet.allOf(PersonKey.class);
        if (label == null) {
            keys.remove(PersonKey.ALIAS);
        }
        return List.copyOf(keys);
    }

    /** The attribute that stands for an audience. */
    String attribute(String audience) {
        return audiences.getOrDefault(audience, "aud_" + audience);
    }

    /** The subscription group of a channel; null where none is configured. */
    @Nullable
    String group(Channel channel) {
        return groupsByName.get(name(channel));
    }

    /** Every subscription group, in the order of their names. */
    List<String> groups() {
        return new ArrayList<>(new TreeMap<>(groupsByName).values());
    }

    private static String name(Channel channel) {
        return channel.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
