package io.activationgateway.gateway.optout;

import io.activationgateway.connectors.Operation;
import io.activationgateway.consent.profile.Channel;

/**
 * What a destination is to be told.
 *
 * @param channel of an unsubscription; {@link Channel#NONE} otherwise, or where the purpose that ended reaches nobody
 */
record Act(Operation operation, Channel channel) {

    static final Act ERASE = new Act(Operation.ERASE, Channel.NONE);
    static final Act SUPPRESS = new Act(Operation.SUPPRESS, Channel.NONE);

    static Act unsubscribe(Channel channel) {
        return new Act(Operation.UNSUBSCRIBE, channel);
    }
}
