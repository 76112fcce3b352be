package io.activationgateway.gateway.delivery;

import io.activationgateway.gateway.screening.ScreenedBatch;
import io.activationgateway.residency.table.PolicyTable;

/** Reads and screens a whole batch anew, because another policy is in force. Called on the activation's event loop. */
@FunctionalInterface
public interface Rescreening {

    ScreenedBatch under(PolicyTable table);
}
