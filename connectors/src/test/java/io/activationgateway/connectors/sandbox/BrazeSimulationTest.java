package io.activationgateway.connectors.sandbox;

import static io.activationgateway.connectors.sandbox.SandboxHarness.draft;
import static io.activationgateway.connectors.sandbox.SandboxHarness.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Use;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.profile.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BrazeSimulationTest {

    private static final String GROUP = "a1b2c3d4-0000-4000-8000-000000000001";
    private static final Map<String, String> HEADERS =
            Map.of("Authorization", "Bearer brz-key", "Content-Type", "application/json");

    private SandboxHarness harness;
    private Connector braze;

    @BeforeEach
    void start() throws Exception {
        harness = new SandboxHarness(new SimulatedBraze("braze-eu", "brz-key", Set.of(GROUP), Set.of("u-blocked")));
        braze = harness.connector(
                "braze", Map.of("region", "eu-01", "api_key", "brz-key", "subscription_groups", Map.of("sms", GROUP)));
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    @Test
    void takesProfilesAndNamesThoseItRefusesByIndex() throws Exception {
        var answer = harness.send(
                braze,
                Operation.UPSERT,
                null,
                "{\"user_id\":\"u-1\",\"city\":\"Ulm\",\"score\":9007199254740993}",
                "{\"user_id\":\"u-blocked\"}",
                "{\"email\":\"no@address\"}",
                "{\"user_id\":\"u-2\"}");

        assertThat(lines(answer))
                .containsExactly(
                        "0 ACCEPTED OK", "1 REJECTED IDENTIFIER_INVALID", "2 REJECTED DATA_INVALID", "3 ACCEPTED OK");
        assertThat(harness.heard(0).getJsonObject("identifiers")).isEqualTo(new JsonObject().put("external_id", "u-1"));
        assertThat(harness.heard(0).getJsonObject("fields"))
                .isEqualTo(new JsonObject().put("city", "Ulm").put("score", 9007199254740993L));
        assertThat(harness.heard(1).getString("refused")).contains("blacklisted");
    }

    @Test
    void understandsEveryOperation() throws Exception {
        var person = "{\"user_id\":\"u-1\",\"phone\":\"+905550000001\"}";
        for (var operation : Operation.values()) {
            var audience = operation.needsAudience() ? "vip" : null;
            var record = operation == Operation.TRACK ? "{\"user_id\":\"u-1\",\"event\":\"seen\"}" : person;
            assertThat(lines(harness.send(braze, operation, audience, record)))
                    .as(operation.wireName())
                    .containsExactly("0 ACCEPTED OK");
        }
        var sms = new Use("offers", Channel.SMS);
        for (var operation : Set.of(Operation.SUBSCRIBE, Operation.UNSUBSCRIBE)) {
            var answer = harness.exchange(braze, draft(braze, operation, null, sms, person));
            assertThat(lines(answer)).containsExactly("0 ACCEPTED OK");
        }
        assertThat(harness.heard()).allMatch(heard -> ((JsonObject) heard).getBoolean("accepted"));
    }

    @Test
    void purchasesAreToldApart() throws Exception {
        var shop =
                harness.connector("braze", Map.of("region", "eu-01", "api_key", "brz-key", "purchase_event", "bought"));
        var sent = draft(
                shop,
                Operation.TRACK,
                null,
                "newsletter",
                "{\"user_id\":\"u-1\",\"event\":\"bought\",\"product_id\":\"p\",\"currency\":\"EUR\",\"price\":5}",
                "{\"user_id\":\"u-1\",\"event\":\"bought\",\"product_id\":\"p\",\"currency\":\"EUR\",\"price\":6}");
        var request = sent.request();
        var body = Buffer.buffer(request.body().toString().replace("\"price\":6", "\"price\":\"6\""));
        var response = harness.raw(request.method(), request.pathAndQuery(), request.headers(), body);
        assertThat(lines(shop.read(sent, response))).containsExactly("0 ACCEPTED OK", "1 REJECTED DATA_INVALID");
        assertThat(harness.heard(0).getString("operation")).isEqualTo("purchases");
    }

    @Test
    void anErasedPersonComesBackWithTheNextUpdate() throws Exception {
        var person = "{\"user_id\":\"u-1\"}";
        assertThat(lines(harness.send(braze, Operation.ERASE, null, person))).containsExactly("0 ACCEPTED NOT_THERE");
        harness.send(braze, Operation.UPSERT, null, person);
        assertThat(lines(harness.send(braze, Operation.ERASE, null, person))).containsExactly("0 ACCEPTED OK");
        assertThat(lines(harness.send(braze, Operation.ERASE, null, person))).containsExactly("0 ACCEPTED NOT_THERE");
        harness.send(braze, Operation.UPSERT, null, person);
        assertThat(lines(harness.send(braze, Operation.ERASE, null, person))).containsExactly("0 ACCEPTED OK");
    }

    @Test
    void leavingAnAudienceCreatesNobodyAndAnOptOutDoes() throws Exception {
        harness.send(braze, Operation.REMOVE, "vip", "{\"user_id\":\"u-1\"}");
        assertThat(lines(harness.send(braze, Operation.ERASE, null, "{\"user_id\":\"u-1\"}")))
                .containsExactly("0 ACCEPTED NOT_THERE");
        harness.send(braze, Operation.UNSUBSCRIBE, null, "{\"user_id\":\"u-1\"}");
        assertThat(lines(harness.send(braze, Operation.ERASE, null, "{\"user_id\":\"u-1\"}")))
                .containsExactly("0 ACCEPTED OK");
    }

    @Test
    void leavingAnAudienceChangesNoSubscription() {
        var people = new BrazePeople(new SimulatedBraze("d", "k", Set.of(GROUP), Set.of()));
        people.take(
                "attributes",
                new JsonObject()
                        .put("external_id", "u-1")
                        .put("email_subscribe", "opted_in")
                        .put("subscription_groups", groups("subscribed")));
        people.take("attributes", new JsonObject().put("external_id", "u-1").put("aud_vip", false));
        var profile = people.find("external_id", "u-1");
        assertThat(profile.getString("email_subscribe")).isEqualTo("opted_in");
        assertThat(profile.getJsonObject("groups").getString(GROUP)).isEqualTo("subscribed");

        people.take(
                "attributes",
                new JsonObject()
                        .put("external_id", "u-1")
                        .put("email_subscribe", "unsubscribed")
                        .put("subscription_groups", groups("unsubscribed")));
        assertThat(profile.getString("email_subscribe")).isEqualTo("unsubscribed");
        assertThat(profile.getJsonObject("groups").getString(GROUP)).isEqualTo("unsubscribed");
    }

    @Test
    void refusesOtherKeysUnknownPathsAndWhatIsTooMuch() throws Exception {
        var stranger = harness.connector("braze", Map.of("region", "eu-01", "api_key", "other"));
        assertThat(harness.send(stranger, Operation.UPSERT, null, "{\"user_id\":\"u-1\"}"))
                .isEqualTo(new Answer.Stop(VendorCode.CREDENTIALS_REFUSED));
        assertThat(status("/users/export", new JsonObject())).isEqualTo(404);
        assertThat(status("/users/track", new JsonObject())).isEqualTo(400);
        assertThat(status("/users/track", new JsonObject().put("attribute", new JsonArray())))
                .isEqualTo(400);
        var many = new JsonArray();
        for (int i = 0; i < 76; i++) {
            many.add(new JsonObject().put("external_id", "u-" + i));
        }
        assertThat(status("/users/track", new JsonObject().put("attributes", many)))
                .isEqualTo(400);
        assertThat(status("/users/delete", new JsonObject().put("external_ids", many)))
                .isEqualTo(400);
        assertThat(status(
                        "/users/delete",
                        new JsonObject()
                                .put("external_ids", new JsonArray().add("a"))
                                .put("braze_ids", new JsonArray().add("b"))))
                .isEqualTo(400);
        var unknown = new JsonObject()
                .put("subscription_group_id", "other")
                .put("subscription_state", "subscribed")
                .put("emails", new JsonArray().add("a@example.com"));
        assertThat(status(
                        "/v2/subscription/status/set",
                        new JsonObject().put("subscription_groups", new JsonArray().add(unknown))))
                .isEqualTo(400);
    }

    @Test
    void saysUntilWhenItIsTooFast() throws Exception {
        var person = "{\"user_id\":\"u-1\",\"phone\":\"+905550000001\"}";
        var sms = draft(braze, Operation.SUBSCRIBE, null, new Use("offers", Channel.SMS), person);
        for (int i = 0; i < 83; i++) {
            assertThat(harness.exchange(braze, sms)).isInstanceOf(Answer.Done.class);
        }
        assertThat(harness.exchange(braze, sms))
                .isEqualTo(new Answer.Retry(Duration.ofSeconds(1), VendorCode.RATE_LIMITED, false));
        assertThat(harness.raw(sms.request()).body().toJsonObject().getString("message"))
                .as("why, as in every refusal")
                .isNotBlank()
                .isNotEqualTo("success");
        harness.ticker.addAndGet(1_000_000_000L);
        assertThat(harness.exchange(braze, sms)).isInstanceOf(Answer.Done.class);
    }

    private static JsonArray groups(String state) {
        return new JsonArray()
                .add(new JsonObject().put("subscription_group_id", GROUP).put("subscription_state", state));
    }

    private int status(String path, JsonObject body) throws Exception {
        return harness.raw(HttpMethod.POST, "/braze-eu" + path, HEADERS, Buffer.buffer(body.encode()))
                .status();
    }
}
