package io.activationgateway.connectors.courier;

/**
 * So many requests within any 24 hours, counted one by one: a steady pace would make the first few wait for what nobody
 * else uses. Forgets when the process ends; what the vendor then refuses it is asked again. Not thread-safe.
 */
final class Day {

    private static final long NANOS = 86_400_000_000_000L;

    /** When the last requests went, the oldest at {@link #next} once there are as many as it holds. */
    private final long[] went;

    private int next;
    private int count;
    private int most;

    Day(int most) {
        went = new long[most];
        this.most = most;
    }

    /** Allows a share of the day's requests from now on, from 0 to 1; of a share above 0 at least one. */
    void share(double share) {
        most = share > 0 ? Math.max(1, (int) (went.length * share)) : 0;
    }

    /** Nanoseconds until another request may go; {@link Long#MAX_VALUE} where none may. */
    long untilNext(long now) {
        if (most == 0) {
            return Long.MAX_VALUE;
        }
        if (count < most) {
            return 0;
        }
        long oldest = went[Math.floorMod(next - most, went.length)];
        return Math.max(0, oldest + NANOS - now);
    }

    /** Counts a request that goes now. */
    void take(long now) {
        went[next] = now;
        next = (next + 1) % went.length;
        count = Math.min(count + 1, went.length);
    }
}
