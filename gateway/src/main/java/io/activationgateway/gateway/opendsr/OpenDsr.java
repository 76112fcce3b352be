package io.activationgateway.gateway.opendsr;

import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.register.AppendAnswer;
import io.activationgateway.consent.register.HeldSubject;
import io.activationgateway.consent.register.RegisterStore;
import io.activationgateway.gateway.config.ConfigException;
import io.activationgateway.gateway.config.GatewayConfig;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.storage.Backoff;
import io.activationgateway.gateway.storage.Loop;
import io.activationgateway.gateway.storage.Tables;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processor's side of OpenDSR 2.0 on one node. A request is durable before it is answered; whichever node of the
 * region takes it carries it out, and tells the URLs that asked to be told. Any thread; nothing blocks but start and
 * close. Stages never fail: what goes wrong is an answer.
 */
public final class OpenDsr implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OpenDsr.class);
    private static final int MOST_WAITING = 256;

    /** Passes that found nothing come twice a second; the requests are counted every five seconds. */
    private static final int IDLE_PASSES = 10;

    private final Processor processor;
    private final Answers answers;
    private final InstantSource clock;
    private final ProcessorIdentity identity;
    private final RequestStore requests;
    private final Register register;
    private final Forgetting forgetting;
    private final CallbackClient client;
    private final CallbackWork telling;
    private final Loop callbacks;
    private final Loop work;
    private volatile RequestCensus census = RequestCensus.NONE;
    private int passesUntilCensus;

    /** The door: a thread of its own, since requests are few and the database's connections too. */
    private final ThreadPoolExecutor desk = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().name("opendsr-desk").daemon().factory());

    /**
     * What it stands on, all of which ends after it.
     *
     * @param pseudonymKeys the region's; of the first the keys follow that seal identifiers
     * @param jitter spreads the pauses; called on several threads
     */
    public record Surroundings(
            RegisterStore store,
            KeyRing pseudonymKeys,
            Register register,
            SubjectReport report,
            Vertx vertx,
            InstantSource clock,
            RandomGenerator jitter) {}

    /** The consent register as this needs it. */
    public interface Register {

        /** Appends events, answered when they bind every node. */
        CompletionStage<AppendAnswer> append(List<ConsentEvent> events);

        /** All that is held about identifiers, and with that whom they are linked to. */
        CompletionStage<List<HeldSubject>> subject(List<Identifier> identifiers);
    }

    private OpenDsr(GatewayConfig.OpenDsr config, ProcessorIdentity self, Surroundings on) {
        var tables = Tables.open(on.store(), "opendsr", "dsr_schema_history");
        requests = new RequestStore(tables);
        identity = self;
        var hosts = new CallbackHosts(config.callbackHosts(), config.privateAddresses());
        var seal = new Seal(on.pseudonymKeys().key(0));
        register = on.register();
        forgetting = new Forgetting(requests, seal, on.pseudonymKeys());
        var reader = new RequestReader(config.domain(), hosts);
        answers = new Answers(self);
        clock = on.clock();
        processor = new Processor(reader, requests, seal, answers, on.report(), config);
        client = new CallbackClient(on.vertx(), hosts);
        telling = new CallbackWork(
                new CallbackStore(tables),
                client,
                answers,
                new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(15), on.jitter()));
        callbacks = new Loop("opendsr-callbacks", "callbacks of data subject requests", telling::pass, () -> {});
        var carrying = new RequestWork(
                requests,
                seal,
                new Erasures(register, forgetting),
                on.report(),
                new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), on.jitter()));
        work = new Loop("opendsr-work", "data subject requests", () -> counted(carrying.pass()), callbacks::wake);
    }

    /**
     * Opens the door and goes on with what was left. Blocks.
     *
     * @throws ConfigException where key, certificate and domain do not belong together, or the certificate has expired
     */
    public static OpenDsr start(GatewayConfig.OpenDsr config, Surroundings on) {
        var started =
                new OpenDsr(config, ProcessorIdentity.load(config, on.clock().instant()), on);
        started.work.start();
        started.callbacks.start();
        return started;
    }

    /** What this processor can do. */
    public DsrAnswer discovery() {
        return answers.discovery();
    }

    /** The certificate that answers and callbacks are checked with, and those above it, in PEM. */
    public DsrAnswer certificate() {
        return answers.certificate();
    }

    /** Takes a request: 201 once it is durable. */
    public CompletionStage<DsrAnswer> create(SourceConfig source, ApiVersion version, byte[] body) {
        return atDesk(() -> {
            var answer = processor.create(source, version, body);
            work.wake();
            return CompletableFuture.completedStage(answer);
        });
    }

    /** How far a request is. */
    public CompletionStage<DsrAnswer> status(SourceConfig source, ApiVersion version, String id) {
        return atDesk(() -> CompletableFuture.completedStage(processor.status(source, version, id)));
    }

    /** Cancels a request that is pending. */
    public CompletionStage<DsrAnswer> cancel(SourceConfig source, ApiVersion version, String id) {
        return atDesk(() -> {
            var answer = processor.cancel(source, version, id, clock.instant());
            callbacks.wake();
            return CompletableFuture.completedStage(answer);
        });
    }

    /** What an access request found. */
    public CompletionStage<DsrAnswer> results(SourceConfig source, String id) {
        return atDesk(() -> processor.results(source, id));
    }

    /**
     * Forgets what requests kept of people who were erased otherwise: the identifiers that the results of access requests
     * need, by every identifier that the register links to these. Fails where that is not certain.
     */
    public CompletionStage<Void> forget(List<Identifier> identifiers) {
        return register.subject(identifiers).thenCompose(held -> {
            var forgotten = new CompletableFuture<Void>();
            try {
                desk.execute(() -> {
                    try {
                        forgetting.forget(identifiers, held);
                        forgotten.complete(null);
                    } catch (SQLException | RuntimeException failure) {
                        log.warn(
                                "what data subject requests keep of an erased person could not be deleted: {}",
                                RequestWork.describe(failure));
                        forgotten.completeExceptionally(failure);
                    }
                });
            } catch (RejectedExecutionException full) {
                forgotten.completeExceptionally(full);
            }
            return forgotten;
        });
    }

    /** The region's requests as they were counted last. */
    RequestCensus census() {
        return census;
    }

    /** Since when the oldest request waits that is not done, in seconds; 0 where there is none. */
    double oldestOpenSeconds() {
        var oldest = census.oldestOpen();
        return oldest == null ? 0 : Duration.between(oldest, clock.instant()).toMillis() / 1e3;
    }

    /** How often a callback of this node was not heard. */
    double callbackFailures() {
        return telling.failures();
    }

    /** How long all certificates of the chain are still valid, in seconds. */
    double certificateSeconds() {
        return Duration.between(clock.instant(), identity.validUntil()).toSeconds();
    }

    /** On the thread of the work: counts the requests after something happened, and now and then. */
    private boolean counted(boolean worked) throws SQLException {
        if (worked || passesUntilCensus-- <= 0) {
            passesUntilCensus = IDLE_PASSES;
            census = requests.census();
        }
        return worked;
    }

    @Override
    public void close() {
        desk.shutdown();
        client.close();
        work.close();
        callbacks.close();
    }

    @FunctionalInterface
    private interface Question {
        CompletionStage<DsrAnswer> ask() throws SQLException;
    }

    private CompletionStage<DsrAnswer> atDesk(Question question) {
        var answered = new CompletableFuture<CompletionStage<DsrAnswer>>();
        try {
            desk.execute(() -> {
                try {
                    answered.complete(question.ask());
                } catch (SQLException | RuntimeException failure) {
                    answered.completeExceptionally(failure);
                }
            });
        } catch (RejectedExecutionException full) {
            return CompletableFuture.completedStage(DsrAnswer.comeBack());
        }
        return answered.thenCompose(answer -> answer).exceptionally(failure -> {
            log.warn("a data subject request could not be answered: {}", RequestWork.describe(failure));
            return DsrAnswer.comeBack();
        });
    }
}
