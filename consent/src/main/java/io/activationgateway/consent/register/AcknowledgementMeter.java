package io.activationgateway.consent.register;

import io.activationgateway.consent.register.Acknowledgement.Reached;

/** Measures how long acknowledgements take. Called on the storage thread, which it must not block. */
@FunctionalInterface
public interface AcknowledgementMeter {

    /** Measures nothing. */
    AcknowledgementMeter NONE = (_, _) -> {};

    /** A transaction was acknowledged {@code nanos} after its commit had returned. */
    void acknowledged(Reached reached, long nanos);
}
