package io.activationgateway.gateway.delivery;

import java.util.function.LongSupplier;

/**
 * What the deliveries to one destination share.
 *
 * @param jobs where a vendor's job is written down whose end nobody waits for
 * @param ticker monotonic, in nanoseconds; the courier's too
 */
public record Desk(
        Grounds grounds,
        WireFence fence,
        Evidence evidence,
        Masking masking,
        JobBook jobs,
        LongSupplier ticker,
        DeliveryCounters counters) {}
