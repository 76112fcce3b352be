package io.activationgateway.gateway.delivery;

import io.activationgateway.residency.table.PolicyTable;
import java.util.Optional;

/** The policy this node decides under at the moment. Any thread. */
public interface CurrentPolicy {

    /** The compiled table of the version that acted last as far as this node knows; empty where it has none for now. */
    Optional<PolicyTable> table();

    /** The compiled table of the version that the region's head names; empty where this node has none for now. */
    Optional<PolicyTable> table(long version);
}
