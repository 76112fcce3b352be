package io.activationgateway.gateway.consents;

import io.activationgateway.gateway.ingest.RowFault;
import io.activationgateway.residency.verdict.Reason;

/** Leaves the reading of one record; never leaves this package. */
final class FaultException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient RowFault fault;

    FaultException(Reason reason, String detail) {
        super(detail, null, false, false);
        this.fault = new RowFault(reason, detail);
    }

    static FaultException type(String field, String expected) {
        return new FaultException(Reason.INPUT_TYPE, field + " (expected: " + expected + ")");
    }

    RowFault fault() {
        return fault;
    }
}
