package io.activationgateway.gateway.region;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activationgateway.connectors.courier.Clocks;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.gateway.api.ApiVerticle;
import io.activationgateway.gateway.api.Readiness;
import io.activationgateway.gateway.api.RegionApi;
import io.activationgateway.gateway.api.SubjectAnswers;
import io.activationgateway.gateway.api.SubjectRecords;
import io.activationgateway.gateway.config.ConfigException;
import io.activationgateway.gateway.config.GatewayConfig;
import io.activationgateway.gateway.consents.ConsentReceipt;
import io.activationgateway.gateway.consents.ReceiptParties;
import io.activationgateway.gateway.delivery.Grounds;
import io.activationgateway.gateway.delivery.WireFence;
import io.activationgateway.gateway.ledger.Ledger;
import io.activationgateway.gateway.opendsr.DsrGauges;
import io.activationgateway.gateway.opendsr.HeldSubjects;
import io.activationgateway.gateway.opendsr.OpenDsr;
import io.activationgateway.gateway.optout.OptOutGauges;
import io.activationgateway.gateway.optout.OptOuts;
import io.activationgateway.gateway.outbox.Outbox;
import io.activationgateway.gateway.outbox.OutboxGauges;
import io.activationgateway.gateway.outbox.OutboxTrouble;
import io.activationgateway.gateway.telemetry.GatewayMetrics;
import io.activationgateway.residency.cache.Refusals;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node of a region, running. The parts are put together here and nowhere else, and end in the opposite order: first
 * the door, then what was accepted, then what it stood on. Start and close block.
 */
public final class RegionNode implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RegionNode.class);

    /** Longer than the longest deadline of an activation. */
    private static final long DRAIN_SECONDS = 65;

    private final Parts parts = new Parts();
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
        var on = Foundation.lay(parts, config, clocks);
        var policies = PolicyParts.start(parts, on);
        var books = Books.open(parts, on);
        var grounds = new Grounds(
                sight.apply(on.register()),
                new NodePolicy(on.policy().active(), clocks.legal(), policies::isCurrent),
                clocks.legal());
        var sending = Sending.start(parts, on, books, grounds);
        var optOuts = parts.keep(OptOutParts.start(on, books, sending, grounds.policy()), OptOuts::close);
        var outbox = parts.keep(OutboxParts.open(on, grounds, sending.outlets(), books.jobs()), Outbox::close);
        var openDsr = openDsr(on, optOuts, outbox);
        var readiness = readiness(on, books, grounds, sending, outbox);
        var shared = new RegionApi(
                        config,
                        on.pseudonymKeys(),
                        on.register(),
                        grounds,
                        sending.outlets(),
                        clocks.ticker(),
                        on.metrics(),
                        readiness,
                        receipts(grounds),
                        clocks.legal(),
                        pages(on.metrics(), books.ledger()),
                        openDsr,
                        optOuts.enquiries(),
                        policies.desk(),
                        outbox)
                .shared();
        NodeGauges.register(on, books.ledger(), shared);
        OutboxGauges.register(outbox, sending.connectors().keySet(), on.metrics()::gauge);
        OptOutGauges.register(optOuts, sending.connectors().keySet(), on.metrics()::gauge);
        if (policies.follower() != null) {
            PolicyGauges.register(on.metrics(), policies.follower());
        }
        if (openDsr != null) {
            DsrGauges.register(openDsr, on.metrics()::gauge);
        }
        watchLease(on.vertx(), grounds, on.fence());
        listen(on.vertx(), shared, readiness);
        log.info(
                "{} of region {} takes requests on {}:{}",
                config.node(),
                config.region(),
                config.listen().host(),
                config.listen().port());
    }

    private static Readiness readiness(Foundation on, Books books, Grounds grounds, Sending sending, Outbox outbox) {
        return new Readiness(
                grounds,
                books.ledger(),
                sending.sandboxed(),
                () -> on.policy().active().refusals().last().map(Refusals.Refusal::code),
                () -> outbox.trouble().map(OutboxTrouble::wireName));
    }

    private @Nullable OpenDsr openDsr(Foundation on, OptOuts optOuts, Outbox outbox) throws SQLException {
        var settings = config.openDsr();
        if (settings == null) {
            return null;
        }
        var records = new SubjectRecords(on.register(), on.pseudonymKeys(), optOuts.enquiries());
        var surroundings = new OpenDsr.Surroundings(
                on.store(),
                on.pseudonymKeys(),
                new OutboxParts.People(on.register(), outbox),
                new HeldSubjects<>(records::of, held -> held.subjects().size(), SubjectAnswers::write),
                on.vertx(),
                on.clocks().legal(),
                on.clocks().jitter());
        return parts.keep(OpenDsr.start(settings, surroundings), OpenDsr::close);
    }

    private ConsentReceipt receipts(Grounds grounds) {
        return new ConsentReceipt(
                config.region(),
                KeyFiles.signingKey(config.keys().ledger()),
                new ReceiptParties(config.sources().values(), grounds.policy()::table));
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

    /** Others wait a tenth beyond the end of a lease: what it let go must be reset well before. */
    private void watchLease(Vertx vertx, Grounds grounds, WireFence fence) {
        vertx.setPeriodic(config.delivery().lease().dividedBy(20).toMillis(), _ -> {
            if (grounds.leaseIsOver()) {
                fence.resetAll();
            }
        });
    }

    private void listen(Vertx vertx, ApiVerticle.Shared shared, Readiness readiness) {
        var options = new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        parts.keep(Parts.await(vertx.deployVerticle(shared::verticle, options)), deployment -> {
            readiness.drain();
            Parts.await(shared.idle()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .completeOnTimeout(null, DRAIN_SECONDS, TimeUnit.SECONDS));
            Parts.await(vertx.undeploy(deployment));
        });
    }

    /** Ends the node: what was accepted is answered first. */
    @Override
    public void close() {
        parts.close();
    }
}
