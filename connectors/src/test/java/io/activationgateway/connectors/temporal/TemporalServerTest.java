package io.activationgateway.connectors.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.connectors.JsonRecord;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.Use;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.courier.Attempt;
import io.activationgateway.connectors.courier.Clocks;
import io.activationgateway.connectors.courier.Consignment;
import io.activationgateway.connectors.courier.Courier;
import io.activationgateway.connectors.courier.CourierMetrics;
import io.activationgateway.connectors.courier.CourierSettings;
import io.activationgateway.connectors.courier.Ending;
import io.activationgateway.connectors.courier.LastCheck;
import io.activationgateway.connectors.courier.Passage;
import io.activationgateway.connectors.courier.Pem;
import io.activationgateway.connectors.courier.RateShare;
import io.activationgateway.connectors.courier.Reach;
import io.activationgateway.connectors.courier.Reset;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.testing.FreePorts;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.TlsServerCredentials;
import io.grpc.stub.StreamObserver;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.testserver.TestServer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The courier against Temporal's test server, and over TLS with client certificates. */
@Timeout(60)
class TemporalServerTest {

    private static final Ending ACCEPTED = new Ending(0, Ending.Kind.ACCEPTED, VendorCode.OK);

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<StreamObserver<StartWorkflowExecutionResponse>> held = new LinkedBlockingQueue<>();

    private final Queue<String> stamps = new ConcurrentLinkedQueue<>();
    private final List<Courier> couriers = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() throws Exception {
        for (var courier : couriers) {
            await(courier.close());
        }
        await(vertx.close());
    }

    @Test
    void startsAWorkflowOnceHoweverOftenARecordComes() throws Exception {
        int port = FreePorts.next();
        try (var _ = TestServer.createPortBoundServer(port)) {
            var courier = courier(port, Reach.PRIVATE_TOO, "http");
            var record = "{\"user_id\":\"u\",\"name\":\"Ada\"}";

            var first = new OneRecord(Operation.UPSERT, null, record);
            assertThat(deliver(courier, first)).isEqualTo(ACCEPTED);
            assertThat(deliver(courier, new OneRecord(Operation.UPSERT, null, record)))
                    .isEqualTo(ACCEPTED);

            assertThat(first.happened)
                    .startsWith("intended", "checked on an event loop")
                    .containsOnlyOnce("handed", "ended")
                    .doesNotContain("abandoned");
            var events = history(port, "activation-key-0");
            assertThat(events)
                    .extracting(HistoryEvent::getEventType)
                    .first()
                    .isEqualTo(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED);
            var started = events.getFirst().getWorkflowExecutionStartedEventAttributes();
            assertThat(started.getWorkflowType().getName()).isEqualTo("Activate");
            assertThat(started.getTaskQueue().getName()).isEqualTo("activation");
            assertThat(Unsealed.json(started.getInput().getPayloads(0)))
                    .contains("\"identifiers\":{\"user_id\":\"u\"},\"fields\":{\"name\":\"Ada\"}");
        }
    }

    @Test
    void signalsTheAudiencesWorkflowAndStartsItOnce() throws Exception {
        int port = FreePorts.next();
        try (var _ = TestServer.createPortBoundServer(port)) {
            var courier = courier(port, Reach.PRIVATE_TOO, "http");

            deliver(courier, new OneRecord(Operation.ADD, "vip", "{\"user_id\":\"a\",\"dedupe\":\"k1\"}"));
            assertThat(deliver(
                            courier, new OneRecord(Operation.REMOVE, "vip", "{\"user_id\":\"b\",\"dedupe\":\"k2\"}")))
                    .isEqualTo(ACCEPTED);

            var signals = history(port, "activation-audience-vip").stream()
                    .filter(HistoryEvent::hasWorkflowExecutionSignaledEventAttributes)
                    .map(HistoryEvent::getWorkflowExecutionSignaledEventAttributes)
                    .toList();
            assertThat(signals)
                    .hasSize(2)
                    .allMatch(signal -> signal.getSignalName().equals("membership"));
            assertThat(Unsealed.json(signals.getLast().getInput().getPayloads(0)))
                    .contains("\"operation\":\"remove\"", "\"identifiers\":{\"user_id\":\"b\"}");
        }
    }

    @Test
    void showsAClientCertificateAndTrustsTheConfiguredAuthorities() throws Exception {
        var server = Pem.of(folder, "localhost");
        var client = Pem.of(folder, "gateway.example");
        var temporal = service(server, client);
        try {
            var own = new Reach.ClientCertificate(client.certificate(), client.key());
            var courier = courier(temporal.getPort(), new Reach(true, own, server.certificate(), null), "https");
            var delivery = begin(courier, new OneRecord(Operation.UPSERT, null, "{\"user_id\":\"u\"}"));
            answer();
            assertThat(await(delivery)).containsExactly(ACCEPTED);
            assertThat(stamps)
                    .as("a simulated vendor is told of the last check")
                    .containsExactly("check");

            var without = courier(temporal.getPort(), new Reach(true, null, server.certificate(), null), "https");
            assertThat(deliver(without, new OneRecord(Operation.UPSERT, null, "{\"user_id\":\"u\"}"))
                            .kind()
                            .forwarded())
                    .isFalse();
            var untrusting = courier(temporal.getPort(), new Reach(true, own, null, null), "https");
            assertThat(deliver(untrusting, new OneRecord(Operation.UPSERT, null, "{\"user_id\":\"u\"}")))
                    .isEqualTo(new Ending(0, Ending.Kind.UNAVAILABLE, VendorCode.NOT_CONNECTED));
            assertThat(held).isEmpty();
        } finally {
            temporal.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aResetCutsACallOffAndTheRecordIsUncertain() throws Exception {
        var server = Pem.of(folder, "localhost");
        var temporal = service(server, server);
        try {
            var own = new Reach.ClientCertificate(server.certificate(), server.key());
            var courier = courier(temporal.getPort(), new Reach(true, own, server.certificate(), null), "https");
            var record = new OneRecord(Operation.UPSERT, null, "{\"user_id\":\"u\"}");
            var delivery = begin(courier, record);
            var _ = held.poll(20, TimeUnit.SECONDS);

            record.resets.remove().reset();

            assertThat(await(delivery)).containsExactly(new Ending(0, Ending.Kind.UNCERTAIN, VendorCode.NO_ANSWER));
            while (!record.happened.contains("abandoned")) { // perhaps a moment later
                Thread.onSpinWait();
            }
            assertThat(record.happened).doesNotContain("handed");
        } finally {
            temporal.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    /** Left alone, the channel would pause for a second and more, and refuse until then. */
    @Test
    void connectsAtOnceToAServerThatCameBack() throws Exception {
        int port = FreePorts.next();
        var courier = courier(port, Reach.PRIVATE_TOO, "http");
        assertThat(deliver(courier, new OneRecord(Operation.UPSERT, null, "{\"user_id\":\"u\"}")))
                .isEqualTo(new Ending(0, Ending.Kind.UNAVAILABLE, VendorCode.NOT_CONNECTED));

        try (var _ = TestServer.createPortBoundServer(port)) {
            assertThat(deliver(courier, new OneRecord(Operation.UPSERT, null, "{\"user_id\":\"u\"}")))
                    .isEqualTo(ACCEPTED);
        }
    }

    @Test
    void knowsNoProxy() {
        var proxied = new Reach(true, null, null, new Reach.Proxy("proxy.example", 3128, null, null));
        assertThatThrownBy(() -> courier(7233, proxied, "http"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("proxy");
    }

    @Test
    void aPrivateAddressNeedsAPermit() throws Exception {
        assertThat(deliver(
                        courier(FreePorts.next(), Reach.PUBLIC, "http"),
                        new OneRecord(Operation.UPSERT, null, "{\"user_id\":\"u\"}")))
                .isEqualTo(new Ending(0, Ending.Kind.UNAVAILABLE, VendorCode.ADDRESS_NOT_PERMITTED));
    }

    /** A service that keeps the starts for the test to answer, and wants to see a certificate. */
    private Server service(Pem server, Pem client) throws Exception {
        var credentials = TlsServerCredentials.newBuilder()
                .keyManager(server.certificate().toFile(), server.key().toFile())
                .trustManager(client.certificate().toFile())
                .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                .build();
        return Grpc.newServerBuilderForPort(0, credentials)
                .addService(new WorkflowServiceGrpc.WorkflowServiceImplBase() {
                    @Override
                    public void startWorkflowExecution(
                            StartWorkflowExecutionRequest request,
                            StreamObserver<StartWorkflowExecutionResponse> answer) {
                        held.add(answer);
                    }
                })
                .intercept(this::stamped)
                .build()
                .start();
    }

    private <I, O> ServerCall.Listener<I> stamped(
            ServerCall<I, O> call, Metadata headers, ServerCallHandler<I, O> next) {
        stamps.add(
                String.valueOf(headers.get(Metadata.Key.of("gateway-last-check", Metadata.ASCII_STRING_MARSHALLER))));
        return next.startCall(call, headers);
    }

    private void answer() throws InterruptedException {
        var answer = held.poll(20, TimeUnit.SECONDS);
        answer.onNext(StartWorkflowExecutionResponse.getDefaultInstance());
        answer.onCompleted();
    }

    private static List<HistoryEvent> history(int port, String workflow) {
        var channel = Grpc.newChannelBuilder("127.0.0.1:" + port, InsecureChannelCredentials.create())
                .build();
        try {
            return WorkflowServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(20, TimeUnit.SECONDS)
                    .getWorkflowExecutionHistory(GetWorkflowExecutionHistoryRequest.newBuilder()
                            .setNamespace("default")
                            .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflow))
                            .build())
                    .getHistory()
                    .getEventsList();
        } finally {
            channel.shutdownNow();
        }
    }

    private Courier courier(int port, Reach reach, String scheme) {
        var vendor = new TemporalVendor();
        var settings = new HashMap<>(TemporalTest.settings());
        settings.putAll(Map.of("url", scheme + "://localhost:" + port, "namespace", "default", "sandbox", true));
        var courier = Courier.overSdk(
                vertx,
                vendor,
                vendor.connect(new Settings("destinations.temporal", settings)),
                CourierSettings.DEFAULTS.allowing(2, 8, 1).reaching(reach),
                new Courier.Surroundings(RateShare.alone(System::nanoTime), Clocks.system(), CourierMetrics.NONE));
        couriers.add(courier);
        return courier;
    }

    private Future<List<Ending>> begin(Courier courier, Consignment consignment) {
        return Future.future(done -> vertx.getOrCreateContext()
                .runOnContext(_ -> courier.deliver(consignment).onComplete(done)));
    }

    private Ending deliver(Courier courier, Consignment consignment) throws Exception {
        return await(begin(courier, consignment)).getFirst();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    /** One record, and what the courier does with it. */
    private static final class OneRecord implements Consignment {

        private final Operation operation;
        private final @Nullable String audience;
        private final OutgoingRecord record;
        private final long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        final Queue<String> happened = new ConcurrentLinkedQueue<>();
        final Queue<Reset> resets = new ConcurrentLinkedQueue<>();

        OneRecord(Operation operation, @Nullable String audience, String json) {
            this.operation = operation;
            this.audience = audience;
            this.record = JsonRecord.of(0, json);
        }

        @Override
        public Operation operation() {
            return operation;
        }

        @Override
        public @Nullable String audience() {
            return audience;
        }

        @Override
        public Use use() {
            return new Use("newsletter", Channel.EMAIL);
        }

        @Override
        public String key() {
            return "k";
        }

        @Override
        public Instant since() {
            return Instant.EPOCH;
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public OutgoingRecord record(int position) {
            return record;
        }

        @Override
        public long deadline() {
            return deadline;
        }

        @Override
        public Future<BitSet> intend(Attempt attempt) {
            happened.add("intended");
            return Future.succeededFuture(attempt.positions());
        }

        @Override
        public LastCheck lastCheck(Attempt attempt, Reset reset) {
            happened.add("checked on " + (Context.isOnEventLoopThread() ? "an event loop" : "another thread"));
            resets.add(reset);
            return new LastCheck.Go(
                    attempt.positions(),
                    false,
                    new Passage() {
                        @Override
                        public void handedToKernel() {
                            happened.add("handed");
                        }

                        @Override
                        public void abandoned() {
                            happened.add("abandoned");
                        }
                    },
                    "check");
        }

        @Override
        public void ended(Attempt attempt, List<Ending> endings) {
            happened.add("ended");
        }
    }
}
