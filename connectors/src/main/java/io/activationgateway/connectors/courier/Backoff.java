package io.activationgateway.connectors.courier;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How long to wait before a request goes out again: full jitter below a bound that doubles with each try. */
final class Backoff {

    /** More doublings than any bound allows. */
    private static final int MAX_DOUBLINGS = 30;

    private Backoff() {}

    /**
     * Nanoseconds until the next try.
     *
     * @param tries how many there were, from 1
     * @param after how long the vendor asks to wait: the least; null where it does not say
     */
    static long pause(int tries, @Nullable Duration after, CourierSettings settings, RandomGenerator jitter) {
        long first = settings.backoff().toNanos();
        long longest = Math.max(first, settings.longestBackoff().toNanos());
        int doublings = Math.min(tries - 1, MAX_DOUBLINGS);
        long bound = first > longest >> doublings ? longest : first << doublings;
        long pause = jitter.nextLong(bound + 1);
        return after == null || after.isNegative() ? pause : Math.addExact(capped(after), pause);
    }

    /** A vendor's wish in nanoseconds; no more than a day, which is beyond every deadline. */
    static long capped(Duration after) {
        return after.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1).toNanos() : after.toNanos();
    }
}
