package io.activationgateway.gateway.optout;

import io.activationgateway.connectors.Operation;
import io.activationgateway.consent.profile.Channel;
import java.time.Instant;

/**
 * How far one opt-out is at one destination.
 *
 * @param sequence the row of the register's log that asked for it
 * @param code what the vendor, or the gateway, said last of it; {@code none} before
 * @param changed when its status changed last
 * @param due when it counts as overdue
 * @param attempts how often it was sent
 */
public record OptOutState(
        long sequence,
        String destination,
        Operation operation,
        Channel channel,
        OptOutStatus status,
        String code,
        Instant changed,
        Instant due,
        int attempts) {}
