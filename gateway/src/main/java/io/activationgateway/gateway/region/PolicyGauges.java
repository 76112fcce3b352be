package io.activationgateway.gateway.region;

import io.activationgateway.gateway.exchange.PolicyFollower;
import io.activationgateway.gateway.telemetry.GatewayMetrics;
import io.activationgateway.residency.bundle.PolicyBundle;
import io.activationgateway.residency.bundle.Verified;
import io.activationgateway.residency.cache.Refusals;
import io.activationgateway.residency.cache.RegionPolicy;
import java.util.Optional;

/** What Prometheus reads of the policy at each scrape. */
final class PolicyGauges {

    private PolicyGauges() {}

    static void register(GatewayMetrics metrics, RegionPolicy policy) {
        var active = policy.active();
        metrics.gauge("gateway_policy_version", "Acting policy version", active, a -> version(a.bundle()));
        metrics.gauge("gateway_policy_version_ready", "Newest version compiled here", active, a -> version(a.newest()));
        metrics.gauge(
                "gateway_policy_age_seconds",
                "Since the version was made",
                active,
                a -> a.age().map(age -> (double) age.toSeconds()).orElse(Double.NaN));
        for (var cause : Verified.Cause.values()) {
            metrics.count(
                    "gateway_policy_refused",
                    "Policy bundles and statements refused",
                    Refusals.code(cause),
                    active.refusals(),
                    refusals -> refusals.count(cause));
        }
    }

    static void register(GatewayMetrics metrics, PolicyFollower follower) {
        metrics.gauge(
                "gateway_policy_statement_age_seconds",
                "Since the authority said that the acting version acts",
                follower,
                f -> f.age().map(age -> age.toMillis() / 1e3).orElse(Double.NaN));
    }

    private static double version(Optional<PolicyBundle> bundle) {
        return bundle.map(each -> (double) each.version()).orElse(Double.NaN);
    }
}
