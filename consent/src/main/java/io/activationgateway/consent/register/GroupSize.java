package io.activationgateway.consent.register;

/**
 * How many events the next transaction takes: as many as are appended in about {@link #TARGET}, since it holds the
 * head's lock and the lease's thread so long. A cold or starved node begins with few. For one thread.
 */
final class GroupSize {

    private static final long TARGET = 150_000_000;
    private static final int FIRST = 256;

    /** So few that halving them again would save nothing beside the price of a commit. */
    private static final int LEAST = 64;

    private final int most;
    private int limit;

    GroupSize(int most) {
        this.most = most;
        this.limit = Math.min(FIRST, most);
    }

    int limit() {
        return limit;
    }

    /** @param nanos how long a transaction of so many events took, however it ended */
    void took(int events, long nanos) {
        if (nanos > TARGET) {
            limit = Math.min(limit, Math.max(LEAST, limit / 2));
        } else if (events == limit && nanos < TARGET / 2) {
            limit = Math.min(most, 2 * limit);
        }
    }
}
