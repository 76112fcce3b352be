package io.activationgateway.connectors.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.VendorCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.security.Signature;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connector and simulated vendor agree on every operation. */
class MparticleSimulationTest {

    private SandboxHarness harness;

    @BeforeEach
    void start() throws Exception {
        harness = new SandboxHarness(
                new SimulatedMparticle("mparticle-us", "mp-key", "mp-secret", "ws-key", "ws-secret"));
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    @Test
    void takesUsersOnce() throws Exception {
        var row = "{\"user_id\":\"u-1\",\"city\":\"Köln\",\"plan\":null,\"consented_at\":\"2026-01-01T00:00:00Z\"}";
        for (int i = 0; i < 2; i++) {
            assertThat(SandboxHarness.lines(harness.send(connector(), Operation.UPSERT, null, row)))
                    .containsExactly("0 ACCEPTED OK");
        }
        assertThat(harness.heard()).hasSize(1);
        var heard = harness.heard(0);
        assertThat(heard.getBoolean("accepted")).isTrue();
        assertThat(heard.getJsonObject("identifiers")).isEqualTo(new JsonObject().put("customer_id", "u-1"));
        assertThat(heard.getJsonObject("fields")).isEqualTo(new JsonObject().put("city", "Köln"));
        assertThat(heard.getJsonObject("consent_state").getJsonObject("gdpr").getJsonObject("marketing_email"))
                .isEqualTo(new JsonObject("{\"consented\":true,\"timestamp_unixtime_ms\":1767225600000}"));
        assertThat(heard.getJsonArray("deleted_user_attributes")).containsExactly("plan");
    }

    @Test
    void takesEveryOtherActInBulk() throws Exception {
        var connector = connector();
        for (var operation : new Operation[] {
            Operation.ADD, Operation.REMOVE, Operation.TRACK, Operation.SUBSCRIBE, Operation.UNSUBSCRIBE
        }) {
            var row = "{\"dedupe\":\"" + operation + "\",\"user_id\":\"u-1\",\"event\":\"Seen\",\"total\":5,"
                    + "\"consented_at\":\"2026-01-01T00:00:00Z\"}";
            assertThat(SandboxHarness.lines(harness.send(connector, operation, "vip", row)))
                    .as(operation.wireName())
                    .containsExactly("0 ACCEPTED OK");
        }
        assertThat(harness.heard().stream().map(JsonObject.class::cast))
                .hasSize(5)
                .allMatch(heard -> heard.getBoolean("accepted"));
        assertThat(harness.heard(0).getJsonObject("fields").getValue("aud_vip")).isEqualTo(true);
        assertThat(harness.heard(1).getJsonObject("fields").getValue("aud_vip")).isEqualTo(false);
        assertThat(harness.heard(2).getString("event")).isEqualTo("Seen");
        assertThat(harness.heard(2).getJsonObject("fields").getValue("total")).isEqualTo("5");
        assertThat(harness.heard(4).getJsonObject("consent_state").encode()).contains("\"consented\":false");
    }

    @Test
    void erasesInSteps() throws Exception {
        var connector = connector();
        harness.send(connector, Operation.UPSERT, null, "{\"user_id\":\"u-1\",\"city\":\"Ulm\"}");
        var sent = SandboxHarness.draft(connector, Operation.ERASE, null, "newsletter", "{\"user_id\":\"u-1\"}");

        var answer = (Answer.Working) harness.exchange(connector, sent);
        // The same again, as after a lost answer: the vendor knows it, and so do we.
        var repeated = (Answer.Working) harness.exchange(connector, sent);
        assertThat(repeated.next().job()).isEqualTo(answer.next().job());
        var next = (Answer.Working) harness.exchange(connector, repeated.next());
        assertThat(SandboxHarness.lines(harness.exchange(connector, next.next())))
                .containsExactly("0 APPLIED OK");
        assertThat(connector.poll(answer.next().job()).pathAndQuery())
                .isEqualTo(answer.next().request().pathAndQuery());
    }

    /** As OpenDSR 3.0 has it: what is answered to a request and to the question for its status bears a signature. */
    @Test
    void sealsWhatItSaysOfAnErasure() throws Exception {
        var connector = connector();
        var sent = SandboxHarness.draft(connector, Operation.ERASE, null, "newsletter", "{\"user_id\":\"u-1\"}");
        var taken = harness.raw(sent.request());
        var status = harness.raw(
                ((Answer.Working) connector.read(sent, taken)).next().request());
        for (var response : List.of(taken, status)) {
            assertThat(response.headers().get("X-OpenDSR-Processor-Domain")).isEqualTo("opendsr.mparticle.com");
            var verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(new OpenDsrSeal().publicKey());
            verifier.update(response.body().getBytes());
            var signature = response.headers().get("X-OpenDSR-Signature");
            assertThat(verifier.verify(Base64.getDecoder().decode(signature))).isTrue();
        }
    }

    @Test
    void knowsUsersByItsOwnIdAndWhoseDataMayNotBeSold() throws Exception {
        var connector = connector(Map.of(
                "identities", Map.of("anonymous_id", "mpid"),
                "data_sale_purposes", List.of("newsletter")));
        var row = "{\"anonymous_id\":\"-4611686018427387905\",\"user_id\":\"u-1\"}";
        assertThat(SandboxHarness.lines(harness.send(connector, Operation.UNSUBSCRIBE, null, row)))
                .containsExactly("0 ACCEPTED OK");
        assertThat(harness.heard(0).getJsonObject("identifiers").getString("mpid"))
                .isEqualTo("-4611686018427387905");
        assertThat(harness.heard(0).getJsonObject("consent_state").encode())
                .contains("\"data_sale_opt_out\":{\"consented\":true");
        assertThat(harness.send(connector, Operation.ERASE, null, row)).isInstanceOf(Answer.Working.class);
        assertThat(harness.heard(1).getJsonObject("identifiers").fieldNames()).containsExactly("mpid");
    }

    @Test
    void takesEventsOfLongAgoByACallOfTheirOwn() throws Exception {
        var event = "{\"user_id\":\"u-1\",\"event\":\"Seen\",\"occurred_at\":\"2020-01-01T00:00:00Z\"}";
        var sent = SandboxHarness.draft(connector(), Operation.TRACK, null, "newsletter", event);
        assertThat(SandboxHarness.lines(harness.exchange(connector(), sent))).containsExactly("0 ACCEPTED OK");
        assertThat(harness.heard(0).getBoolean("accepted")).isTrue();
        var request = sent.request();
        var path = request.pathAndQuery();
        harness.raw(
                request.method(),
                path.substring(0, path.lastIndexOf('/')),
                request.headers(),
                Buffer.buffer(request.body()
                        .toString()
                        .replaceAll("\"source_request_id\":\"[^\"]*\"", "\"source_request_id\":\"r\"")));
        assertThat(harness.heard(1).getBoolean("accepted")).isFalse();
    }

    @Test
    void putsOffAnErasureOfWhoIsBeingErased() throws Exception {
        var connector = connector();
        harness.send(connector, Operation.ERASE, null, "{\"user_id\":\"u-1\"}");
        assertThat(harness.send(connector, Operation.ERASE, null, "{\"dedupe\":\"other\",\"user_id\":\"u-1\"}"))
                .isEqualTo(new Answer.Retry(null, VendorCode.CONFLICT, false));
    }

    @Test
    void refusesOtherKeysAndSlowsDown() throws Exception {
        var stop = new Answer.Stop(VendorCode.CREDENTIALS_REFUSED);
        var row = "{\"user_id\":\"u-1\"}";
        assertThat(harness.send(connector(Map.of("api_secret", "x")), Operation.UPSERT, null, row))
                .isEqualTo(stop);
        assertThat(harness.send(connector(Map.of("workspace_key", "x")), Operation.ERASE, null, row))
                .isEqualTo(stop);
        var request = SandboxHarness.draft(connector(), Operation.UPSERT, null, "newsletter", row)
                .request();
        for (var said : Map.<Map<String, String>, Integer>of(Map.of(), 401, Map.of("Authorization", "Basic eDp4"), 403)
                .entrySet()) {
            assertThat(harness.raw(request.method(), request.pathAndQuery(), said.getKey(), request.body())
                            .status())
                    .isEqualTo(said.getValue());
        }
        var rows = new String[100];
        for (int i = 0; i < 100; i++) {
            rows[i] = "{\"user_id\":\"u-" + i + "\"}";
        }
        assertThat(harness.send(connector(), Operation.UPSERT, null, rows)).isInstanceOf(Answer.Done.class);
        assertThat(harness.send(connector(), Operation.UPSERT, null, rows)).isInstanceOf(Answer.Done.class);
        assertThat(harness.send(connector(), Operation.UPSERT, null, rows)).isInstanceOf(Answer.Retry.class);
        harness.ticker.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(harness.send(connector(), Operation.UPSERT, null, rows)).isInstanceOf(Answer.Done.class);
    }

    @Test
    void dropsInSilenceWhatIsNotAsDescribed() throws Exception {
        var head = "{\"environment\":\"production\",\"source_request_id\":\"%s\",\"events\":[]";
        var user = ",\"user_identities\":{\"customer_id\":\"u\"}";
        var wrong = new String[] {
            head + user + ",\"schema_version\":2}",
            head + ",\"user_identities\":{\"customerId\":\"u\"}}",
            head + "}",
            head + user + ",\"user_attributes\":{\"a\":{\"b\":1}}}",
            head + user + ",\"consent_state\":{\"gdpr\":{\"p\":{\"consented\":\"yes\",\"timestamp_unixtime_ms\":1}}}}",
            head.replace("production", "prod") + user + "}",
            head.replace("[]", "[{\"event_type\":\"custom_event\",\"data\":{}}]") + user + "}",
            head.replace("[]", "[" + event("n".repeat(257)) + "]") + user + "}",
        };
        var headers = Map.of("Authorization", "Basic bXAta2V5Om1wLXNlY3JldA==", "Content-Type", "application/json");
        for (int i = 0; i < wrong.length; i++) {
            var body = Buffer.buffer("[" + wrong[i].formatted("r" + i) + "]");
            assertThat(harness.raw(HttpMethod.POST, "/mparticle-us/v2/bulkevents", headers, body)
                            .status())
                    .isEqualTo(202);
            assertThat(harness.heard(i).getBoolean("accepted")).as(wrong[i]).isFalse();
        }
        for (var body : new String[] {"{}", "[]", "[", "7"}) {
            assertThat(harness.raw(HttpMethod.POST, "/mparticle-us/v2/bulkevents", headers, Buffer.buffer(body))
                            .status())
                    .isEqualTo(400);
        }
    }

    private static String event(String name) {
        return "{\"event_type\":\"custom_event\",\"data\":{\"event_name\":\"" + name
                + "\",\"custom_event_type\":\"other\",\"timestamp_unixtime_ms\":1772356471220,"
                + "\"source_message_id\":\"3c1f1f0e-9f43-5b5e-b7b1-2a9d1c0e7a11\"}}";
    }

    private Connector connector() {
        return connector(Map.of());
    }

    private Connector connector(Map<String, ?> more) {
        var settings = new HashMap<String, Object>(Map.of(
                "region", "us1",
                "api_key", "mp-key",
                "api_secret", "mp-secret",
                "workspace_key", "ws-key",
                "workspace_secret", "ws-secret",
                "consents", Map.of("newsletter", "marketing_email"),
                "consented_at_field", "consented_at"));
        settings.putAll(more);
        return harness.connector("mparticle", settings);
    }
}
