package io.activationgateway.connectors.courier;

import java.time.Duration;

/**
 * How one destination is sent to.
 *
 * @param connections the requests in flight at once, each on a connection of its own, from 1; of two or more, a tenth
 *     and at least one is kept for operations that take away
 * @param waiting the deliveries in progress at once; one more ends at once as unavailable, from 1; a tenth is kept in the
 *     same way
 * @param attempts the tries of one request, from 1
 * @param connectTimeout for one connection, handshake included
 * @param requestTimeout from the last check to the end of the answer
 * @param backoff the upper bound of the first pause between tries; it doubles with each, the pause is random below it
 * @param longestBackoff the bound it does not grow beyond; a vendor's {@code Retry-After} may be longer
 * @param maxAnswerBytes a longer answer counts as unreadable
 * @param linger how long what is smaller than a request waits for others to share one, up to {@link #LONGEST_LINGER}; zero
 *     for not at all
 * @param reach how the hosts are reached
 */
public record CourierSettings(
        int connections,
        int waiting,
        int attempts,
        Duration connectTimeout,
        Duration requestTimeout,
        Duration backoff,
        Duration longestBackoff,
        int maxAnswerBytes,
        Duration linger,
        Reach reach) {

    /** Senders give up after ten seconds, and the vendor needs most of them. */
    public static final Duration LONGEST_LINGER = Duration.ofSeconds(2);

    /** Five connections, 64 deliveries, four tries; public addresses only. */
    public static final CourierSettings DEFAULTS = new CourierSettings(
            5,
            64,
            4,
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofMillis(100),
            Duration.ofSeconds(2),
            1 << 20,
            Duration.ZERO,
            Reach.PUBLIC);

    public CourierSettings {
        atLeastOne("connections", connections);
        atLeastOne("waiting", waiting);
        atLeastOne("attempts", attempts);
        atLeastOne("connectTimeout in ms", connectTimeout.toMillis());
        atLeastOne("requestTimeout in ms", requestTimeout.toMillis());
        atLeastOne("backoff in ms", backoff.toMillis());
        atLeastOne("longestBackoff in ms", longestBackoff.toMillis());
        atLeastOne("maxAnswerBytes", maxAnswerBytes);
        if (linger.isNegative() || linger.compareTo(LONGEST_LINGER) > 0) {
            throw new IllegalArgumentException(
                    "linger is " + linger.toMillis() + " ms (expected: 0 to " + LONGEST_LINGER.toMillis() + ")");
        }
    }

    /** The same with another way to reach the hosts. */
    public CourierSettings reaching(Reach other) {
        return with(connections, waiting, attempts, linger, other);
    }

    /** The same with other bounds of what is under way. */
    public CourierSettings allowing(int connections, int waiting, int attempts) {
        return with(connections, waiting, attempts, linger, reach);
    }

    /** The same with another time to wait for company. */
    public CourierSettings lingering(Duration other) {
        return with(connections, waiting, attempts, other, reach);
    }

    private CourierSettings with(int connections, int waiting, int attempts, Duration linger, Reach reach) {
        return new CourierSettings(
                connections,
                waiting,
                attempts,
                connectTimeout,
                requestTimeout,
                backoff,
                longestBackoff,
                maxAnswerBytes,
                linger,
                reach);
    }

    private static void atLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + " (expected: at least 1)");
        }
    }
}
