package io.activationgateway.connectors.sandbox;

import java.util.function.LongSupplier;

/** A token bucket that holds one second's worth. */
final class RateLimit {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final long perSecond;
    private final LongSupplier ticker;
    private long nanos;
    private long filledAt;

    RateLimit(int perSecond, LongSupplier ticker) {
        this.perSecond = perSecond;
        this.ticker = ticker;
        reset();
    }

    /** Whether one more request is within the limit; if so, it counts. */
    boolean take() {
        long now = ticker.getAsLong();
        nanos = Math.min(NANOS_PER_SECOND, nanos + (now - filledAt));
        filledAt = now;
        long price = NANOS_PER_SECOND / perSecond;
        if (nanos < price) {
            return false;
        }
        nanos -= price;
        return true;
    }

    void reset() {
        nanos = NANOS_PER_SECOND;
        filledAt = ticker.getAsLong();
    }
}
