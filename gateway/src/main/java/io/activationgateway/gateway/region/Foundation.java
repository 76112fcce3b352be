package io.activationgateway.gateway.region;

import io.activationgateway.connectors.courier.Clocks;
import io.activationgateway.consent.calendar.BusinessCalendar;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.PseudonymKey;
import io.activationgateway.consent.register.ConsentRegister;
import io.activationgateway.consent.register.EvidenceRetention;
import io.activationgateway.consent.register.RegisterPorts;
import io.activationgateway.consent.register.RegisterSettings;
import io.activationgateway.consent.register.RegisterStore;
import io.activationgateway.consent.register.SnapshotSettings;
import io.activationgateway.gateway.config.GatewayConfig;
import io.activationgateway.gateway.config.GatewayConfig.ConsentStore;
import io.activationgateway.gateway.delivery.WireFence;
import io.activationgateway.gateway.storage.Loop;
import io.activationgateway.gateway.telemetry.GatewayMetrics;
import io.activationgateway.residency.cache.BundleStore;
import io.activationgateway.residency.cache.RegionPolicy;
import io.activationgateway.residency.policy.LawFamily;
import io.vertx.core.Vertx;
import java.sql.SQLException;

/**
 * What all other parts of a node stand on: its event loops, the region's database, the cluster, and the register that
 * has caught up with the region's log.
 *
 * @param fence holds the requests that are on the wire
 * @param store the region's database
 * @param pseudonymKeys the register's
 * @param policy what the region agrees on, not settled yet
 */
record Foundation(
        GatewayConfig config,
        Clocks clocks,
        Vertx vertx,
        GatewayMetrics metrics,
        WireFence fence,
        RegisterStore store,
        KeyRing pseudonymKeys,
        BundleStore bundles,
        RegionPolicy policy,
        ConsentRegister register) {

    /** Blocks until the register is loaded. */
    static Foundation lay(Parts parts, GatewayConfig config, Clocks clocks) throws SQLException {
        var metrics = new GatewayMetrics(config.region(), config.node());
        var vertx = parts.keep(Vertx.vertx(), running -> Parts.await(running.close()));
        var fence = new WireFence(vertx, config.delivery().lease().dividedBy(2));
        var store = parts.keep(store(config, clocks), RegisterStore::close);
        var pseudonymKeys = KeyFiles.pseudonymKeys(config.keys().pseudonym());
        var bundles = BundleStore.open(store.dataSource());
        var policy = parts.keep(PolicyParts.member(config, bundles, clocks), RegionPolicy::close);
        var peers = parts.keep(new ClusterPeers(policy.member()), ClusterPeers::close);
        var register = parts.keep(
                ConsentRegister.open(
                        store,
                        pseudonymKeys,
                        clocks.legal(),
                        clocks.ticker(),
                        new RegisterPorts(fence, peers, metrics.acknowledgements()),
                        settings(config).withCalendar(() -> calendar(policy, clocks))),
                ConsentRegister::close);
        Parts.await(register.loaded());
        policy.follow(new RegisterHead(register));
        keepEvidence(parts, store, pseudonymKeys, config, clocks);
        return new Foundation(config, clocks, vertx, metrics, fence, store, pseudonymKeys, bundles, policy, register);
    }

    /** Deletes evidence whose time is over. */
    private static void keepEvidence(
            Parts parts, RegisterStore store, KeyRing keys, GatewayConfig config, Clocks clocks) {
        var retention = new EvidenceRetention(
                store, keys, clocks.legal(), config.consent().evidence());
        Loop.Pass sweep = () -> {
            retention.sweep();
            return false;
        };
        var loop = parts.keep(new Loop("consent-evidence", "clean-ups of evidence", sweep, () -> {}), Loop::close);
        loop.start();
    }

    /** What was sealed or masked once must open for ever: that follows from the first key, which no rotation replaces. */
    PseudonymKey firstKey() {
        return pseudonymKeys.key(0);
    }

    private static RegisterStore store(GatewayConfig config, Clocks clocks) {
        return switch (config.consentStore()) {
            case ConsentStore.InDataFolder _ -> RegisterStore.h2(config.data().resolve("register"), clocks.legal());
            case ConsentStore.PostgreSql(var url, var user, var password) ->
                RegisterStore.postgresql(url, user, password.value(), settings(config));
        };
    }

    private static RegisterSettings settings(GatewayConfig config) {
        var usual = RegisterSettings.DEFAULT;
        var lease = config.delivery().lease();
        return new RegisterSettings(lease, lease.dividedBy(5), usual.group(), usual.recentChanges())
                .withSnapshots(SnapshotSettings.in(config.data().resolve("index.snapshot")));
    }

    /** The business days of the policy that acts; without one, every weekday is. */
    private static BusinessCalendar calendar(RegionPolicy policy, Clocks clocks) {
        return policy.active()
                .at(clocks.legal().instant())
                .flatMap(table -> table.calendar(LawFamily.KVKK))
                .orElseGet(RegisterSettings.DEFAULT.calendar());
    }
}
