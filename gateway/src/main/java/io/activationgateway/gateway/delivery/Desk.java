package io.activationgateway.gateway.delivery;

import java.util.function.LongSupplier;

/**
 * What the deliveries to one destination share.
 *
 * @param ticker monotonic, in nanoseconds; the courier's too
 */
public record Desk(
        Grounds grounds,
        WireFence fence,
        Evidence evidence,
        Masking masking,
        LongSupplier ticker,
        DeliveryCounters counters) {}
