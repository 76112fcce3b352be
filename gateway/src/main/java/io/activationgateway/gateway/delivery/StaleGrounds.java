package io.activationgateway.gateway.delivery;

import io.activationgateway.residency.verdict.Reason;

/** Nothing can be decided at the moment, and why. */
final class StaleGrounds extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    StaleGrounds(Reason reason) {
        super(reason.code(), null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
