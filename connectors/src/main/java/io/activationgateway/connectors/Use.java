package io.activationgateway.connectors;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.profile.Channel;

/**
 * What an activation's data is for.
 *
 * @param purpose the name of the policy's purpose, for example {@code email-newsletter}
 * @param channel the channel that the purpose reaches people on; {@link Channel#NONE} where it reaches nobody
 */
public record Use(String purpose, Channel channel) {

    public Use {
        requireNonNull(purpose, "purpose");
        requireNonNull(channel, "channel");
    }
}
