package io.activationgateway.gateway.lifecycle;

import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.gateway.screening.TrafficRecord;
import io.activationgateway.residency.cache.RegionPolicy;

/**
 * Everything that the policy's API stands on.
 *
 * @param traffic what this node decided lately
 * @param view the register in which its profiles have their numbers
 */
public record PolicyDesk(
        PolicyLifecycle lifecycle,
        Convergence convergence,
        Publisher publisher,
        RegionPolicy policy,
        TrafficRecord traffic,
        ConsentView view) {}
