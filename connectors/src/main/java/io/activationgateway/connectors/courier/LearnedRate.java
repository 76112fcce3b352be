package io.activationgateway.connectors.courier;

/**
 * How much of its declared rate a vendor takes, as its answers teach: halved when it asks to slow down, and raised again
 * by a twentieth of the whole each second (additive increase, multiplicative decrease). A value.
 *
 * @param at the share at that instant, above 0, at most 1
 * @param since an instant in nanoseconds on the clock that the later calls use too
 */
public record LearnedRate(double at, long since) {

    private static final double LEAST = 1.0 / 64;
    private static final double GAIN_PER_NANO = 0.05 / 1e9;

    /** Requests already in flight are refused too: within this time that is one and the same hint. */
    private static final long ONE_HINT_NANOS = 1_000_000_000L;

    /** The whole rate. */
    public static LearnedRate all(long now) {
        return new LearnedRate(1, now);
    }

    /** The share at an instant that is not before {@link #since}. */
    public double share(long now) {
        return Math.min(1, at + Math.max(0, now - since) * GAIN_PER_NANO);
    }

    /** What is left after the vendor has asked to slow down. */
    public LearnedRate slowed(long now) {
        boolean sameHint = at < 1 && now - since < ONE_HINT_NANOS;
        return sameHint ? this : new LearnedRate(Math.max(LEAST, share(now) / 2), now);
    }
}
