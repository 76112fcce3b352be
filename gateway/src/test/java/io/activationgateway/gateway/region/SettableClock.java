package io.activationgateway.gateway.region;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Legal time that stands still, and a ticker that runs; a test moves both. Any thread. */
public final class SettableClock implements InstantSource {

    /** The day for which the sample policies hold what they say. */
    public static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final AtomicLong ahead = new AtomicLong();

    @Override
    public Instant instant() {
        return now.get();
    }

    /** Monotonic, in nanoseconds. */
    public long ticks() {
        return System.nanoTime() + ahead.get();
    }

    /** Moves legal time. */
    public void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    /** Moves the ticker. */
    public void tick(Duration time) {
        ahead.addAndGet(time.toNanos());
    }
}
