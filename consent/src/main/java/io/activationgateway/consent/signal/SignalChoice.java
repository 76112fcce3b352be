package io.activationgateway.consent.signal;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A choice of the person that a signal proves: a yes to all that a purpose demands of it, or a no. Holds no personal
 * data.
 *
 * @param field what carried it
 * @param granted whether it is a yes
 * @param at when it was made, null where the signal does not tell
 * @param until from when on a yes no longer counts, null where it does not end by itself
 */
public record SignalChoice(
        SignalField field,
        boolean granted,
        @Nullable Instant at,
        @Nullable Instant until) {

    public SignalChoice {
        requireNonNull(field, "field");
    }
}
