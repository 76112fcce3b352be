package io.activationgateway.connectors.temporal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.JsonFormat;
import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.JsonRecord;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.SettingsException;
import io.activationgateway.connectors.Use;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.consent.profile.Channel;
import io.grpc.Status;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TemporalTest {

    private static final Instant SINCE = Instant.parse("2026-11-22T08:00:00Z");

    @Test
    void startsAWorkflowWhoseIdIsTheRecordsKeyWithASealedArgument() throws Exception {
        var sent = say(Operation.UPSERT, null, """
                {"user_id":"u 1","email":"ada@example.com","name":"Ad\\u00e1 \\uD83D\\uDE80","score":9007199254740993,
                 "tags":["a",{"b.c":null}],"$x y":""}""");

        assertThat(sent.request().method().name()).isEqualTo("POST");
        assertThat(sent.request().pathAndQuery())
                .isEqualTo("/api/v1/namespaces/marketing.a1b2c/workflows/activation-key-0");
        assertThat(sent.request().headers())
                .isEqualTo(Map.of(
                        "Content-Type", "application/json+no-payload-shorthand",
                        "Temporal-Namespace", "marketing.a1b2c",
                        "Authorization", "Bearer an-api-key"));
        var start = StartWorkflowExecutionRequest.newBuilder();
        JsonFormat.parser().merge(sent.request().body().toString(UTF_8), start);
        assertThat(start.getWorkflowType().getName()).isEqualTo("Activate");
        assertThat(start.getTaskQueue().getName()).isEqualTo("activation");
        assertThat(start.getIdentity()).isEqualTo("activation-gateway");
        assertThat(start.getRequestId()).hasSize(36);
        assertThat(start.getWorkflowIdReusePolicy())
                .isEqualTo(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE);
        assertThat(start.getWorkflowIdConflictPolicy())
                .isEqualTo(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL);
        assertThat(start.getInput().getPayloadsList()).hasSize(1);
        var payload = start.getInput().getPayloads(0);
        assertThat(payload.getMetadataOrThrow("encoding").toStringUtf8()).isEqualTo("binary/encrypted");
        assertThat(payload.getMetadataOrThrow("encryption-key-id").toStringUtf8())
                .isEqualTo("2026-11");
        assertThat(Unsealed.json(payload)).isEqualTo("""
                        {"operation":"upsert","purpose":"newsletter","channel":"EMAIL","since":"2026-11-22T08:00:00Z",\
                        "consented":true,"identifiers":{"user_id":"u 1","email":"ada@example.com"},"fields":{"name":"Ad\\u00e1 \\uD83D\\uDE80",\
                        "score":9007199254740993,"tags":["a",{"b.c":null}],"$x y":""}}""");
        assertThat(sent.request().body().toString(UTF_8)).doesNotContain("ada@", "u 1");
    }

    @Test
    void anEventHasANameAndATime() throws Exception {
        var sent = say(
                Operation.TRACK,
                null,
                "{\"user_id\":\"u\",\"event\":\"Order \\\"1\\\"\",\"occurred_at\":\"2026-11-22T10:00:00+03:00\",\"total\":1.50}");

        assertThat(Unsealed.json(start(sent).getInput().getPayloads(0))).isEqualTo("""
                        {"operation":"track","purpose":"newsletter","channel":"EMAIL","since":"2026-11-22T08:00:00Z",\
                        "consented":true,"identifiers":{"user_id":"u"},"fields":{"total":1.50},\
                        "event":{"name":"Order \\"1\\"","time":"2026-11-22T10:00:00+03:00"}}""");
    }

    @Test
    void membershipIsSignalledToTheAudiencesWorkflow() throws Exception {
        var sent = say(Operation.REMOVE, "vip/müşteri", "{\"email\":\"ada@example.com\",\"phone\":\"+905550000001\"}");

        assertThat(sent.request().pathAndQuery())
                .isEqualTo("/api/v1/namespaces/marketing.a1b2c/workflows/activation-audience-vip%2Fm%C3%BC%C5%9Fteri"
                        + "/signal-with-start/membership");
        var signal = SignalWithStartWorkflowExecutionRequest.newBuilder();
        JsonFormat.parser().merge(sent.request().body().toString(UTF_8), signal);
        assertThat(signal.getWorkflowIdConflictPolicy())
                .isEqualTo(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING);
        assertThat(signal.getInput().getPayloadsList()).isEmpty();
        assertThat(Unsealed.json(signal.getSignalInput().getPayloads(0))).isEqualTo("""
                        {"operation":"remove","purpose":"newsletter","channel":"EMAIL","since":"2026-11-22T08:00:00Z",\
                        "audience":"vip/müşteri","identifiers":{"email":"ada@example.com"}}""");
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"UNSUBSCRIBE", "SUPPRESS", "ERASE"})
    void whatTakesAwayNamesOneIdentifierAndNothingElse(Operation operation) throws Exception {
        var sent = say(operation, null, "{\"email\":\"ada@example.com\",\"user_id\":\"u\",\"name\":\"Ada\"}");

        assertThat(Unsealed.json(start(sent).getInput().getPayloads(0)))
                .endsWith(",\"identifiers\":{\"user_id\":\"u\"}}")
                .startsWith("{\"operation\":\"" + operation.wireName() + "\"");
    }

    @Test
    void twoSealsOfTheSameAreNotTheSame() {
        var first = say(Operation.ERASE, null, "{\"user_id\":\"u\"}");
        var second = say(Operation.ERASE, null, "{\"user_id\":\"u\"}");

        assertThat(second.request().pathAndQuery()).isEqualTo(first.request().pathAndQuery());
        assertThat(second.request().body()).isNotEqualTo(first.request().body());
    }

    @Test
    void saysWhatItCannotSay() {
        var connector = connector(Map.of());

        assertThat(connector.refusal(Operation.SUBSCRIBE, null, Channel.NONE)).isEqualTo(VendorCode.CHANNEL_UNKNOWN);
        assertThat(connector.refusal(Operation.ADD, " ", Channel.EMAIL)).isEqualTo(VendorCode.AUDIENCE_MISSING);
        assertThat(connector.refusal(Operation.UNSUBSCRIBE, null, Channel.NONE)).isEqualTo(VendorCode.CHANNEL_UNKNOWN);
        assertThat(add(connector, Operation.UPSERT, "{\"name\":\"Ada\"}"))
                .isEqualTo(new Draft.Unsayable(VendorCode.IDENTIFIER_MISSING));
        assertThat(add(connector(Map.of("shared_key", "email")), Operation.ERASE, "{\"user_id\":\"u\"}"))
                .isEqualTo(new Draft.Unsayable(VendorCode.IDENTIFIER_MISSING));
        assertThat(add(connector, Operation.SUBSCRIBE, "{\"user_id\":\"u\",\"consented\":false}"))
                .isEqualTo(new Draft.Unsayable(VendorCode.CONSENT_MISSING));
        assertThat(add(connector, Operation.TRACK, "{\"user_id\":\"u\"}"))
                .isEqualTo(new Draft.Unsayable(VendorCode.EVENT_NAME_MISSING));
        assertThat(add(connector, Operation.TRACK, "{\"user_id\":\"u\",\"event\":\"e\",\"occurred_at\":\"noon\"}"))
                .isEqualTo(new Draft.Unsayable(VendorCode.EVENT_TIME_INVALID));
        assertThat(add(connector, Operation.UPSERT, "{\"user_id\":\"u\",\"long\":\"" + "x".repeat(400_000) + "\"}"))
                .isEqualTo(new Draft.Unsayable(VendorCode.RECORD_TOO_LARGE));
    }

    /** Every status, by its gRPC code where there is one, and by HTTP alone. */
    @ParameterizedTest
    @CsvSource({
        "UPSERT, OK, ACCEPTED",
        "ADD, OK, ACCEPTED",
        "UPSERT, ALREADY_EXISTS, ACCEPTED",
        "ADD, ALREADY_EXISTS, Retry VENDOR_ERROR false",
        "UPSERT, INVALID_ARGUMENT, REJECTED",
        "UPSERT, OUT_OF_RANGE, REJECTED",
        "UPSERT, FAILED_PRECONDITION, Retry VENDOR_ERROR false",
        "UPSERT, ABORTED, Retry VENDOR_ERROR true",
        "ADD, ABORTED, Retry VENDOR_ERROR true",
        "UPSERT, CANCELLED, Retry VENDOR_ERROR true",
        "UPSERT, UNAUTHENTICATED, Stop CREDENTIALS_REFUSED",
        "UPSERT, PERMISSION_DENIED, Stop CREDENTIALS_REFUSED",
        "UPSERT, NOT_FOUND, Stop ENDPOINT_WRONG",
        "UPSERT, UNIMPLEMENTED, Stop ENDPOINT_WRONG",
        "UPSERT, RESOURCE_EXHAUSTED, Retry RATE_LIMITED false",
        "UPSERT, UNAVAILABLE, Retry VENDOR_ERROR true",
        "UPSERT, UNKNOWN, Retry VENDOR_ERROR true",
        "UPSERT, INTERNAL, Retry VENDOR_ERROR true",
        "UPSERT, DATA_LOSS, Retry VENDOR_ERROR true"
    })
    void readsTheStatus(Operation operation, Status.Code code, String expected) {
        var sent = say(operation, operation == Operation.ADD ? "vip" : null, "{\"user_id\":\"u\"}");

        var read = connector(Map.of())
                .read(
                        sent,
                        new VendorResponse(
                                HttpStatus.of(code),
                                HttpHeaders.headers(),
                                Buffer.buffer("{\"code\":" + code.value() + "}"),
                                SINCE));

        assertThat(
                        switch (read) {
                            case Answer.Done(var results) ->
                                results.getFirst().outcome().name();
                            case Answer.Retry(var _, var why, var uncertain) -> "Retry " + why + " " + uncertain;
                            case Answer.Stop(var why) -> "Stop " + why;
                            case Answer other -> other.toString();
                        })
                .isEqualTo(expected);
    }

    @Test
    void namesTheSettingThatIsWrong() {
        for (var name : settings().keySet()) {
            var settings = new HashMap<>(settings());
            settings.remove(name);
            if (!name.equals("api_key") && !name.equals("sandbox")) {
                assertThatThrownBy(() -> new TemporalVendor().connect(new Settings("destinations.x", settings)))
                        .isInstanceOf(SettingsException.class)
                        .hasMessageContaining("destinations.x." + name);
            }
        }
        for (var wrong : Map.of(
                        "url", "http://temporal.example:7233",
                        "encryption_key", "c2hvcnQ=",
                        "colour", "blue")
                .entrySet()) {
            assertThatThrownBy(() -> connector(Map.of(wrong.getKey(), wrong.getValue())))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("destinations.x." + wrong.getKey());
        }
    }

    static Map<String, Object> settings() {
        return Map.of(
                "url", "https://temporal.example:7233",
                "country", "DE",
                "namespace", "marketing.a1b2c",
                "task_queue", "activation",
                "workflow_type", "Activate",
                "encryption_key", Unsealed.KEY,
                "encryption_key_id", "2026-11",
                "api_key", "an-api-key");
    }

    private static Connector connector(Map<String, ?> changed) {
        var settings = new HashMap<>(settings());
        settings.putAll(changed);
        return new TemporalVendor().connect(new Settings("destinations.x", settings));
    }

    private static StartWorkflowExecutionRequest start(Sent sent) throws Exception {
        var start = StartWorkflowExecutionRequest.newBuilder();
        JsonFormat.parser().merge(sent.request().body().toString(UTF_8), start);
        return start.build();
    }

    private static Draft.Addition add(Connector connector, Operation operation, String record) {
        return connector.draft(attempt(operation, null)).add(JsonRecord.of(0, record));
    }

    private static Sent say(Operation operation, String audience, String record) {
        var draft = connector(Map.of()).draft(attempt(operation, audience));
        assertThat(draft.add(JsonRecord.of(0, record))).isEqualTo(Draft.Taken.TAKEN);
        assertThat(draft.add(JsonRecord.of(1, record))).isEqualTo(Draft.Full.FULL);
        return draft.finish();
    }

    private static Attempt attempt(Operation operation, String audience) {
        return new Attempt(operation, audience, new Use("newsletter", Channel.EMAIL), "req-1", SINCE, SINCE, 0);
    }
}
