package io.activationgateway.gateway.outbox;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Remembers whether the outbox is drained. Any thread. */
final class DrainHealth {

    /** Many passes long, longer than the database needs for the slowest of them. */
    private static final Duration STALLED = Duration.ofSeconds(60);

    private final LongSupplier ticker;
    private final Set<String> locked = ConcurrentHashMap.newKeySet();
    private volatile long passed;
    private volatile boolean failed;

    /** @param ticker monotonic, in nanoseconds */
    DrainHealth(LongSupplier ticker) {
        this.ticker = ticker;
        this.passed = ticker.getAsLong();
    }

    /** The database was asked what is due. */
    void asked() {
        passed = ticker.getAsLong();
        failed = false;
    }

    /** It could not be asked. */
    void notAsked() {
        failed = true;
    }

    /** Whether what is due at a destination can be opened. */
    void opened(String destination, boolean open) {
        if (open) {
            locked.remove(destination);
        } else {
            locked.add(destination);
        }
    }

    Optional<OutboxTrouble> trouble() {
        if (failed) {
            return Optional.of(OutboxTrouble.STORE);
        }
        if (ticker.getAsLong() - passed > STALLED.toNanos()) {
            return Optional.of(OutboxTrouble.STALLED);
        }
        return locked.isEmpty() ? Optional.empty() : Optional.of(OutboxTrouble.KEY);
    }
}
