package io.activationgateway.gateway.opendsr;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.event.Effect;
import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.PseudonymKey;
import io.activationgateway.consent.register.Acknowledgement;
import io.activationgateway.consent.register.AppendAnswer;
import io.activationgateway.consent.register.AppendResult;
import io.activationgateway.consent.register.HeldSubject;
import io.activationgateway.consent.register.RegisterStore;
import io.activationgateway.gateway.config.Right;
import io.activationgateway.gateway.config.Secret;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.ingest.Columns;
import io.activationgateway.gateway.region.SettableClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The processor on a real database and real HTTP to the controller; the register is the test's. */
class OpenDsrTest {

    private static final String ID = "7d1f6a3e-2c1b-4a52-9a55-0f6f2f0f3c11";
    private static final SourceConfig CRM = source("crm", Set.of(Right.values()));

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock();
    private final PseudonymKey key = PseudonymKey.random(new SecureRandom());
    private final OpenDsr.Register register = new OpenDsr.Register() {
        @Override
        public CompletionStage<AppendAnswer> append(List<ConsentEvent> events) {
            return OpenDsrTest.this.append(events);
        }

        @Override
        public CompletionStage<List<HeldSubject>> subject(List<Identifier> identifiers) {
            return CompletableFuture.completedStage(List.of());
        }
    };
    private final Vertx vertx = Vertx.vertx();
    private final List<ConsentEvent> appended = new CopyOnWriteArrayList<>();
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger deaf = new AtomicInteger();
    private volatile boolean registerFails;
    private volatile boolean refusesLinks;
    private volatile boolean hasty;
    private int callbackPort;
    private RegisterStore database;
    private OpenDsr processor;

    /** A callback as the controller got it. */
    private record Told(String domain, String signature, Buffer body) {
        JsonObject json() {
            return body.toJsonObject();
        }
    }

    @BeforeEach
    void start() throws Exception {
        callbackPort = await(controller().toCompletionStage()).actualPort();
        open(Duration.ZERO);
    }

    @AfterEach
    void stop() throws Exception {
        processor.close();
        database.close();
        await(vertx.close().toCompletionStage());
    }

    @Test
    void anErasureReachesTheRegisterUnderAnIdOfItsRequest() throws Exception {
        assertThat(post(CRM, request("erasure")).status()).isEqualTo(201);

        until(() -> status().equals("completed"));
        assertThat(appended).singleElement().satisfies(event -> {
            assertThat(event.id()).isEqualTo("opendsr:" + ID + ":0");
            assertThat(event.change()).isInstanceOf(Change.Erased.class);
            assertThat(event.identifiers()).extracting(Identifier::value).containsExactly("ayse@example.com");
        });
    }

    @Test
    void whatWasPromisedIsDoneAfterARestart() throws Exception {
        registerFails = true;
        assertThat(post(CRM, request("erasure")).status()).isEqualTo(201);
        until(() -> status().equals("in_progress"));
        processor.close();
        database.close();
        assertThat(appended).isEmpty();
        assertThat(bytesOnDisk()).doesNotContain("ayse");

        registerFails = false;
        clock.pass(Duration.ofMinutes(10));
        open(Duration.ZERO);

        until(() -> status().equals("completed"));
        assertThat(appended).hasSize(1);
    }

    @Test
    void aPersonTheRegisterMayNotLinkIsErasedIdentifierByIdentifier() throws Exception {
        refusesLinks = true;
        var identities = new JsonArray()
                .add(identity("email", "ayse@example.com"))
                .add(identity("controller_customer_id", "u-1"));
        assertThat(post(CRM, request("erasure").put("subject_identities", identities))
                        .status())
                .isEqualTo(201);

        until(() -> status().equals("completed"));
        assertThat(appended)
                .extracting(ConsentEvent::id)
                .containsExactly("opendsr:" + ID + ":0:0", "opendsr:" + ID + ":0:1");
    }

    @Test
    void everyChangeOfStateIsToldInOrderAndSignedUntilItIsHeard() throws Exception {
        deaf.set(2);
        hasty = true;
        post(CRM, request("erasure").put("status_callback_urls", new JsonArray().add(url())));

        until(() -> told.size() == 4);
        assertThat(told)
                .extracting(one -> one.json().getString("request_status"))
                .containsExactly("in_progress", "in_progress", "in_progress", "completed");
        for (var one : told) {
            assertThat(one.domain()).isEqualTo(TestProcessor.DOMAIN);
            assertThat(verifies(one.body().getBytes(), one.signature())).isTrue();
            assertThat(one.json().getString("status_callback_url")).isEqualTo(url());
            assertThat(one.json().getString("subject_request_id")).isEqualTo(ID);
            assertThat(one.json().getString("controller_id")).isEqualTo("acme-eu");
            assertThat(one.json().containsKey("results_url")).isFalse();
        }
    }

    @Test
    void aCallbackThatWasNotHeardSurvivesARestart() throws Exception {
        deaf.set(1_000_000);
        post(CRM, request("erasure").put("status_callback_urls", new JsonArray().add(url())));
        until(() -> !told.isEmpty() && status().equals("completed"));
        processor.close();
        database.close();
        told.clear();
        deaf.set(0);

        clock.pass(Duration.ofHours(1));
        open(Duration.ZERO);

        until(() -> told.size() == 2);
        assertThat(told.getLast().json().getString("request_status")).isEqualTo("completed");
    }

    @Test
    void anAccessRequestLeadsToWhatIsHeldForAWhile() throws Exception {
        post(CRM, request("access").put("status_callback_urls", new JsonArray().add(url())));

        until(() -> told.size() == 2);
        var completed = told.getLast().json();
        assertThat(completed.getInteger("results_count")).isEqualTo(3);
        assertThat(completed.getString("results_url"))
                .isEqualTo("https://" + TestProcessor.DOMAIN + "/opendsr/v2/requests/" + ID + "/results");
        assertThat(json(get(processor.status(CRM, ApiVersion.V2, ID))).getString("results_url"))
                .isEqualTo(completed.getString("results_url"));
        var results = get(processor.results(CRM, ID));
        assertThat(results.status()).isEqualTo(200);
        assertThat(new String(results.body(), UTF_8)).isEqualTo("held about ayse@example.com");
        assertThat(get(processor.results(source("shop", Set.of(Right.values())), ID))
                        .status())
                .isEqualTo(404);
        assertThat(get(processor.results(source("crm", Set.of()), ID)).status()).isEqualTo(403);

        clock.pass(Processor.RESULTS_KEPT);
        until(() -> get(processor.results(CRM, ID)).status() == 410);
        assertThat(json(get(processor.status(CRM, ApiVersion.V2, ID))).containsKey("results_url"))
                .isFalse();
    }

    @Test
    void aRequestThatWaitsCanBeCancelledAndIsNeverDone() throws Exception {
        processor.close();
        database.close();
        open(Duration.ofHours(1));
        post(CRM, request("erasure").put("status_callback_urls", new JsonArray().add(url())));
        assertThat(status()).isEqualTo("pending");

        var cancelled = get(processor.cancel(CRM, ApiVersion.V2, ID));

        assertThat(cancelled.status()).isEqualTo(202);
        assertThat(json(cancelled).getString("api_version")).isEqualTo("2.0");
        assertSigned(cancelled);
        until(() -> told.size() == 1);
        assertThat(told.getFirst().json().getString("request_status")).isEqualTo("cancelled");
        assertThat(get(processor.cancel(CRM, ApiVersion.V2, ID)).status()).isEqualTo(202);
        clock.pass(Duration.ofHours(2));
        post(CRM, request("erasure").put("subject_request_id", ID.replace('7', '8')));
        clock.pass(Duration.ofHours(2));
        until(() -> !appended.isEmpty());
        assertThat(appended).extracting(ConsentEvent::id).containsExactly("opendsr:" + ID.replace('7', '8') + ":0");
        assertThat(get(processor.cancel(CRM, ApiVersion.V2, ID.replace('7', '8')))
                        .status())
                .isEqualTo(409);
    }

    @Test
    void theAnswerHoldsTheBytesAsTheyCameAndIsSigned() throws Exception {
        var body = request("erasure").encodePrettily().getBytes(UTF_8);

        var answer = get(processor.create(CRM, ApiVersion.V2, body));

        assertSigned(answer);
        var json = json(answer);
        assertThat(json.getBinary("encoded_request")).isEqualTo(body);
        assertThat(json.getString("received_time")).isEqualTo("2026-11-20T10:00:00Z");
        assertThat(json.getString("expected_completion_time")).isEqualTo("2026-12-04T10:00:00Z");
        assertThat(json.getString("controller_id")).isEqualTo("acme-eu");
        assertThat(answer.toString()).doesNotContain("ayse");
    }

    @Test
    void aRepetitionIsAnsweredAsTheFirstAndAnotherRequestWithItsIdIsRefused() throws Exception {
        post(CRM, request("erasure"));
        clock.pass(Duration.ofMinutes(1));

        var again = post(CRM, request("erasure").put("submitted_time", "2026-11-20T09:30:00Z"));
        var other = post(
                CRM,
                request("erasure").put("subject_identities", new JsonArray().add(identity("email", "b@example.com"))));

        assertThat(again.status()).isEqualTo(201);
        assertThat(json(again).getString("received_time")).isEqualTo("2026-11-20T10:00:00Z");
        assertThat(other.status()).isEqualTo(409);
        until(() -> status().equals("completed"));
        assertThat(appended).hasSize(1);
    }

    @Test
    void eachKindNeedsItsRight() throws Exception {
        assertThat(post(source("a", Set.of(Right.SUBJECTS)), request("erasure")).status())
                .isEqualTo(403);
        assertThat(post(source("a", Set.of(Right.ERASURES)), request("access")).status())
                .isEqualTo(403);
        assertThat(post(source("a", Set.of(Right.SUBJECTS)), request("portability"))
                        .status())
                .isEqualTo(201);
    }

    private void open(Duration waiting) {
        database = RegisterStore.h2(folder.resolve("register"), clock);
        var config = TestProcessor.config(folder, Set.of("127.0.0.1:" + callbackPort), waiting);
        processor = OpenDsr.start(
                config,
                new OpenDsr.Surroundings(
                        database, KeyRing.of(key), register, this::report, vertx, clock, this::chance));
    }

    private CompletionStage<AppendAnswer> append(List<ConsentEvent> events) {
        if (registerFails) {
            return CompletableFuture.failedStage(new IllegalStateException("away"));
        }
        if (refusesLinks
                && events.stream().anyMatch(event -> event.identifiers().size() > 1)) {
            return CompletableFuture.completedStage(new AppendAnswer(
                    List.of(new AppendResult.Refused(AppendResult.Refusal.TOO_MANY_KEYS)), acknowledgement()));
        }
        appended.addAll(events);
        return CompletableFuture.completedStage(new AppendAnswer(
                events.stream()
                        .<AppendResult>map(_ -> new AppendResult.Appended(1, new Effect.Applied()))
                        .toList(),
                acknowledgement()));
    }

    private long chance() {
        return hasty ? 0 : RandomGenerator.getDefault().nextLong();
    }

    private static Acknowledgement acknowledgement() {
        return new Acknowledgement(1, Acknowledgement.Reached.REPORTS);
    }

    private CompletionStage<SubjectReport.Report> report(List<Identifier> identifiers) {
        return CompletableFuture.completedStage(new SubjectReport.Report(
                3, ("held about " + identifiers.getFirst().value()).getBytes(UTF_8)));
    }

    private Future<HttpServer> controller() {
        return vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    told.add(new Told(
                            request.getHeader(ApiVersion.V2.domainHeader()),
                            request.getHeader(ApiVersion.V2.signatureHeader()),
                            body));
                    request.response()
                            .setStatusCode(deaf.getAndDecrement() > 0 ? 500 : 202)
                            .end();
                }))
                .listen(0, "127.0.0.1");
    }

    private String url() {
        return "http://127.0.0.1:" + callbackPort + "/dsr?of=acme";
    }

    private String status() {
        return json(get(processor.status(CRM, ApiVersion.V2, ID))).getString("request_status");
    }

    private DsrAnswer post(SourceConfig source, JsonObject body) {
        return get(processor.create(source, ApiVersion.V2, body.toBuffer().getBytes()));
    }

    private static JsonObject json(DsrAnswer answer) {
        return new JsonObject(Buffer.buffer(answer.body()));
    }

    private static DsrAnswer get(CompletionStage<DsrAnswer> answer) {
        try {
            return await(answer);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private void assertSigned(DsrAnswer answer) throws Exception {
        assertThat(answer.headers()).containsEntry(ApiVersion.V2.domainHeader(), TestProcessor.DOMAIN);
        assertThat(verifies(answer.body(), answer.headers().get(ApiVersion.V2.signatureHeader())))
                .isTrue();
    }

    private boolean verifies(byte[] body, String signature) throws Exception {
        var chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(
                        new ByteArrayInputStream(processor.certificate().body()));
        var own = (X509Certificate) chain.iterator().next();
        own.verify(TestProcessor.authority().getPublicKey());
        var verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(own);
        verifier.update(body);
        return verifier.verify(Base64.getDecoder().decode(signature));
    }

    private String bytesOnDisk() throws Exception {
        var all = new StringBuilder();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, ISO_8859_1));
            }
        }
        return all.toString();
    }

    private static JsonObject request(String kind) {
        return new JsonObject()
                .put("regulation", "gdpr")
                .put("subject_request_id", ID)
                .put("subject_request_type", kind)
                .put("submitted_time", "2026-11-20T09:00:00Z")
                .put("subject_identities", new JsonArray().add(identity("email", "ayse@example.com")))
                .put("api_version", "2.0");
    }

    private static JsonObject identity(String type, String value) {
        return new JsonObject()
                .put("identity_type", type)
                .put("identity_value", value)
                .put("identity_format", "raw");
    }

    private static SourceConfig source(String name, Set<Right> rights) {
        return new SourceConfig(
                name, new Secret("key"), "acme-eu", "acme", true, rights, false, Columns.DEFAULT, Set.of(), Set.of());
    }
}
