package io.activationgateway.connectors.sandbox;

import static io.activationgateway.connectors.sandbox.SandboxHarness.lines;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.VendorCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CustomerIoSimulationTest {

    private static final String PERSON = "{\"user_id\":\"u-1\",\"email\":\"ayse@example.com\"}";
    private static final Map<String, Object> SETTINGS = Map.of(
            "region", "eu", "site_id", "cio-site", "api_key", "cio-key", "segments", Map.of("vip", 7, "gone", 8));

    private SandboxHarness harness;
    private SandboxHarness other;
    private Connector track;

    @BeforeEach
    void start() throws Exception {
        harness = new SandboxHarness(new SimulatedCustomerIo("cio-eu", "cio-site", "cio-key", "eu", Set.of(7L)));
        track = harness.connector("customerio", SETTINGS);
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
        if (other != null) {
            other.close();
        }
    }

    @Test
    void understandsEveryOperation() throws Exception {
        for (var operation : Operation.values()) {
            var audience = operation.needsAudience() ? "vip" : null;
            var record = operation == Operation.TRACK ? "{\"user_id\":\"u-1\",\"event\":\"seen\"}" : PERSON;
            assertThat(lines(harness.send(track, operation, audience, record)))
                    .as(operation.wireName())
                    .containsExactly("0 ACCEPTED OK");
        }
        assertThat(harness.heard()).hasSize(8).allMatch(heard -> ((JsonObject) heard).getBoolean("applied"));
    }

    @Test
    void namesTheItemsThatItRefuses() throws Exception {
        var answer = harness.send(
                track,
                Operation.UPSERT,
                null,
                "{\"user_id\":\"u-1\",\"joined\":\"2026-03-01T09:15:00Z\"}",
                "{\"user_id\":\"u-2\",\"story\":\"" + "x".repeat(1_001) + "\"}",
                person(300),
                person(301));
        assertThat(lines(answer))
                .containsExactly(
                        "0 ACCEPTED OK", "1 REJECTED DATA_INVALID", "2 ACCEPTED OK", "3 REJECTED DATA_INVALID");
        assertThat(harness.heard(0).getJsonObject("fields").getValue("joined")).isEqualTo(1772356500);
        assertThat(harness.heard(1).getString("refused")).isEqualTo("attributes.story");
    }

    private static String person(int attributes) {
        var json = new JsonObject().put("user_id", "u-" + attributes);
        for (int i = 0; i < attributes; i++) {
            json.put("a" + i, i);
        }
        return json.encode();
    }

    /** Else a European account's data would pass through the United States and look well received. */
    @Test
    void nothingIsSentToAnAccountInAnotherRegion() throws Exception {
        var wrong = new SimulatedCustomerIo("cio-eu", "cio-site", "cio-key", "us", Set.of());
        other = new SandboxHarness(wrong);
        assertThat(other.send(other.connector("customerio", SETTINGS), Operation.UPSERT, null, PERSON))
                .isEqualTo(new Answer.Stop(VendorCode.REGION_WRONG));
        assertThat(other.heard()).isEmpty();
    }

    @Test
    void whoIsDeletedComesBackAndWhoIsSuppressedDoesNot() throws Exception {
        var deleting = harness.connector(
                "customerio", Map.of("region", "eu", "site_id", "cio-site", "api_key", "cio-key", "erasure", "delete"));
        harness.send(track, Operation.UPSERT, null, PERSON);
        harness.send(deleting, Operation.ERASE, null, PERSON);
        harness.send(track, Operation.UPSERT, null, PERSON);
        harness.send(track, Operation.ERASE, null, PERSON);
        assertThat(lines(harness.send(track, Operation.UPSERT, null, PERSON))).containsExactly("0 ACCEPTED OK");
        assertThat(lines(harness.send(track, Operation.UPSERT, null, "{\"email\":\"ayse@example.com\"}")))
                .containsExactly("0 ACCEPTED OK");

        assertThat(harness.heard())
                .extracting(heard ->
                        ((JsonObject) heard).getString("operation") + " " + ((JsonObject) heard).getBoolean("applied"))
                .containsExactly(
                        "identify true",
                        "delete true",
                        "identify true",
                        "suppress true",
                        "identify false",
                        "identify false");
    }

    @Test
    void leavesUnknownPeopleOutOfSegmentsInSilence() throws Exception {
        assertThat(lines(harness.send(track, Operation.ADD, "vip", PERSON))).containsExactly("0 ACCEPTED OK");
        assertThat(harness.heard(0).getBoolean("applied")).isFalse();
        assertThat(lines(harness.send(track, Operation.ADD, "gone", PERSON)))
                .containsExactly("0 REJECTED AUDIENCE_UNKNOWN");
        var request = SandboxHarness.draft(track, Operation.ADD, "gone", "newsletter", PERSON)
                .request();
        assertThat(harness.raw(request).body()).hasToString("\"Segment not found\"");
    }

    @Test
    void takesARepeatedEventOnce() throws Exception {
        var event = "{\"user_id\":\"u-1\",\"event\":\"seen\",\"occurred_at\":\"2026-03-01T09:14:31Z\"}";
        harness.send(track, Operation.TRACK, null, event);
        harness.send(track, Operation.TRACK, null, event);
        assertThat(harness.heard()).hasSize(1);
    }

    @Test
    void isStrict() throws Exception {
        var stranger = harness.connector("customerio", Map.of("region", "eu", "site_id", "cio-site", "api_key", "x"));
        var sent = SandboxHarness.draft(stranger, Operation.UPSERT, null, "newsletter", PERSON);
        assertThat(harness.raw(sent.request()).status()).isEqualTo(400);
        assertThat(harness.raw(requireNonNull(sent.later())).status()).isEqualTo(401);
        assertThat(harness.exchange(stranger, sent)).isEqualTo(new Answer.Stop(VendorCode.CREDENTIALS_REFUSED));
        assertThat(status(new JsonObject())).isEqualTo(400);
        assertThat(status(new JsonObject().put("batch", new JsonArray()).put("x", 1)))
                .isEqualTo(400);
        var item = new JsonObject()
                .put("type", "person")
                .put("action", "identify")
                .put("identifiers", new JsonObject().put("id", "u-1"));
        assertThat(status(batch(item))).isEqualTo(200);
        assertThat(status(batch(item.copy().put("atributes", new JsonObject()))))
                .isEqualTo(207);
        assertThat(status(batch(item.copy().put("action", "merge")))).isEqualTo(207);
        assertThat(status(batch(item.copy()
                        .put("identifiers", new JsonObject().put("id", "u-1").put("email", "a@example.com")))))
                .isEqualTo(207);
        assertThat(status(batch(item.copy().put("attributes", new JsonObject().put("unsubscribed", "true")))))
                .isEqualTo(207);
    }

    @Test
    void pipelinesRefuseAWholeBatchInStrictMode() throws Exception {
        other = new SandboxHarness(new SimulatedPipelines("cdp-eu", "cdp-key"));
        var pipelines = other.connector("customerio-pipelines", Map.of("region", "eu", "write_key", "cdp-key"));
        assertThat(lines(other.send(pipelines, Operation.UPSERT, null, PERSON))).containsExactly("0 ACCEPTED OK");
        var request = SandboxHarness.draft(pipelines, Operation.UPSERT, null, "newsletter", PERSON)
                .request();
        assertThat(other.raw(request).body()).hasToString("{}");
        var event = "{\"user_id\":\"u-1\",\"event\":\"seen\"}";
        assertThat(lines(other.send(pipelines, Operation.TRACK, null, event))).containsExactly("0 ACCEPTED OK");
        assertThat(other.heard()).hasSize(1);
        var stranger = other.connector("customerio-pipelines", Map.of("region", "eu", "write_key", "other"));
        assertThat(other.send(stranger, Operation.UPSERT, null, PERSON))
                .isEqualTo(new Answer.Stop(VendorCode.CREDENTIALS_REFUSED));
    }

    @Test
    void pipelinesActUponWhatTakesAway() throws Exception {
        other = new SandboxHarness(new SimulatedPipelines("cdp-eu", "cdp-key"));
        var settings = Map.of("region", "eu", "write_key", "cdp-key");
        var pipelines = other.connector("customerio-pipelines", settings);
        for (var operation : List.of(
                Operation.UPSERT, Operation.SUBSCRIBE, Operation.UNSUBSCRIBE, Operation.SUPPRESS, Operation.ERASE)) {
            var record = "{\"dedupe\":\"" + operation + "\",\"user_id\":\"u-1\"}";
            assertThat(lines(other.send(pipelines, operation, null, record))).containsExactly("0 ACCEPTED OK");
        }
        var again = "{\"dedupe\":\"again\",\"user_id\":\"u-1\"}";
        assertThat(lines(other.send(pipelines, Operation.UPSERT, null, again))).containsExactly("0 ACCEPTED OK");
        assertThat(other.heard())
                .extracting(heard ->
                        ((JsonObject) heard).getValue("fields") + " " + ((JsonObject) heard).getBoolean("applied"))
                .containsExactly(
                        "{} true",
                        "{\"cio_subscription_preferences.channels.email\":true} true",
                        "{\"cio_subscription_preferences.channels.email\":false} true",
                        "{\"unsubscribed\":true} true",
                        "{} true",
                        "{} false");
    }

    private static JsonObject batch(JsonObject item) {
        return new JsonObject().put("batch", new JsonArray().add(item));
    }

    private int status(JsonObject body) throws Exception {
        var headers = Map.of(
                "Authorization", "Basic Y2lvLXNpdGU6Y2lvLWtleQ==",
                "Content-Type", "application/json");
        return harness.raw(HttpMethod.POST, "/cio-eu/api/v2/batch", headers, Buffer.buffer(body.encode()))
                .status();
    }
}
