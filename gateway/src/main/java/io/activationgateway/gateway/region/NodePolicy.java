package io.activationgateway.gateway.region;

import io.activationgateway.gateway.delivery.CurrentPolicy;
import io.activationgateway.residency.cache.ActivePolicy;
import io.activationgateway.residency.table.PolicyTable;
import java.time.InstantSource;
import java.util.Optional;

/** The node's policy as of now. */
record NodePolicy(ActivePolicy active, InstantSource clock) implements CurrentPolicy {

    @Override
    public Optional<PolicyTable> table() {
        return active.at(clock.instant());
    }

    @Override
    public Optional<PolicyTable> table(long version) {
        return active.at(clock.instant(), version);
    }
}
