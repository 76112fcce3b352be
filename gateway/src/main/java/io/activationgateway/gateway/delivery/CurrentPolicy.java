package io.activationgateway.gateway.delivery;

import io.activationgateway.residency.table.PolicyTable;
import java.util.Optional;

/** The policy this node decides under at the moment. Any thread. */
@FunctionalInterface
public interface CurrentPolicy {

    /** The compiled table in force; empty where this node has none that it may decide under. */
    Optional<PolicyTable> table();
}
