package io.activationgateway.gateway.screening;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What all rows of a request have in common.
 *
 * @param controller on whose behalf the source sends
 * @param at the legal time by which ages are judged
 */
public record Occasion(String controller, Instant at) {

    public Occasion {
        requireNonNull(controller, "controller");
        requireNonNull(at, "at");
    }
}
