package io.activationgateway.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.catalogue.Vendors;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.PseudonymKey;
import io.activationgateway.consent.identity.SubjectKeys;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.consent.register.Position;
import io.activationgateway.consent.register.Standing;
import io.activationgateway.consent.signal.SignalAnswer.Flaw;
import io.activationgateway.consent.signal.SignalField;
import io.activationgateway.gateway.config.Secret;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.delivery.CurrentPolicy;
import io.activationgateway.gateway.delivery.Delivery;
import io.activationgateway.gateway.delivery.Grounds;
import io.activationgateway.gateway.delivery.RecordEnd;
import io.activationgateway.gateway.ingest.Columns;
import io.activationgateway.gateway.ingest.Limits;
import io.activationgateway.gateway.screening.Screening;
import io.activationgateway.gateway.screening.TrafficRecord;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.table.PolicyTable;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An error in evaluation decides nothing: the sender is told to come back (promise P2). */
class BrokenEvaluationTest {

    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-11-22T10:00:00Z"));

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void aBatchThatCannotBeJudgedIsAnsweredWithComeBackAndNeverAsAVerdict() throws Exception {
        var problem = new CompletableFuture<Throwable>();
        var batches = new BatchLoop();
        vertx.deployVerticle(batches).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        var handler = handler(batches);
        var server = vertx.createHttpServer()
                .requestHandler(request -> handler.activate(request, source(), "iterable-eu")
                        .onComplete(
                                _ -> problem.complete(new AssertionError("a verdict was answered")), problem::complete))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);

        var _ = vertx.createHttpClient()
                .request(HttpMethod.POST, server.actualPort(), "127.0.0.1", "/?purpose=email-newsletter")
                .compose(request -> request.putHeader("Content-Type", "application/json")
                        .send(Buffer.buffer(
                                "{\"records\":[{\"id\":\"c-1\",\"user_id\":\"u-1\",\"country\":\"DE\"}]}")));

        assertThat(problem.get(10, TimeUnit.SECONDS)).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().status()).isEqualTo(503);
            assertThat(refused.problem().code()).isEqualTo("error.evaluation");
            assertThat(refused.problem().retryAfterSeconds()).isPositive();
        });
    }

    private static ActivationHandler handler(BatchLoop batches) {
        var view = new BrokenView();
        var table = samplePolicy();
        var settings = new Settings("destinations.iterable-eu", Map.of("region", "eu", "api_key", "a-key"));
        var connector = Vendors.all().find("iterable").connect(settings);
        var limits = Limits.DEFAULT;
        var grounds = new Grounds(view, only(table), NOW);
        var screening = new BatchScreening(
                new Screening(view, new SubjectKeys(KeyRing.of(PseudonymKey.random(new SecureRandom())))),
                grounds,
                System::nanoTime,
                new NoMeter(),
                new BatchScreening.Intake(
                        new BatchReader(limits, NOW),
                        new SignalIntake(
                                _ -> CompletableFuture.failedStage(new IllegalStateException("no register")),
                                new NoMeter()),
                        new TrafficRecord(1_000, view, NOW).recorder()));
        return new ActivationHandler(
                Map.of(
                        "iterable-eu",
                        new Outlet("iterable-eu", connector.operations(), connector, new Delivery(null, null))),
                screening,
                grounds,
                System::nanoTime,
                new NoMeter(),
                new ActivationHandler.Settings(
                        new AnswerWriter("eu-central"),
                        new BodyReader(limits.bodyBytes(), new BytesInFlight(1 << 20)),
                        batches,
                        new OutboxDesk(null, new AnswerWriter("eu-central")),
                        Duration.ofSeconds(5)));
    }

    private static SourceConfig source() {
        return new SourceConfig(
                "crm",
                new Secret("key"),
                "acme-eu",
                "acme",
                false,
                Set.of(),
                false,
                Columns.DEFAULT,
                Set.of("iterable-eu"),
                Set.of("email-newsletter"));
    }

    private static PolicyTable samplePolicy() {
        return switch (PolicyDocuments.load(Path.of("..", "deploy", "policies"))) {
            case PolicyDocuments.Loaded loaded -> PolicyTable.compile(loaded.policies(), NOW.instant());
            case PolicyDocuments.Rejected(var errors) -> throw new AssertionError(errors);
        };
    }

    /** Current, and broken where a subject is looked up. */
    private static final class BrokenView implements ConsentView {

        private static final Position START = new Position(1, 0, 0);

        @Override
        public int generation() {
            return 0;
        }

        @Override
        public int find(int generation, long keyHigh, long keyLow) {
            throw new IllegalStateException("planted");
        }

        @Override
        public ConsentProfile profile(int number) {
            return ConsentProfile.UNKNOWN;
        }

        @Override
        public int profileCount() {
            return 0;
        }

        @Override
        public Position position() {
            return START;
        }

        @Override
        public Standing standing() {
            return new Standing.Current(START, 0, Long.MAX_VALUE);
        }

        @Override
        public Changes changesSince(long mark) {
            throw new IllegalStateException("planted");
        }
    }

    private static final class NoMeter implements RecordMeter {

        @Override
        public void ended(String source, String destination, List<RecordEnd> ends) {}

        @Override
        public void unusable(String source, Map<Flaw, Integer> rows) {}

        @Override
        public void chosen(String source, SignalField signal, ChoiceEnd end, int count) {}

        @Override
        public void screened(int records, long nanos) {}
    }

    private static CurrentPolicy only(PolicyTable table) {
        return new CurrentPolicy() {
            @Override
            public Optional<PolicyTable> table() {
                return Optional.of(table);
            }

            @Override
            public Optional<PolicyTable> table(long version) {
                return Optional.of(table);
            }
        };
    }
}
