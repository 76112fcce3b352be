package io.activationgateway.residency.evaluation;

import static java.util.Objects.requireNonNull;

import io.activationgateway.residency.policy.Controller;
import io.activationgateway.residency.policy.Destination;
import io.activationgateway.residency.policy.Purpose;

/**
 * The way that data is to take.
 *
 * @param recordedIn the country of the region that writes the record first
 * @param removal whether the person is taken out of the destination; this passes the gates of consent and carries the
 *     shared key alone
 * @param disclosed whether the destination was sent the person: a removal then crosses closed borders too (GDPR Art 19)
 */
public record Way(
        String recordedIn,
        Controller controller,
        Destination destination,
        Purpose purpose,
        boolean removal,
        boolean disclosed) {

    public Way {
        requireNonNull(recordedIn, "recordedIn");
        requireNonNull(controller, "controller");
        requireNonNull(destination, "destination");
        requireNonNull(purpose, "purpose");
    }
}
