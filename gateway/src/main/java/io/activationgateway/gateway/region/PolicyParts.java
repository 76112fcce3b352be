package io.activationgateway.gateway.region;

import io.activationgateway.connectors.courier.Clocks;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.consent.register.RegisterStore;
import io.activationgateway.gateway.config.ConfigException;
import io.activationgateway.gateway.config.GatewayConfig;
import io.activationgateway.gateway.lifecycle.Convergence;
import io.activationgateway.gateway.lifecycle.PolicyDesk;
import io.activationgateway.gateway.lifecycle.PolicyLifecycle;
import io.activationgateway.gateway.lifecycle.PolicyVersions;
import io.activationgateway.gateway.lifecycle.Publisher;
import io.activationgateway.gateway.lifecycle.Refusal;
import io.activationgateway.gateway.screening.TrafficRecord;
import io.activationgateway.residency.bundle.BundleVerifier;
import io.activationgateway.residency.bundle.TrustedKey;
import io.activationgateway.residency.cache.BundleStore;
import io.activationgateway.residency.cache.RegionPolicy;
import io.activationgateway.residency.document.DocumentError;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.document.PolicyReview;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the parts of a node that care for the policy, and the first version of all. */
final class PolicyParts {

    private static final Logger log = LoggerFactory.getLogger(PolicyParts.class);

    private PolicyParts() {}

    static BundleVerifier verifier(GatewayConfig config) {
        var trusted = config.keys().policyTrust().stream()
                .map(trust -> new TrustedKey(KeyFiles.verifyingKey(trust.file()), trust.from(), trust.until()))
                .toList();
        return new BundleVerifier(trusted, config.region());
    }

    static PolicyDesk desk(
            GatewayConfig config,
            RegisterStore store,
            BundleStore bundles,
            RegionPolicy policy,
            ConsentView view,
            Clocks clocks) {
        var signer = config.keys().policySigner();
        var regions = config.governance().regions();
        var publisher =
                new Publisher(policy, signer == null ? null : KeyFiles.signingKey(signer), regions, clocks.legal());
        return new PolicyDesk(
                new PolicyLifecycle(store, new PolicyVersions(bundles, verifier(config)), publisher, clocks.legal()),
                new Convergence(policy, regions, clocks.ticker()),
                publisher,
                policy,
                new TrafficRecord(config.governance().features(), view, clocks.legal()),
                view);
    }

    /**
     * Publishes the policy folder where this node may: as the first version of the region; later only where nobody is
     * configured to care for the policy, so that the folder is all there is.
     */
    static void publishFolder(GatewayConfig config, PolicyDesk desk, RegionPolicy policy) throws SQLException {
        var newest = policy.active().newest().orElse(null);
        if (config.keys().policySigner() == null) {
            if (newest == null && config.governance().follow() == null) {
                throw new ConfigException("policies: no version acts in this region (expected: one published before, or"
                        + " keys.policy_signer to publish the documents)");
            }
            return;
        }
        var canonical = canonical(config);
        if (newest != null && Arrays.equals(newest.documents(), canonical)) {
            return;
        }
        if (newest != null && !config.governance().people().isEmpty()) {
            log.info(
                    "The policy folder differs from version {}, which acts: people publish versions here (policy publish)",
                    newest.version());
            return;
        }
        long version = publish(desk, canonical);
        desk.lifecycle()
                .publishedAtStart(
                        version, policy.active().newest().orElseThrow().digest());
        log.info("Policy version {} published from {}", version, config.policies());
    }

    private static long publish(PolicyDesk desk, byte[] canonical) throws SQLException {
        try {
            return desk.publisher().publish(canonical, List.of());
        } catch (Refusal refused) {
            throw new ConfigException("policies: cannot be published (expected: " + refused.expected() + ")");
        }
    }

    private static byte[] canonical(GatewayConfig config) {
        var read = PolicyDocuments.load(config.policies());
        var errors = PolicyReview.of(read).errors();
        if (read instanceof PolicyDocuments.Loaded loaded && errors.isEmpty()) {
            return loaded.canonicalBytes();
        }
        throw new ConfigException(errors.stream().map(DocumentError::text).toList());
    }
}
