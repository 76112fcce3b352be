package io.activationgateway.connectors.iterable;

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
 * @param additive whether the calls that change one subscription alone are enabled
 */
record Setup(
        Project project,
        Map<String, Long> lists,
        Map<String, Long> channels,
        boolean createNewFields,
        boolean additive) {

    Setup {
        lists = Map.copyOf(lists);
        channels = Map.copyOf(channels);
    }

    /** The message channel that stands for a channel; null where none does. */
    @Nullable
    Long channel(Channel channel) {
        return channels.get(channel.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** Every message channel, in ascending order. */
    NavigableSet<Long> allChannels() {
        return new TreeSet<>(channels.values());
    }
}
