package io.activationgateway.connectors.sandbox;

import static io.activationgateway.connectors.sandbox.SandboxHarness.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.VendorCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connector talks to the simulated account over HTTP, and both must agree on what was said. */
class HubSpotSimulationTest {

    private static final String AYSE =
            "{\"user_id\":\"u-1\",\"email\":\"ayse@example.com\",\"city\":\"İzmir\",\"total\":129.9}";

    private SandboxHarness harness;
    private Connector hubspot;

    @BeforeEach
    void start() throws Exception {
        harness = new SandboxHarness(
                new SimulatedHubSpot("hubspot-eu", "hs-token", "external_ref", Set.of("42"), Set.of(7654321L, 11L)));
        hubspot = hubspot(Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    @Test
    void upsertsContactsAndNamesThoseItCouldNot() throws Exception {
        assertThat(send(Operation.UPSERT, null, AYSE, "{\"user_id\":\"u-2\",\"email\":\"jan@example.com\"}"))
                .containsExactly("0 APPLIED OK", "1 APPLIED OK");
        assertThat(send(
                        Operation.UPSERT,
                        null,
                        "{\"user_id\":\"u-3\",\"email\":\"JAN@example.com\"}",
                        "{\"user_id\":\"u-1\",\"city\":null}"))
                .containsExactly("0 REJECTED CONFLICT", "1 APPLIED OK");
        assertThat(harness.heard(0))
                .isEqualTo(
                        new JsonObject(
                                "{\"operation\":\"upsert\",\"identifiers\":{\"external_ref\":\"u-1\","
                                        + "\"email\":\"ayse@example.com\"},\"fields\":{\"city\":\"İzmir\",\"total\":\"129.9\"},\"accepted\":true}"));
        assertThat(harness.heard(2).getString("refused")).isEqualTo("CONFLICT");
    }

    @Test
    void refusesARequestForAPropertyThatItLacks() throws Exception {
        var records = new String[] {"{\"user_id\":\"u-1\"}", "{\"user_id\":\"u-2\",\"unknown_tier\":1}"};
        assertThat(harness.send(hubspot, Operation.UPSERT, null, records))
                .isEqualTo(new Answer.Split(VendorCode.DATA_INVALID));
        assertThat(send(Operation.UPSERT, null, records[1])).containsExactly("0 REJECTED DATA_INVALID");
    }

    @Test
    void putsIntoListsOnlyWhomItKnows() throws Exception {
        send(Operation.UPSERT, null, AYSE);
        var people = new String[] {"{\"user_id\":\"u-1\"}", "{\"user_id\":\"u-9\"}"};
        assertThat(send(Operation.ADD, "vip", people)).containsExactly("0 APPLIED OK", "1 REJECTED NOT_FOUND");
        assertThat(send(Operation.REMOVE, "vip", people)).containsExactly("0 APPLIED OK", "1 APPLIED NOT_THERE");
        assertThat(send(Operation.REMOVE, "vip", "{\"email\":\"Ayse@example.com\"}"))
                .containsExactly("0 APPLIED OK");
        assertThat(harness.heard(1).getString("operation")).isEqualTo("list-add");
        assertThat(harness.heard(2).getString("audience")).isEqualTo("42");
        assertThat(send(Operation.ADD, "gone", people))
                .containsExactly("0 REJECTED AUDIENCE_UNKNOWN", "1 REJECTED NOT_FOUND");
    }

    @Test
    void namesAllWhomItLacksInOneError() throws Exception {
        send(Operation.UPSERT, null, AYSE);
        var people = new String[] {"{\"user_id\":\"u-8\"}", "{\"user_id\":\"u-1\"}", "{\"user_id\":\"u-9\"}"};
        var question = SandboxHarness.draft(hubspot, Operation.ADD, "vip", "newsletter", people);
        var response = harness.raw(question.request());

        assertThat(response.status()).isEqualTo(207);
        var errors = response.body().toJsonObject().getJsonArray("errors");
        assertThat(errors).hasSize(1);
        assertThat(errors.getJsonObject(0).getJsonObject("context"))
                .isEqualTo(new JsonObject("{\"ids\":[\"u-8\",\"u-9\"]}"));
    }

    @Test
    void takesEventsByOtherKeys() throws Exception {
        var connector = hubspot(Map.of("event_keys", Map.of("user_id", "objectId", "anonymous_id", "utk")));
        var events = new String[] {
            "{\"user_id\":\"101\",\"event\":\"bought\"}", "{\"anonymous_id\":\"a-1\",\"event\":\"bought\"}"
        };
        assertThat(SandboxHarness.lines(harness.send(connector, Operation.TRACK, null, events)))
                .containsExactly("0 ACCEPTED OK", "1 ACCEPTED OK");
        assertThat(harness.heard(0).getJsonObject("identifiers")).isEqualTo(new JsonObject().put("objectId", "101"));
        assertThat(harness.heard(1).getJsonObject("identifiers")).isEqualTo(new JsonObject().put("utk", "a-1"));
    }

    @Test
    void takesEventsOfContactsThatItKnows() throws Exception {
        send(Operation.UPSERT, null, AYSE);
        var events = new String[] {
            "{\"user_id\":\"u-9\",\"event\":\"bought\"}",
            "{\"user_id\":\"u-1\",\"event\":\"bought\",\"total\":129.90}",
            "{\"email\":\"jan@example.com\",\"event\":\"bought\"}"
        };
        assertThat(send(Operation.TRACK, null, events))
                .containsExactly("0 REJECTED NOT_FOUND", "1 ACCEPTED OK", "2 ACCEPTED OK");
        assertThat(harness.heard(1).getJsonObject("identifiers")).isEqualTo(new JsonObject().put("objectId", "101"));
        assertThat(harness.heard(1).getJsonObject("fields")).isEqualTo(new JsonObject().put("total", "129.90"));
        assertThat(send(Operation.TRACK, null, events[0])).containsExactly("0 REJECTED NOT_FOUND");
    }

    @Test
    void takesEventsOnce() throws Exception {
        var event =
                "{\"email\":\"ayse@example.com\",\"event\":\"bought\",\"occurred_at\":\"2026-03-01T09:14:31Z\",\"total\":5}";
        assertThat(send(Operation.TRACK, null, event)).containsExactly("0 ACCEPTED OK");
        assertThat(send(Operation.TRACK, null, event)).containsExactly("0 ACCEPTED OK");
        assertThat(harness.heard()).hasSize(1);
        assertThat(harness.heard(0).getString("event")).isEqualTo("pe1234567_bought");
        assertThat(harness.heard(0).getJsonObject("fields")).isEqualTo(new JsonObject().put("total", "5"));
    }

    @Test
    void subscribesNobodyWhoOptedOut() throws Exception {
        var people = new String[] {"{\"email\":\"ayse@example.com\"}", "{\"email\":\"jan@example.com\"}"};
        assertThat(send(Operation.SUBSCRIBE, null, people)).containsExactly("0 APPLIED OK", "1 APPLIED OK");
        assertThat(send(Operation.UNSUBSCRIBE, null, people[0])).containsExactly("0 APPLIED OK");
        assertThat(send(Operation.SUBSCRIBE, null, people)).containsExactly("0 REJECTED CONFLICT", "1 APPLIED OK");
        assertThat(send(Operation.SUPPRESS, null, people[1])).containsExactly("0 APPLIED OK");
        assertThat(send(Operation.SUBSCRIBE, null, people[1])).containsExactly("0 REJECTED CONFLICT");
        assertThat(harness.heard(2).getString("operation")).isEqualTo("UNSUBSCRIBED");
        assertThat(harness.heard(5).getString("operation")).isEqualTo("unsubscribe-all");
    }

    @Test
    void unsubscribesByUserIdWhoeverItFinds() throws Exception {
        send(Operation.UPSERT, null, AYSE, "{\"user_id\":\"u-2\"}");
        var people = new String[] {"{\"user_id\":\"u-2\"}", "{\"user_id\":\"u-1\"}"};
        assertThat(send(Operation.UNSUBSCRIBE, null, people)).containsExactly("0 APPLIED NOT_THERE", "1 APPLIED OK");
        assertThat(send(Operation.SUPPRESS, null, people)).containsExactly("0 APPLIED NOT_THERE", "1 APPLIED OK");
    }

    @Test
    void erasesAndBlocksAnAddressThatItDoesNotKnow() throws Exception {
        send(Operation.UPSERT, null, AYSE);
        assertThat(send(Operation.ERASE, null, "{\"user_id\":\"u-1\"}")).containsExactly("0 ACCEPTED OK");
        assertThat(send(Operation.ERASE, null, "{\"user_id\":\"u-1\"}")).containsExactly("0 APPLIED NOT_THERE");
        assertThat(send(Operation.ERASE, null, "{\"email\":\"ayse@example.com\"}"))
                .containsExactly("0 ACCEPTED OK");
        assertThat(harness.heard(2).getBoolean("known")).isFalse();
        assertThat(send(Operation.UPSERT, null, AYSE)).containsExactly("0 REJECTED CONFLICT");
    }

    @Test
    void countsInWindowsOfTenSeconds() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThat(harness.send(hubspot, Operation.SUPPRESS, null, "{\"email\":\"a@example.com\"}"))
                    .isInstanceOf(Answer.Done.class);
        }
        var slower = new Answer.Retry(Duration.ofSeconds(10), VendorCode.RATE_LIMITED, false);
        assertThat(harness.send(hubspot, Operation.SUPPRESS, null, "{\"email\":\"a@example.com\"}"))
                .isEqualTo(slower);
        harness.ticker.addAndGet(TimeUnit.SECONDS.toNanos(10));
        assertThat(send(Operation.SUPPRESS, null, "{\"email\":\"a@example.com\"}"))
                .containsExactly("0 APPLIED OK");
    }

    @Test
    void refusesAnotherTokenTypeOrShape() throws Exception {
        assertThat(harness.send(hubspot(Map.of("access_token", "wrong")), Operation.UPSERT, null, AYSE))
                .isEqualTo(new Answer.Stop(VendorCode.CREDENTIALS_REFUSED));
        var sent = SandboxHarness.draft(hubspot, Operation.UPSERT, null, "newsletter", AYSE);
        var request = sent.request();
        var body = request.body().toString();
        for (var broken : new String[] {
            "{",
            "{\"inputs\":[]}",
            body.replace("\"129.9\"", "129.9"),
            body.replace("idProperty", "id_property"),
            body.replace("\"idProperty\":\"external_ref\"", "\"idProperty\":\"city\""),
            body.replace("\"city\"", "\"City\"")
        }) {
            var response =
                    harness.raw(HttpMethod.POST, request.pathAndQuery(), request.headers(), Buffer.buffer(broken));
            assertThat(response.status()).as(broken).isEqualTo(400);
            var said = response.body().toJsonObject();
            assertThat(UUID.fromString(said.getString("correlationId"))).isNotNull();
            assertThat(said.fieldNames()).contains("category", "message");
        }
        var headers = new HashMap<>(request.headers());
        headers.put("Content-Type", "text/plain");
        assertThat(harness.raw(HttpMethod.POST, request.pathAndQuery(), headers, request.body())
                        .status())
                .isEqualTo(415);
        assertThat(harness.raw(HttpMethod.POST, "/hubspot-eu/crm/v4/x", request.headers(), request.body())
                        .status())
                .isEqualTo(404);
        assertThat(harness.raw(request).status()).isEqualTo(200);
    }

    private Connector hubspot(Map<String, ?> more) {
        var settings = new HashMap<String, Object>(Map.of(
                "region",
                "eu1",
                "access_token",
                "hs-token",
                "id_property",
                "external_ref",
                "lists",
                Map.of("vip", 42, "gone", 43),
                "subscriptions",
                Map.of("newsletter", 7654321),
                "events",
                Map.of("bought", "pe1234567_bought")));
        settings.putAll(more);
        return harness.connector("hubspot", settings);
    }

    private List<String> send(Operation operation, String audience, String... records) throws Exception {
        return lines(harness.send(hubspot, operation, audience, records));
    }
}
