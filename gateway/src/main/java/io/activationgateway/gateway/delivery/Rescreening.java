package io.activationgateway.gateway.delivery;

import io.activationgateway.gateway.screening.ScreenedBatch;
import io.activationgateway.residency.table.PolicyTable;

/** Decides a whole batch anew, because another policy is in force. Called on the activation's event loop. */
@FunctionalInterface
public interface Rescreening {

    /** Reads and screens it; the disclosure record is asked afterwards. */
    ScreenedBatch under(PolicyTable table);

    /** The batch with all that was asked about it, before anything of it is sent. */
    default void decided(ScreenedBatch batch) {}
}
