package io.activationgateway.gateway.screening;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What all rows of a request have in common.
 *
 * @param controller on whose behalf the source sends
 * @param at the legal time by which ages and signals are judged
 * @param optedOut whether the request comes from the person's own browser and says Global Privacy Control
 */
public record Occasion(String controller, Instant at, boolean optedOut) {

    public Occasion {
        requireNonNull(controller, "controller");
        requireNonNull(at, "at");
    }
}
