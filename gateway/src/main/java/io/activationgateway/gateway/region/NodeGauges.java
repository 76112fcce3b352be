package io.activationgateway.gateway.region;

import io.activationgateway.consent.register.ConsentRegister;
import io.activationgateway.gateway.api.ApiVerticle;
import io.activationgateway.gateway.delivery.WireFence;
import io.activationgateway.gateway.ledger.Ledger;
import io.activationgateway.gateway.telemetry.GatewayMetrics;

/** What Prometheus reads off the parts of a node at each scrape. */
final class NodeGauges {

    private NodeGauges() {}

    static void register(Foundation on, Ledger ledger, ApiVerticle.Shared shared) {
        var metrics = on.metrics();
        register(metrics, on.register());
        PolicyGauges.register(metrics, on.policy());
        metrics.gauge("gateway_ledger_leaves", "Leaves in the ledger", ledger, Ledger::size);
        metrics.gauge("gateway_ledger_failed", "1 once writing has failed", ledger, l -> l.failed() ? 1 : 0);
        metrics.gauge("gateway_fence_resets", "Requests broken off for a withdrawal", on.fence(), WireFence::resets);
        metrics.gauge("gateway_bytes_in_flight", "Bytes of bodies held", shared, ApiVerticle.Shared::bytesInFlight);
    }

    private static void register(GatewayMetrics metrics, ConsentRegister register) {
        metrics.gauge(
                "gateway_consent_sequence",
                "Last log row applied",
                register,
                r -> r.position().sequence());
        metrics.gauge("gateway_consent_subject_keys", "Keys in the index", register, ConsentRegister::subjects);
        metrics.gauge("gateway_consent_profiles", "Distinct profiles", register, ConsentRegister::profileCount);
        metrics.gauge("gateway_consent_index_bytes", "Memory of the index", register, ConsentRegister::indexBytes);
        metrics.gauge(
                "gateway_consent_key_generation",
                "Generation of the pseudonym key that counts here",
                register,
                ConsentRegister::generation);
        metrics.gauge(
                "gateway_consent_key_announced",
                "Generation of the pseudonym key that the region goes over to, or has gone",
                register,
                r -> r.keyRotation().next());
        metrics.gauge(
                "gateway_consent_key_held",
                "Newest generation of the pseudonym key that this node has; below the announced one it must get it",
                register,
                r -> r.keyRotation().newest());
        metrics.gauge("gateway_lease_age_seconds", "Since the last renewal", register, r -> r.leaseAge() / 1e9);
        metrics.gauge("gateway_consent_nodes", "Nodes registered to decide", register, ConsentRegister::nodes);
        metrics.gauge(
                "gateway_consent_reports_rejected",
                "Reports that no node of this region made",
                register,
                ConsentRegister::reportsRejected);
    }
}
