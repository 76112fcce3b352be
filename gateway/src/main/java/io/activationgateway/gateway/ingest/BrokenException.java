package io.activationgateway.gateway.ingest;

import io.activationgateway.gateway.ingest.Reading.Broken;

/** Leaves the loops of a reader whose body is broken; never leaves this package. */
final class BrokenException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Broken broken;

    BrokenException(Broken broken) {
        super(broken.detail(), null, false, false);
        this.broken = broken;
    }

    Broken broken() {
        return broken;
    }
}
