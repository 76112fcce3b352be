package io.activationgateway.gateway.region;

import io.activationgateway.gateway.delivery.CurrentPolicy;
import io.activationgateway.residency.bundle.PolicyBundle;
import io.activationgateway.residency.cache.ActivePolicy;
import io.activationgateway.residency.table.PolicyTable;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The node's policy as of now.
 *
 * @param current whether a version may still act: one that another region publishes needs that region's word
 */
record NodePolicy(ActivePolicy active, InstantSource clock, Predicate<PolicyBundle> current) implements CurrentPolicy {

    @Override
    public Optional<PolicyTable> table() {
        return active.at(clock.instant());
    }

    @Override
    public Optional<PolicyTable> table(long version) {
        return active.bundle()
                .filter(bundle -> bundle.version() != version || current.test(bundle))
                .flatMap(_ -> active.at(clock.instant(), version));
    }
}
