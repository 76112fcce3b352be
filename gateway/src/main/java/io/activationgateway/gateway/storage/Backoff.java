package io.activationgateway.gateway.storage;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next try: full jitter below a bound that doubles with each, up to the longest. */
public record Backoff(Duration first, Duration longest, RandomGenerator jitter) {

    /**
     * The pause before the next one.
     *
     * @param tries how many there were, from 1
     */
    public Duration pause(int tries) {
        long bound = first.toMillis();
        for (int i = 1; i < tries && bound < longest.toMillis(); i++) {
            bound *= 2;
        }
        return Duration.ofMillis(jitter.nextLong(Math.min(bound, longest.toMillis()) + 1));
    }
}
