package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Operation;
import org.jspecify.annotations.Nullable;

/**
 * The requests a second that a vendor counts together, with a tenth of them kept for operations that take away where
 * both kinds draw on it. Not thread-safe.
 */
final class Budget {

    /** The share that operations which take away can always count on. */
    private static final double RESERVED = 0.1;

    private final double most;
    private final double forOthers;
    private final Pace all;
    private final Pace others;
    private final @Nullable Day day;
    private double rate;

    /** {@code shared}: whether operations that take away draw on it beside others. */
    Budget(Limits limits, boolean shared, long now) {
        most = limits.requestsPerSecond();
        day = limits.requestsPerDay() == Limits.ANY ? null : new Day(limits.requestsPerDay());
        forOthers = shared ? 1 - RESERVED : 1;
        all = new Pace(most, now);
        others = new Pace(most * forOthers, now);
        rate = most;
    }

    /** Of so many places, those that operations which take away can always count on; none of a single one. */
    static int reservedOf(int places) {
        return places == 1 ? 0 : Math.max(1, (int) Math.round(places * RESERVED));
    }

    /** What the vendor allows. */
    double most() {
        return most;
    }

    /** Whether less is granted at the moment than the vendor allows. */
    boolean isReduced() {
        return rate < most;
    }

    /** Changes the requests a second from now on; 0 lets none go. */
    void grant(double perSecond, long now) {
        if (perSecond != rate) {
            rate = perSecond;
            all.change(perSecond, now);
            others.change(perSecond * forOthers, now);
            if (day != null) {
                day.share(perSecond / most);
            }
        }
    }

    /** Takes leave for an exchange of so many requests if there is one for its first. */
    boolean take(Operation operation, int requests, long now) {
        if (day != null && day.untilNext(now) > 0) {
            return false;
        }
        boolean taken = operation.takesAway()
                ? take(all, requests, now)
                : others.untilNext(now) == 0 && take(all, requests, now) && take(others, requests, now);
        for (int i = 0; day != null && taken && i < requests; i++) {
            day.take(now);
        }
        return taken;
    }

    private static boolean take(Pace pace, int requests, long now) {
        boolean taken = pace.take(now);
        if (taken) {
            pace.owe(requests - 1);
        }
        return taken;
    }

    /** Nanoseconds until {@link #take} can succeed; {@link Long#MAX_VALUE} where nothing is granted. */
    long untilNext(Operation operation, long now) {
        long paced = operation.takesAway() ? all.untilNext(now) : Math.max(all.untilNext(now), others.untilNext(now));
        return day == null ? paced : Math.max(paced, day.untilNext(now));
    }

    /** Lets nothing go before that instant. */
    void holdOff(long until) {
        all.holdOff(until);
    }
}
