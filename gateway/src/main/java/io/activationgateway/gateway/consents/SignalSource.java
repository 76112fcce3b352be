package io.activationgateway.gateway.consents;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.event.Evidence;

/**
 * A source whose consent signals are entered into the register.
 *
 * @param controller on whose behalf it sends
 * @param brand the brand it speaks for, and no other
 * @param clockTrusted whether a denial counts from the time this source claims for it
 * @param evidence what proves the choices in its rows
 */
public record SignalSource(String name, String controller, String brand, boolean clockTrusted, Evidence evidence) {

    public SignalSource {
        requireNonNull(name, "name");
        requireNonNull(controller, "controller");
        requireNonNull(brand, "brand");
        requireNonNull(evidence, "evidence");
    }
}
