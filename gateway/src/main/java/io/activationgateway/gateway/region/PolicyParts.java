package io.activationgateway.gateway.region;

import io.activationgateway.connectors.courier.Clocks;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.consent.register.RegisterStore;
import io.activationgateway.gateway.config.ConfigException;
import io.activationgateway.gateway.config.GatewayConfig;
import io.activationgateway.gateway.exchange.PolicyFeed;
import io.activationgateway.gateway.exchange.PolicyFollower;
import io.activationgateway.gateway.lifecycle.Convergence;
import io.activationgateway.gateway.lifecycle.PolicyDesk;
import io.activationgateway.gateway.lifecycle.PolicyLifecycle;
import io.activationgateway.gateway.lifecycle.PolicyVersions;
import io.activationgateway.gateway.lifecycle.Publisher;
import io.activationgateway.gateway.lifecycle.Refusal;
import io.activationgateway.gateway.lifecycle.RegionTraffic;
import io.activationgateway.gateway.screening.TrafficRecord;
import io.activationgateway.residency.bundle.BundleVerifier;
import io.activationgateway.residency.bundle.TrustedKey;
import io.activationgateway.residency.cache.BundleStore;
import io.activationgateway.residency.cache.RegionPolicy;
import io.activationgateway.residency.cache.Statements;
import io.activationgateway.residency.document.DocumentError;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.document.PolicyReview;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the parts of a node that care for the policy, and the first version of all. */
final class PolicyParts {

    private static final Logger log = LoggerFactory.getLogger(PolicyParts.class);

    private static final Duration FOLLOWER_PATIENCE = Duration.ofSeconds(30);

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
        var versions = new PolicyVersions(bundles, verifier(config));
        var record = new TrafficRecord(config.governance().features(), view, clocks.legal());
        return new PolicyDesk(
                new PolicyLifecycle(store, versions, publisher, clocks.legal()),
                new Convergence(policy, regions, clocks.ticker()),
                publisher,
                policy,
                RegionTraffic.start(store, policy, versions, record, view, clocks));
    }

    /** The link to the authority, where the region follows one. */
    static @Nullable PolicyFollower follower(
            GatewayConfig config, BundleStore bundles, RegionPolicy policy, Clocks clocks) throws SQLException {
        var follow = config.governance().follow();
        return follow == null
                ? null
                : PolicyFollower.start(
                        follow,
                        config.region(),
                        policy,
                        new Statements(bundles, verifier(config), policy.active()),
                        clocks);
    }

    /** The feed for followers, where the region serves some. */
    static @Nullable Future<HttpServer> feed(GatewayConfig config, Vertx vertx, RegionPolicy policy, Clocks clocks) {
        var serve = config.governance().serve();
        var signer = config.keys().policySigner();
        return serve == null || signer == null
                ? null
                : PolicyFeed.open(
                        vertx,
                        serve,
                        policy,
                        KeyFiles.signingKey(signer),
                        config.governance().regions(),
                        clocks);
    }

    /** Waits for the first version; a follower that hears of none starts all the same, and decides nothing. */
    static void settle(GatewayConfig config, RegionPolicy policy, Duration patience) {
        try {
            policy.settled(config.governance().follow() == null ? patience : FOLLOWER_PATIENCE);
        } catch (IllegalStateException late) {
            if (config.governance().follow() == null) {
                throw late;
            }
            log.warn("No policy version acts here yet: nothing is decided until the authority gives one");
        }
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
        try {
            long version = desk.publisher().publish(canonical, List.of());
            desk.lifecycle()
                    .publishedAtStart(
                            version, policy.active().newest().orElseThrow().digest());
            log.info("Policy version {} published from {}", version, config.policies());
        } catch (Refusal refused) {
            if (refused.why() != Refusal.Cause.OUTDATED) {
                throw new ConfigException("policies: cannot be published (expected: " + refused.expected() + ")");
            }
            log.info("Another node of the region published its folder first");
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
