package io.activationgateway.gateway.region;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.catalogue.Vendors;
import io.activationgateway.connectors.courier.Clocks;
import io.activationgateway.connectors.courier.Courier;
import io.activationgateway.consent.calendar.BusinessCalendar;
import io.activationgateway.consent.register.ConsentRegister;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.consent.register.RegisterPorts;
import io.activationgateway.consent.register.RegisterSettings;
import io.activationgateway.consent.register.RegisterStore;
import io.activationgateway.consent.register.SnapshotSettings;
import io.activationgateway.gateway.api.ApiVerticle;
import io.activationgateway.gateway.api.Outlet;
import io.activationgateway.gateway.api.Readiness;
import io.activationgateway.gateway.api.RegionApi;
import io.activationgateway.gateway.api.SubjectAnswers;
import io.activationgateway.gateway.api.SubjectRecords;
import io.activationgateway.gateway.config.ConfigException;
import io.activationgateway.gateway.config.GatewayConfig;
import io.activationgateway.gateway.config.GatewayConfig.ConsentStore;
import io.activationgateway.gateway.consents.ConsentReceipt;
import io.activationgateway.gateway.consents.ReceiptParties;
import io.activationgateway.gateway.delivery.Delivery;
import io.activationgateway.gateway.delivery.Desk;
import io.activationgateway.gateway.delivery.Evidence;
import io.activationgateway.gateway.delivery.Grounds;
import io.activationgateway.gateway.delivery.Masking;
import io.activationgateway.gateway.delivery.WireFence;
import io.activationgateway.gateway.exchange.PolicyFollower;
import io.activationgateway.gateway.ledger.Ledger;
import io.activationgateway.gateway.lifecycle.RegionTraffic;
import io.activationgateway.gateway.opendsr.DsrGauges;
import io.activationgateway.gateway.opendsr.HeldSubjects;
import io.activationgateway.gateway.opendsr.OpenDsr;
import io.activationgateway.gateway.optout.Disclosures;
import io.activationgateway.gateway.optout.OptOutGauges;
import io.activationgateway.gateway.optout.OptOuts;
import io.activationgateway.gateway.outbox.Jobs;
import io.activationgateway.gateway.outbox.Outbox;
import io.activationgateway.gateway.outbox.OutboxGauges;
import io.activationgateway.gateway.outbox.OutboxTrouble;
import io.activationgateway.gateway.telemetry.GatewayMetrics;
import io.activationgateway.residency.cache.ActivePolicy;
import io.activationgateway.residency.cache.BundleStore;
import io.activationgateway.residency.cache.PolicyCache;
import io.activationgateway.residency.cache.Refusals;
import io.activationgateway.residency.cache.RegionPolicy;
import io.activationgateway.residency.policy.LawFamily;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node of a region, running. The parts are made here and nowhere else, and end in the opposite order: first the
 * door, then what was accepted, then what it stood on. Start and close block.
 */
public final class RegionNode implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RegionNode.class);
    private static final long CLOSE_SECONDS = 75;

    /** How soon a secret that has changed in its file is used. */
    private static final Duration SECRETS_LOOK = Duration.ofSeconds(10);

    /** Longer than the longest deadline of an activation. */
    private static final long DRAIN_SECONDS = 65;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final GatewayConfig config;

    private RegionNode(GatewayConfig config) {
        this.config = config;
    }

    /**
     * Starts a node; it takes requests when this returns.
     *
     * @throws ConfigException where the configuration, the keys and the policy do not agree
     */
    public static RegionNode start(GatewayConfig config, Clocks clocks) {
        return start(config, clocks, register -> register);
    }

    /** Starts a node whose decisions see consent through {@code sight}. */
    static RegionNode start(GatewayConfig config, Clocks clocks, UnaryOperator<ConsentView> sight) {
        var node = new RegionNode(config);
        try {
            node.start(clocks, sight);
            return node;
        } catch (RuntimeException failure) {
            node.close();
            throw failure;
        } catch (Exception failure) {
            node.close();
            throw new CompletionException(failure);
        }
    }

    private void start(Clocks clocks, UnaryOperator<ConsentView> sight) throws Exception {
        var metrics = new GatewayMetrics(config.region(), config.node());
        var vertx = keep(
                Vertx.vertx(),
                running -> await(running.close().toCompletionStage().toCompletableFuture()));
        var fence = new WireFence(vertx, config.delivery().lease().dividedBy(2));
        var store = keep(registerStore(clocks), RegisterStore::close);
        var pseudonymKeys = KeyFiles.pseudonymKeys(config.keys().pseudonym());
        // What was sealed or masked once must open for ever: that follows from the first key, which no rotation
        // replaces.
        var firstKey = pseudonymKeys.key(0);
        var bundles = BundleStore.open(store.dataSource());
        var policy = policy(bundles, clocks);
        var peers = keep(new ClusterPeers(policy.member()), ClusterPeers::close);
        var register = keep(
                ConsentRegister.open(
                        store,
                        pseudonymKeys,
                        clocks.legal(),
                        clocks.ticker(),
                        new RegisterPorts(fence, peers, metrics.acknowledgements()),
                        registerSettings().withCalendar(() -> calendar(policy, clocks))),
                ConsentRegister::close);
        await(register.loaded().toCompletableFuture());
        policy.follow(new RegisterHead(register));
        var policies = PolicyParts.desk(config, store, bundles, policy, register, clocks);
        keep(policies.traffic(), RegionTraffic::close);
        PolicyParts.publishFolder(config, policies, policy);
        var follower = PolicyParts.follower(config, bundles, policy, clocks);
        if (follower != null) {
            keep(follower, PolicyFollower::close);
        }
        PolicyParts.settle(config, policy, Duration.ofSeconds(CLOSE_SECONDS));
        var feed = PolicyParts.feed(config, vertx, policy, clocks);
        if (feed != null) {
            keep(
                    await(feed.toCompletionStage().toCompletableFuture()),
                    open -> await(open.close().toCompletionStage().toCompletableFuture()));
        }

        var ledger = keep(
                Ledger.open(
                        config.data().resolve("ledger"),
                        KeyFiles.signingKey(config.keys().ledger()),
                        config.region() + "/" + config.node(),
                        clocks.legal()),
                Ledger::close);
        var grounds = new Grounds(
                sight.apply(register),
                new NodePolicy(
                        policy.active(), clocks.legal(), bundle -> follower == null || follower.isCurrent(bundle)),
                clocks.legal());
        var connectors = Destinations.connect(config.destinations().values(), Vendors.all());
        policy.active()
                .at(clocks.legal().instant())
                .map(table -> Destinations.contradictions(connectors, table))
                .filter(errors -> !errors.isEmpty())
                .ifPresent(errors -> {
                    throw new ConfigException(errors);
                });
        var masking = new Masking(firstKey.bytes());
        var disclosures =
                keep(Disclosures.open(store, firstKey, register.generation(), clocks.ticker()), Disclosures::close);
        var couriers = couriers(vertx, policy, clocks, metrics);
        var jobs = keep(Jobs.open(store, clocks.jitter()), Jobs::close);
        var outlets = new LinkedHashMap<String, Outlet>();
        var running = new LinkedHashMap<String, Courier>();
        connectors.forEach((name, connector) -> {
            var courier = keep(
                    couriers.to(name, connector),
                    ending -> await(ending.close().toCompletionStage().toCompletableFuture()));
            var evidence = new Evidence(
                    ledger, disclosures.recipient(name), clocks.legal(), Destinations.isSandbox(connector));
            var desk = new Desk(grounds, fence, evidence, masking, jobs, clocks.ticker(), metrics);
            outlets.put(name, new Outlet(name, connector, new Delivery(courier, desk)));
            running.put(name, courier);
        });
        var optOuts = keep(
                OptOuts.start(
                        new OptOuts.Surroundings(
                                store,
                                register,
                                pseudonymKeys,
                                disclosures,
                                jobs,
                                OptOutParts.targets(config, connectors, running),
                                ledger,
                                grounds.policy()::table,
                                vertx,
                                OptOutParts.settling(config),
                                clocks.legal(),
                                clocks.ticker(),
                                clocks.jitter()),
                        OptOutParts.terms(config)),
                OptOuts::close);
        var outbox = keep(
                OutboxParts.open(
                        new OutboxParts.Ground(config, vertx, store, register, pseudonymKeys, grounds, clocks),
                        outlets,
                        jobs,
                        metrics),
                Outbox::close);
        var records = new SubjectRecords(register, pseudonymKeys, optOuts.enquiries());
        var readiness = new Readiness(
                grounds,
                ledger,
                sandboxed(connectors),
                () -> policy.active().refusals().last().map(Refusals.Refusal::code),
                () -> outbox.trouble().map(OutboxTrouble::wireName));
        var api = new RegionApi(
                config,
                pseudonymKeys,
                register,
                grounds,
                outlets,
                clocks.ticker(),
                metrics,
                readiness,
                new ConsentReceipt(
                        config.region(),
                        KeyFiles.signingKey(config.keys().ledger()),
                        new ReceiptParties(config.sources().values(), grounds.policy()::table)),
                clocks.legal(),
                pages(metrics, ledger),
                openDsr(new OpenDsr.Surroundings(
                        store,
                        pseudonymKeys,
                        new OutboxParts.People(register, outbox),
                        new HeldSubjects<>(records::of, held -> held.subjects().size(), SubjectAnswers::write),
                        vertx,
                        clocks.legal(),
                        clocks.jitter())),
                optOuts.enquiries(),
                policies,
                outbox);
        var shared = api.shared();
        NodeGauges.register(metrics, register, policy, ledger, fence, shared);
        OutboxGauges.register(outbox, connectors.keySet(), metrics::gauge);
        if (follower != null) {
            PolicyGauges.register(metrics, follower);
        }
        OptOutGauges.register(optOuts, connectors.keySet(), metrics::gauge);
        var openDsr = api.openDsr();
        if (openDsr != null) {
            DsrGauges.register(openDsr, metrics::gauge);
        }
        vertx.setPeriodic(leaseWatch().toMillis(), _ -> {
            if (grounds.leaseIsOver()) {
                fence.resetAll();
            }
        });
        listen(vertx, shared, readiness);
        log.info(
                "{} of region {} takes requests on {}:{}",
                config.node(),
                config.region(),
                config.listen().host(),
                config.listen().port());
    }

    private RegisterStore registerStore(Clocks clocks) {
        return switch (config.consentStore()) {
            case ConsentStore.InDataFolder _ -> RegisterStore.h2(config.data().resolve("register"), clocks.legal());
            case ConsentStore.PostgreSql(var url, var user, var password) ->
                RegisterStore.postgresql(url, user, password.value(), registerSettings());
        };
    }

    private RegionPolicy policy(BundleStore bundles, Clocks clocks) throws SQLException {
        var cluster = config.cluster();
        return keep(
                RegionPolicy.start(
                        new ActivePolicy(PolicyParts.verifier(config), clocks.legal()),
                        bundles,
                        new PolicyCache.Settings(config.region(), cluster.host(), cluster.port(), cluster.members()),
                        new RegionPolicy.Node(config.region(), config.node()),
                        clocks.ticker()),
                RegionPolicy::close);
    }

    private @Nullable OpenDsr openDsr(OpenDsr.Surroundings on) {
        var settings = config.openDsr();
        return settings == null ? null : keep(OpenDsr.start(settings, on), OpenDsr::close);
    }

    private Couriers couriers(Vertx vertx, RegionPolicy policy, Clocks clocks, GatewayMetrics metrics) {
        int nodes = config.cluster().nodes();
        var rates = nodes == 1
                ? null
                : keep(new SharedRates(policy.member(), nodes, clocks.ticker()).begin(), SharedRates::close);
        var secrets = keep(new SecretWatch().begin(SECRETS_LOOK), SecretWatch::close);
        return new Couriers(vertx, config, rates, secrets, clocks, metrics);
    }

    private void listen(Vertx vertx, ApiVerticle.Shared shared, Readiness readiness) {
        var options = new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        var deployment = await(vertx.deployVerticle(shared::verticle, options)
                .toCompletionStage()
                .toCompletableFuture());
        keep(deployment, id -> {
            readiness.drain();
            await(shared.idle()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .completeOnTimeout(null, DRAIN_SECONDS, TimeUnit.SECONDS));
            await(vertx.undeploy(id).toCompletionStage().toCompletableFuture());
        });
    }

    private RegionApi.Pages pages(GatewayMetrics metrics, Ledger ledger) throws IOException {
        String openApi;
        try (var in = RegionNode.class.getResourceAsStream("/openapi.yaml")) {
            openApi = in == null ? "" : new String(in.readAllBytes(), UTF_8);
        }
        return new RegionApi.Pages() {
            @Override
            public String metrics() {
                return metrics.scrape();
            }

            @Override
            public String checkpoint() {
                return ledger.checkpoint();
            }

            @Override
            public String openApi() {
                return openApi;
            }
        };
    }

    private RegisterSettings registerSettings() {
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

    /** Others wait a tenth beyond the end of a lease: what it let go must be reset well before. */
    private Duration leaseWatch() {
        return config.delivery().lease().dividedBy(20);
    }

    private static List<String> sandboxed(Map<String, Connector> connectors) {
        return connectors.entrySet().stream()
                .filter(entry -> Destinations.isSandbox(entry.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    @FunctionalInterface
    private interface End<T> {
        void of(T part) throws Exception;
    }

    private <T> T keep(T part, End<T> end) {
        parts.push(() -> end.of(part));
        return part;
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof RuntimeException cause
                    ? cause
                    : new CompletionException(failure.getCause());
        } catch (TimeoutException late) {
            throw new IllegalStateException("not done within " + CLOSE_SECONDS + " s", late);
        }
    }

    /** Ends the node: what was accepted is answered first. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception failure) {
                log.warn("a part did not end well: {}", failure.getClass().getName());
            }
        }
    }
}
