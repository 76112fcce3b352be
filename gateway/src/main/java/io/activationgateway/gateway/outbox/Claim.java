package io.activationgateway.gateway.outbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * This node's hold on a destination, which ends by itself. Time since the last renewal is the greater of the monotonic
 * and the wall clock's, so that neither a stopped process nor a suspended machine believes in it for too long. Any thread.
 */
final class Claim {

    final long epoch;
    private final Duration lease;
    private final InstantSource wall;
    private final LongSupplier ticker;
    private volatile Begun begun;

    /** When the renewal was asked for that counts last. */
    record Begun(long tick, Instant wall) {
        static Begun now(InstantSource wall, LongSupplier ticker) {
            return new Begun(ticker.getAsLong(), wall.instant());
        }
    }

    Claim(long epoch, Duration lease, Begun begun, InstantSource wall, LongSupplier ticker) {
        this.epoch = epoch;
        this.lease = lease;
        this.begun = begun;
        this.wall = wall;
        this.ticker = ticker;
    }

    /** It was renewed by what was asked for then. */
    void renewed(Begun asked) {
        begun = asked;
    }

    boolean held() {
        var since = begun;
        return ticker.getAsLong() - since.tick() < lease.toNanos()
                && Duration.between(since.wall(), wall.instant()).compareTo(lease) < 0;
    }
}
