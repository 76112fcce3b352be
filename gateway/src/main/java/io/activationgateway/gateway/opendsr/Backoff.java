package io.activationgateway.gateway.opendsr;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next try: full jitter below a bound that doubles with each, up to the longest. */
record Backoff(Duration first, Duration longest, RandomGenerator jitter) {

    /** @param tries how many there were, from 1 */
    Duration pause(int tries) {
        long bound = first.toMillis();
        for (int i = 1; i < tries && bound < longest.toMillis(); i++) {
            bound *= 2;
        }
        return Duration.ofMillis(jitter.nextLong(Math.min(bound, longest.toMillis()) + 1));
    }
}
