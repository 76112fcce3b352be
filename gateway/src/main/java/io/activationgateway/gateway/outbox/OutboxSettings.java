package io.activationgateway.gateway.outbox;

import java.time.Duration;

/**
 * How the outbox works.
 *
 * @param retention how long records are tried; then they are dead letters
 * @param deadLetters how long dead letters can be redriven
 * @param results how long results are kept after the last record has ended
 * @param mostBytes what may lie in the outbox, sealed; beyond, nothing is taken
 * @param lease how long a node may drain a destination after it last reached the database
 * @param request the longest a request takes from its last check to its end
 * @param firstPause the upper bound of the first pause between attempts; it doubles with each
 * @param longestPause the bound it does not grow beyond
 */
public record OutboxSettings(
        Duration retention,
        Duration deadLetters,
        Duration results,
        long mostBytes,
        Duration lease,
        Duration request,
        Duration firstPause,
        Duration longestPause) {

    /** How long the results of an activation that was answered at once are kept, for a caller that went away. */
    public static final Duration KEPT = Duration.ofHours(1);
}
