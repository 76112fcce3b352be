package io.activationgateway.gateway.region;

import io.activationgateway.connectors.courier.Clocks;
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
import io.activationgateway.residency.bundle.PolicyBundle;
import io.activationgateway.residency.bundle.TrustedKey;
import io.activationgateway.residency.cache.ActivePolicy;
import io.activationgateway.residency.cache.BundleStore;
import io.activationgateway.residency.cache.PolicyCache;
import io.activationgateway.residency.cache.RegionPolicy;
import io.activationgateway.residency.cache.Statements;
import io.activationgateway.residency.document.DocumentError;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.document.PolicyReview;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a node that care for the policy.
 *
 * @param follower the link to the authority; null where the region follows none
 */
record PolicyParts(PolicyDesk desk, @Nullable PolicyFollower follower) {

    private static final Logger log = LoggerFactory.getLogger(PolicyParts.class);

    private static final Duration PATIENCE = Duration.ofSeconds(Parts.PATIENCE_SECONDS);
    private static final Duration FOLLOWER_PATIENCE = Duration.ofSeconds(30);

    /** The node's place in the cluster that agrees on the policy. */
    static RegionPolicy member(GatewayConfig config, BundleStore bundles, Clocks clocks) throws SQLException {
        var cluster = config.cluster();
        return RegionPolicy.start(
                new ActivePolicy(verifier(config), clocks.legal()),
                bundles,
                new PolicyCache.Settings(config.region(), cluster.host(), cluster.port(), cluster.members()),
                new RegionPolicy.Node(config.region(), config.node()),
                clocks.ticker());
    }

    /** Publishes the first version where that is for this node to do; blocks until a version acts. */
    static PolicyParts start(Parts parts, Foundation on) throws SQLException {
        var desk = desk(on);
        parts.keep(desk.traffic(), RegionTraffic::close);
        publishFolder(on.config(), desk, on.policy());
        var follower = follower(on);
        if (follower != null) {
            parts.keep(follower, PolicyFollower::close);
        }
        settle(on.config(), on.policy());
        var feed = feed(on);
        if (feed != null) {
            parts.keep(Parts.await(feed), open -> Parts.await(open.close()));
        }
        return new PolicyParts(desk, follower);
    }

    /** Whether a version may act here: one that another region publishes needs that region's word. */
    boolean isCurrent(PolicyBundle bundle) {
        return follower == null || follower.isCurrent(bundle);
    }

    private static BundleVerifier verifier(GatewayConfig config) {
        var trusted = config.keys().policyTrust().stream()
                .map(trust -> new TrustedKey(KeyFiles.verifyingKey(trust.file()), trust.from(), trust.until()))
                .toList();
        return new BundleVerifier(trusted, config.region());
    }

    private static PolicyDesk desk(Foundation on) {
        var config = on.config();
        var policy = on.policy();
        var clocks = on.clocks();
        var signer = config.keys().policySigner();
        var regions = config.governance().regions();
        var publisher =
                new Publisher(policy, signer == null ? null : KeyFiles.signingKey(signer), regions, clocks.legal());
        var versions = new PolicyVersions(on.bundles(), verifier(config));
        var record = new TrafficRecord(config.governance().features(), on.register(), clocks.legal());
        return new PolicyDesk(
                new PolicyLifecycle(on.store(), versions, publisher, clocks.legal()),
                new Convergence(policy, regions, clocks.ticker()),
                publisher,
                policy,
                RegionTraffic.start(on.store(), policy, versions, record, on.register(), clocks));
    }

    private static @Nullable PolicyFollower follower(Foundation on) throws SQLException {
        var config = on.config();
        var follow = config.governance().follow();
        return follow == null
                ? null
                : PolicyFollower.start(
                        follow,
                        config.region(),
                        on.policy(),
                        new Statements(
                                on.bundles(), verifier(config), on.policy().active()),
                        on.clocks());
    }

    /** The feed for followers, where the region serves some. */
    private static @Nullable Future<HttpServer> feed(Foundation on) {
        var config = on.config();
        var serve = config.governance().serve();
        var signer = config.keys().policySigner();
        return serve == null || signer == null
                ? null
                : PolicyFeed.open(
                        on.vertx(),
                        serve,
                        on.policy(),
                        KeyFiles.signingKey(signer),
                        config.governance().regions(),
                        on.clocks());
    }

    /** Waits for the first version; a follower that hears of none starts all the same, and decides nothing. */
    private static void settle(GatewayConfig config, RegionPolicy policy) {
        try {
            policy.settled(config.governance().follow() == null ? PATIENCE : FOLLOWER_PATIENCE);
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
    private static void publishFolder(GatewayConfig config, PolicyDesk desk, RegionPolicy policy) throws SQLException {
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
