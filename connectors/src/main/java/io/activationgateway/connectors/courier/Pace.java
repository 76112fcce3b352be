package io.activationgateway.connectors.courier;

/**
 * A token bucket: lets requests go at a steady rate, with bursts of at most a tenth of a second's worth, so that no
 * second sees much more than the rate. Not thread-safe.
 */
final class Pace {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double BURST_SECONDS = 0.1;

    private double perNano;
    private double burst;
    private double tokens;
    private long refilledAt;
    private long notBefore;

    /** {@code perSecond} is not negative and may be infinite. */
    Pace(double perSecond, long now) {
        perNano = perSecond / NANOS_PER_SECOND;
        burst = burst(perSecond);
        tokens = burst;
        refilledAt = now;
        notBefore = now;
    }

    /** Goes on at another rate, 0 for none; what was saved up is kept as far as the new burst allows. */
    void change(double perSecond, long now) {
        refill(now);
        perNano = perSecond / NANOS_PER_SECOND;
        burst = burst(perSecond);
        tokens = Math.min(tokens, burst);
    }

    private static double burst(double perSecond) {
        return Math.max(1, perSecond * BURST_SECONDS);
    }

    /** Takes a token if there is one. */
    boolean take(long now) {
        if (untilNext(now) > 0) {
            return false;
        }
        tokens -= 1;
        return true;
    }

    /** Takes more tokens for what a token was taken for: those that are not there are owed. */
    void owe(int more) {
        tokens -= more;
    }

    /** Nanoseconds until {@link #take} can succeed: 0 where it can, {@link Long#MAX_VALUE} at a rate of 0. */
    long untilNext(long now) {
        if (perNano == 0) {
            return Long.MAX_VALUE;
        }
        refill(now);
        long forToken = tokens >= 1 ? 0 : Math.max(1, (long) Math.ceil((1 - tokens) / perNano));
        return Math.max(forToken, Math.max(0, notBefore - now));
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
