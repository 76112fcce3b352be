package io.activationgateway.gateway.lifecycle;

import io.activationgateway.residency.cache.RegionPolicy;

/**
 * Everything that the policy's API stands on.
 *
 * @param traffic what the region's nodes decided lately
 */
public record PolicyDesk(
        PolicyLifecycle lifecycle,
        Convergence convergence,
        Publisher publisher,
        RegionPolicy policy,
        RegionTraffic traffic) {}
