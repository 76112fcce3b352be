package io.activationgateway.connectors.courier;

import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Time and chance, so that tests own them.
 *
 * @param legal what signatures are dated by
 * @param ticker monotonic, in nanoseconds: deadlines and pacing
 * @param jitter spreads the pauses; called on any thread
 */
public record Clocks(InstantSource legal, LongSupplier ticker, RandomGenerator jitter) {

    /** The system's own. */
    public static Clocks system() {
        return new Clocks(InstantSource.system(), System::nanoTime, new PerThread());
    }

    private static final class PerThread implements RandomGenerator {
        @Override
        public long nextLong() {
            return ThreadLocalRandom.current().nextLong();
        }
    }
}
