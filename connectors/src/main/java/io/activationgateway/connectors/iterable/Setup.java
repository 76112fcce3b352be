package io.activationgateway.connectors.iterable;

import io.activationgateway.connectors.Use;
import io.activationgateway.consent.profile.Channel;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a project is set up, as its settings say.
 *
 * @param lists audience name to list id
 * @param channels our channels' names to the ids of message channels
 * @param types message types by purpose
 * @param additive whether the calls that change one subscription alone are enabled
 */
record Setup(
        Project project,
        Map<String, Long> lists,
        Map<String, Long> channels,
        Map<String, Preference> types,
        boolean createNewFields,
        boolean additive) {

    Setup {
        lists = Map.copyOf(lists);
        channels = Map.copyOf(channels);
        types = Map.copyOf(types);
    }

    /** Whether anything may stand for a channel; which purpose is meant, only its records tell. */
    boolean knows(Channel channel) {
        return channels.containsKey(name(channel)) || !types.isEmpty();
    }

    /** What is wanted or not for a use: the purpose's message type, else the channel; null where neither is known. */
    @Nullable
    Preference preference(Use use) {
        var type = types.get(use.purpose());
        var channel = channels.get(name(use.channel()));
        return type != null || channel == null ? type : Preference.channel(channel);
    }

    /** Every message channel, in ascending order. */
    NavigableSet<Long> allChannels() {
        return new TreeSet<>(channels.values());
    }

    private static String name(Channel channel) {
        return channel.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
