package io.activationgateway.consent.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a source says about the time of an event.
 *
 * @param claimed when it happened, null where the source does not tell
 * @param expires the first instant at which a grant no longer stands, null where it does not lapse
 * @param registered when a message approval was entered in the Turkish registry (İYS), null where the source does not
 *     tell
 * @param trusted whether the source's clock is trusted ({@code clock: trusted} in its configuration)
 */
public record Timing(
        @Nullable Instant claimed,
        @Nullable Instant expires,
        @Nullable Instant registered,
        boolean trusted) {

    /** No time told, no lapse, no trust: the event counts from its arrival. */
    public static final Timing ON_ARRIVAL = new Timing(null, null, false);

    /** The timing of what no registry keeps. */
    public Timing(@Nullable Instant claimed, @Nullable Instant expires, boolean trusted) {
        this(claimed, expires, null, trusted);
    }
}
