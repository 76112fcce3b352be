package io.activationgateway.consent.register;

import java.util.concurrent.TimeUnit;

/**
 * The time for which a node may decide without hearing from the database. It runs from the moment before the renewing
 * transaction was sent. A machine that sleeps may stop its monotonic clock, and a wall clock may be set: the one that
 * says more counts.
 *
 * @param sentTicks that moment by the monotonic ticker, nanoseconds
 * @param sentMillis that moment by the wall clock
 * @param nanos how long it runs
 */
record Lease(long sentTicks, long sentMillis, long nanos) {

    /** A lease that never ran. */
    static final Lease NONE = new Lease(0, 0, Long.MIN_VALUE);

    boolean runs(long ticks, long millis) {
        return age(ticks, millis) < nanos;
    }

    /** Nanoseconds since it was sent for. */
    long age(long ticks, long millis) {
        return Math.max(ticks - sentTicks, TimeUnit.MILLISECONDS.toNanos(millis - sentMillis));
    }

    /** The monotonic instant at which it ends. */
    long until() {
        return sentTicks + nanos;
    }
}
