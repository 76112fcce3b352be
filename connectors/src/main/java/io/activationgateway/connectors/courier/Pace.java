package io.activationgateway.connectors.courier;

/**
 * A token bucket: lets requests go at a steady rate, with bursts of at most a tenth of a second's worth, so that no
 * second sees much more than the rate. Not thread-safe.
 */
final class Pace {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double BURST_SECONDS = 0.1;

    private final double perNano;
    private final double burst;
    private double tokens;
    private long refilledAt;
    private long notBefore;

    /** {@code perSecond} is positive and may be infinite. */
    Pace(double perSecond, long now) {
        perNano = perSecond / NANOS_PER_SECOND;
        burst = Math.max(1, perSecond * BURST_SECONDS);
        tokens = burst;
        refilledAt = now;
        notBefore = now;
    }

    /** Takes a token if there is one. */
    boolean take(long now) {
        refill(now);
        if (now - notBefore < 0 || tokens < 1) {
            return false;
        }
        tokens -= 1;
        return true;
    }

    /** Nanoseconds until {@link #take} can succeed, at least 1. */
    long untilNext(long now) {
        refill(now);
        long forToken = tokens >= 1 ? 0 : (long) Math.ceil((1 - tokens) / perNano);
        return Math.max(1, Math.max(forToken, notBefore - now));
    }

    /** Lets nothing go before that instant, unless a later one was named already. */
    void holdOff(long until) {
        if (until - notBefore > 0) {
            notBefore = until;
        }
    }

    private void refill(long now) {
        if (tokens < burst) {
            tokens = Math.min(burst, tokens + Math.max(0, now - refilledAt) * perNano);
        }
        refilledAt = now;
    }
}
