package io.activationgateway.connectors.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.connectors.courier.CourierSettings;
import io.activationgateway.connectors.courier.Reach;
import io.activationgateway.connectors.courier.SdkConnection;
import io.activationgateway.connectors.temporal.TemporalVendor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.api.errordetails.v1.WorkflowExecutionAlreadyStartedFailure;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The connector's own connection speaks to the sandbox over gRPC, and stubs of the SDK say what the connector never would. */
@Timeout(60)
class TemporalSimulationTest {

    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String NAMESPACE = "acme.a1b2c";

    private SandboxHarness harness;
    private SdkConnection connection;
    private ManagedChannel channel;
    private Duration patience = Duration.ofSeconds(20);

    @BeforeEach
    void start() throws Exception {
        harness = new SandboxHarness(new SimulatedTemporal("temporal-de", NAMESPACE, "an-api-key", "2026-11", KEY));
        connection = new TemporalVendor()
                .connection(
                        connector(Map.of()).endpoint(),
                        InetAddress.getLoopbackAddress(),
                        CourierSettings.DEFAULTS.reaching(Reach.PRIVATE_TOO));
        connection.ready(Duration.ofSeconds(20)).toCompletableFuture().get(20, TimeUnit.SECONDS);
        var url = URI.create(harness.endpoint());
        channel = NettyChannelBuilder.forAddress(url.getHost(), url.getPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        connection.close();
        harness.close();
    }

    @Test
    void startsAWorkflowOnceAndItsWorkersReadTheRecord() throws Exception {
        var record =
                "{\"dedupe\":\"k1\",\"user_id\":\"u 1\",\"city\":\"Köln \\uD83D\\uDE80\",\"big\":9007199254740993}";

        assertThat(lines(Operation.UPSERT, null, record)).isEqualTo("0 ACCEPTED OK");
        assertThat(lines(Operation.UPSERT, null, record)).isEqualTo("0 ACCEPTED OK");

        assertThat(harness.heard()).hasSize(1);
        var heard = harness.heard(0);
        assertThat(heard.getString("operation")).isEqualTo("Activate.upsert");
        assertThat(heard.getString("call")).isEqualTo("StartWorkflowExecution");
        assertThat(heard.getString("workflowId")).isEqualTo("activation-k1");
        assertThat(heard.getString("taskQueue")).isEqualTo("activation");
        assertThat(heard.getJsonObject("identifiers")).isEqualTo(new JsonObject().put("user_id", "u 1"));
        assertThat(heard.getJsonObject("fields"))
                .isEqualTo(new JsonObject().put("city", "Köln \uD83D\uDE80").put("big", 9007199254740993L));
    }

    @Test
    void everyActIsToldInItsOwnWords() throws Exception {
        for (var operation : connector(Map.of()).operations()) {
            var said = "{\"user_id\":\"u\",\"event\":\"bought\",\"occurred_at\":\"2026-03-01T09:14:31Z\"}";
            assertThat(lines(
                            operation,
                            operation.needsAudience() ? "vip/1" : null,
                            said.replace("{\"user", "{\"dedupe\":\"" + operation.wireName() + "\",\"user")))
                    .isEqualTo("0 ACCEPTED OK");
        }
        assertThat(harness.heard())
                .extracting(heard -> ((JsonObject) heard).getString("operation"))
                .containsExactlyInAnyOrder(
                        "Activate.upsert",
                        "membership.add",
                        "membership.remove",
                        "Activate.track",
                        "Activate.subscribe",
                        "Activate.unsubscribe",
                        "Activate.suppress",
                        "Activate.erase");
        assertThat(harness.heard())
                .filteredOn(heard -> ((JsonObject) heard).getString("operation").startsWith("membership"))
                .allSatisfy(heard ->
                        assertThat(((JsonObject) heard).getString("audience")).isEqualTo("vip/1"))
                .extracting(heard -> ((JsonObject) heard).getString("runId"))
                .hasSize(2)
                .satisfies(runs -> assertThat(runs.getFirst()).isEqualTo(runs.getLast()));
    }

    @Test
    void aSignalIsTakenOnceForEachRequestId() throws Exception {
        for (var key : new String[] {"k1", "k1", "k2"}) {
            lines(Operation.ADD, "vip", "{\"dedupe\":\"" + key + "\",\"user_id\":\"u\"}");
        }
        assertThat(harness.heard()).hasSize(2);
    }

    @Test
    void nobodyComesInWithoutTheKeyOrTheNamespace() throws Exception {
        assertThat(send(connector(Map.of("api_key", "another")), Operation.UPSERT, "{\"user_id\":\"u\"}"))
                .isEqualTo(new Answer.Stop(VendorCode.CREDENTIALS_REFUSED));
        assertThat(send(connector(Map.of("namespace", "acme.other")), Operation.UPSERT, "{\"user_id\":\"u\"}"))
                .isEqualTo(new Answer.Stop(VendorCode.ENDPOINT_WRONG));
        assertThat(harness.heard()).isEmpty();
    }

    @Test
    void workersWithAnotherKeyCannotReadWhatTheServerTook() throws Exception {
        var other = Base64.getEncoder().encodeToString(new byte[] {
            1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8
        });
        send(connector(Map.of("encryption_key", other)), Operation.UPSERT, "{\"user_id\":\"u\"}");

        assertThat(harness.heard(0).getString("refused")).isEqualTo("the workers cannot read it");
    }

    @Test
    void slowsDownWhoAsksTooOften() throws Exception {
        Answer answer = null;
        for (int i = 0; i <= 500; i++) {
            answer = send(connector(Map.of()), Operation.UPSERT, "{\"dedupe\":\"k" + i + "\",\"user_id\":\"u\"}");
        }
        assertThat(answer).isEqualTo(new Answer.Retry(null, VendorCode.RATE_LIMITED, false));
        assertThat(harness.heard()).hasSize(500);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"status\":503}               | RETRY VENDOR_ERROR true",
                "{\"status\":503,\"taken\":true}| RETRY VENDOR_ERROR true",
                "{\"status\":429}               | RETRY RATE_LIMITED false",
                "{\"status\":401}               | STOP CREDENTIALS_REFUSED",
                "{\"status\":504}               | NO ANSWER",
                "{\"hang\":true}                | NO ANSWER",
                "{\"drop\":true}                | RETRY VENDOR_ERROR true",
                "{\"cut\":true}                 | RETRY VENDOR_ERROR true",
                "{\"trickle\":1}               | DONE",
                "{\"text\":\"}{\"}              | NO ANSWER",
                "{\"delay\":30}                 | DONE"
            })
    void failsAsItIsTold(String script, String expected) throws Exception {
        harness.raw(HttpMethod.POST, "/_sandbox/fail/temporal-de", Map.of(), Buffer.buffer(script));

        patience = script.contains("hang") ? Duration.ofMillis(300) : patience;
        String seen;
        try {
            seen = switch (send(connector(Map.of()), Operation.UPSERT, "{\"user_id\":\"u\"}")) {
                case Answer.Retry(var _, var why, var uncertain) -> "RETRY " + why + " " + uncertain;
                case Answer.Stop(var why) -> "STOP " + why;
                case Answer.Done _ -> "DONE";
                case Answer other -> other.toString();
            };
        } catch (ExecutionException none) {
            seen = "NO ANSWER";
        }
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void policiesDecideWhatAnIdInUseMeans() {
        var stub = stub();
        var running = stub.signalWithStartWorkflowExecution(signal("w", "r1").build());
        var closed = stub.startWorkflowExecution(start("c", "r1").build());
        assertThat(running.getStarted() && closed.getStarted()).isTrue();

        assertThat(stub.startWorkflowExecution(start("w", "r2")
                                .setWorkflowIdConflictPolicy(
                                        WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                                .build())
                        .getRunId())
                .isEqualTo(running.getRunId());
        assertThatThrownBy(() -> stub.startWorkflowExecution(start("w", "r3").build()))
                .isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
                    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.ALREADY_EXISTS);
                    assertThat(refused.getStatus().getDescription())
                            .isEqualTo("Workflow execution is already running. WorkflowId: w, RunId: "
                                    + running.getRunId() + ".");
                    assertThat(detail(refused).getRunId()).isEqualTo(running.getRunId());
                    assertThat(detail(refused).getStartRequestId()).isEqualTo("r1");
                });
        assertThatThrownBy(() -> stub.startWorkflowExecution(start("c", "r4")
                        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                        .build()))
                .hasMessageContaining("ALREADY_EXISTS: Workflow execution already finished");
        assertThat(stub.startWorkflowExecution(start("c", "r5").build()).getRunId())
                .isNotEqualTo(closed.getRunId());
        assertThat(stub.startWorkflowExecution(start("w", "r6")
                                .setWorkflowIdConflictPolicy(
                                        WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING)
                                .build())
                        .getStarted())
                .isTrue();
    }

    @Test
    void refusesWhatTheServerRefuses() {
        var stub = stub();
        var payloads = Payloads.newBuilder()
                .addPayloads(
                        Payload.newBuilder().setData(com.google.protobuf.ByteString.copyFrom(new byte[(2 << 20) + 1])))
                .build();

        refused("INVALID_ARGUMENT: WorkflowId is not set on request.", start("", "r"));
        refused("INVALID_ARGUMENT: WorkflowId length exceeds limit.", start("w".repeat(1_001), "r"));
        refused(
                "INVALID_ARGUMENT: WorkflowType is not set on request.",
                start("w", "r").clearWorkflowType());
        refused(
                "INVALID_ARGUMENT: TaskQueue is not set on request.",
                start("w", "r").clearTaskQueue());
        refused("INVALID_ARGUMENT: RequestId length exceeds limit.", start("w", "r".repeat(1_001)));
        refused(
                "INVALID_ARGUMENT: Blob data size exceeds limit.",
                start("w", "r").setInput(payloads));
        refused("NOT_FOUND: Namespace nobody is not found.", start("w", "r").setNamespace("nobody"));
        refused(
                "INVALID_ARGUMENT: Invalid WorkflowIDReusePolicy",
                start("w", "r")
                        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                        .setWorkflowIdConflictPolicy(
                                WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING));
        assertThatThrownBy(() -> stub.signalWithStartWorkflowExecution(
                        signal("w", "r").clearSignalName().build()))
                .hasMessage("INVALID_ARGUMENT: SignalName is not set on request.");
        assertThatThrownBy(() -> stub.signalWithStartWorkflowExecution(signal("w", "r")
                        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL)
                        .build()))
                .hasMessageContaining("is not supported for this operation.");
        assertThatThrownBy(() -> stub.getSystemInfo(GetSystemInfoRequest.getDefaultInstance()))
                .hasMessageContaining("UNIMPLEMENTED");
    }

    @Test
    void takesTheSameByItsHttpApi() throws Exception {
        var sent = sent(connector(Map.of()), Operation.ADD, "vip", "{\"user_id\":\"u\"}");

        var answer = harness.raw(
                HttpMethod.POST,
                "/temporal-de" + sent.request().pathAndQuery(),
                sent.request().headers(),
                sent.request().body());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().toJsonObject().getBoolean("started")).isTrue();
        assertThat(harness.heard(0).getString("operation")).isEqualTo("membership.add");
        var misspelt = harness.raw(
                HttpMethod.POST,
                "/temporal-de" + sent.request().pathAndQuery(),
                sent.request().headers(),
                Buffer.buffer(sent.request().body().toString(UTF_8).replace("requestId", "request")));
        assertThat(misspelt.status()).isEqualTo(400);
        assertThat(misspelt.body().toJsonObject().getInteger("code")).isEqualTo(3);
    }

    @Test
    void twoDestinationsDoNotShareANamespace() {
        var one = new SimulatedTemporal("one", NAMESPACE, null, "k", KEY);
        assertThatThrownBy(() -> new SandboxSettings(
                        0, java.util.List.of(one, new SimulatedTemporal("two", NAMESPACE, null, "k", KEY))))
                .hasMessageContaining(NAMESPACE);
    }

    private void refused(String message, StartWorkflowExecutionRequest.Builder start) {
        var stub = stub();
        assertThatThrownBy(() -> stub.startWorkflowExecution(start.build())).hasMessageStartingWith(message);
    }

    private static WorkflowExecutionAlreadyStartedFailure detail(StatusRuntimeException refused) {
        try {
            return StatusProto.fromThrowable(refused)
                    .getDetails(0)
                    .unpack(WorkflowExecutionAlreadyStartedFailure.class);
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private WorkflowServiceBlockingStub stub() {
        var headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer an-api-key");
        headers.put(Metadata.Key.of("temporal-namespace", Metadata.ASCII_STRING_MARSHALLER), NAMESPACE);
        return WorkflowServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static StartWorkflowExecutionRequest.Builder start(String workflow, String request) {
        return StartWorkflowExecutionRequest.newBuilder()
                .setNamespace(NAMESPACE)
                .setWorkflowId(workflow)
                .setRequestId(request)
                .setWorkflowType(WorkflowType.newBuilder().setName("Activate"))
                .setTaskQueue(TaskQueue.newBuilder().setName("activation"));
    }

    private static SignalWithStartWorkflowExecutionRequest.Builder signal(String workflow, String request) {
        return SignalWithStartWorkflowExecutionRequest.newBuilder()
                .setNamespace(NAMESPACE)
                .setWorkflowId(workflow)
                .setRequestId(request)
                .setSignalName("membership")
                .setWorkflowType(WorkflowType.newBuilder().setName("Activate"))
                .setTaskQueue(TaskQueue.newBuilder().setName("activation"));
    }

    private Connector connector(Map<String, ?> changed) {
        var url = URI.create(harness.endpoint());
        var settings = new HashMap<String, Object>(Map.of(
                "url", "http://127.0.0.1:" + url.getPort(),
                "country", "DE",
                "namespace", NAMESPACE,
                "task_queue", "activation",
                "workflow_type", "Activate",
                "encryption_key", KEY,
                "encryption_key_id", "2026-11",
                "api_key", "an-api-key",
                "sandbox", true));
        settings.putAll(changed);
        return new TemporalVendor().connect(new Settings("destinations.x", settings));
    }

    private static Sent sent(Connector connector, Operation operation, String audience, String record) {
        return SandboxHarness.draft(connector, operation, audience, "newsletter", record);
    }

    private String lines(Operation operation, String audience, String record) throws Exception {
        var connector = connector(Map.of());
        return SandboxHarness.lines(exchange(connector, sent(connector, operation, audience, record)))
                .getFirst();
    }

    private Answer send(Connector connector, Operation operation, String record) throws Exception {
        return exchange(connector, sent(connector, operation, null, record));
    }

    private Answer exchange(Connector connector, Sent sent) throws Exception {
        return connector.read(sent, said(sent.request()));
    }

    private VendorResponse said(VendorRequest request) throws Exception {
        var reply =
                connection.call(request, patience).reply().toCompletableFuture().get(20, TimeUnit.SECONDS);
        return new VendorResponse(reply.status(), HttpHeaders.headers(), reply.body(), SandboxHarness.NOW);
    }
}
