package io.activationgateway.consent.register;

/** The pseudonym key cannot be rotated now; the message says why and what to do. Nothing was changed. */
public final class RotationRefused extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    RotationRefused(String message) {
        super(message);
    }
}
