package io.activationgateway.connectors.sandbox;

import static io.activationgateway.connectors.sandbox.SandboxHarness.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.connectors.sandbox.SimulatedIterable.ProjectType;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IterableSubscriptionsTest {

    private static final String PERSON = "{\"user_id\":\"u 1/+\",\"email\":\"a@example.com\"}";

    private SandboxHarness harness;

    @BeforeEach
    void start() throws Exception {
        harness =
                new SandboxHarness(new SimulatedIterable("iterable-eu", "it-key", ProjectType.HYBRID, false, Set.of()));
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    @Test
    void oneOptOutLeavesTheOthersAsTheyWere() throws Exception {
        var email = connector(Map.of("channels", Map.of("email", 501)));
        var other = connector(Map.of("channels", Map.of("email", 777)));
        harness.send(email, Operation.UPSERT, null, PERSON);

        assertThat(lines(harness.send(other, Operation.UNSUBSCRIBE, null, PERSON)))
                .containsExactly("0 ACCEPTED OK");
        assertThat(lines(harness.send(email, Operation.UNSUBSCRIBE, null, PERSON)))
                .containsExactly("0 ACCEPTED OK");
        assertThat(stored(2)).isEqualTo(new JsonArray().add(501).add(777));
        assertThat(lines(harness.send(email, Operation.UNSUBSCRIBE, null, PERSON)))
                .containsExactly("0 APPLIED OK");
        assertThat(lines(harness.send(email, Operation.SUBSCRIBE, null, PERSON)))
                .containsExactly("0 ACCEPTED OK");
        assertThat(stored(3)).isEqualTo(new JsonArray().add(777));
        assertThat(lines(harness.send(email, Operation.SUBSCRIBE, null, PERSON)))
                .containsExactly("0 APPLIED OK");
    }

    @Test
    void theAdditiveCallsDoTheSame() throws Exception {
        var additive =
                connector(Map.of("channels", Map.of("email", 501, "sms", 502), "subscription_calls", "additive"));
        harness.send(additive, Operation.UPSERT, null, PERSON);

        assertThat(lines(harness.send(additive, Operation.SUPPRESS, null, PERSON)))
                .containsExactly("0 ACCEPTED OK");
        assertThat(stored(2)).isEqualTo(new JsonArray().add(501).add(502));
        assertThat(lines(harness.send(additive, Operation.SUBSCRIBE, null, PERSON)))
                .containsExactly("0 ACCEPTED OK");
        assertThat(stored(3)).isEqualTo(new JsonArray().add(502));
    }

    @Test
    void aMessageTypeLeavesItsChannelAlone() throws Exception {
        var channel = Map.of("channels", Map.of("email", 501));
        var optOut = connector(Map.of("channels", Map.of("email", 501), "message_types", Map.of("newsletter", 9001)));
        var optIn = connector(Map.of("opt_in_message_types", Map.of("newsletter", 9002)));
        harness.send(optOut, Operation.UPSERT, null, PERSON);

        harness.send(connector(channel), Operation.UNSUBSCRIBE, null, PERSON);
        assertThat(lines(harness.send(optOut, Operation.UNSUBSCRIBE, null, PERSON)))
                .containsExactly("0 ACCEPTED OK");
        assertThat(lines(harness.send(optIn, Operation.SUBSCRIBE, null, PERSON)))
                .containsExactly("0 ACCEPTED OK");
        assertThat(harness.heard(3).getJsonObject("fields"))
                .isEqualTo(new JsonObject("{\"unsubscribedChannelIds\":[501],\"unsubscribedMessageTypeIds\":[9001],"
                        + "\"subscribedMessageTypeIds\":[9002]}"));
    }

    @Test
    void forgetsAThousandPeopleADay() throws Exception {
        var ticker = new AtomicLong();
        var project = new SimulatedIterable("iterable-eu", "it-key", ProjectType.HYBRID, false, Set.of());
        var simulation = project.play(() -> SandboxHarness.NOW, ticker::get);
        var connector = connector(Map.of());
        var erasure = SandboxHarness.draft(connector, Operation.ERASE, null, "newsletter", PERSON);
        var body = erasure.request().body();
        var call = new Simulation.Call(
                "POST", "/api/users/forget", headers(), headers().add("Api-Key", "it-key"), body);
        for (int i = 0; i < 1_000; i++) {
            assertThat(simulation.answer(call).status()).isEqualTo(200);
            ticker.addAndGet(1_000_000_000L);
        }

        var refused = simulation.answer(call);
        var response =
                new VendorResponse(refused.status(), headers(), Buffer.buffer(refused.body()), SandboxHarness.NOW);
        assertThat(connector.read(erasure, response))
                .isEqualTo(new Answer.Retry(Duration.ofHours(1), VendorCode.RATE_LIMITED, false));
        ticker.addAndGet(Duration.ofDays(1).toNanos());
        assertThat(simulation.answer(call).status()).isEqualTo(200);
    }

    @Test
    void suppressLeavesNoConfiguredChannel() throws Exception {
        var connector = connector(Map.of("channels", Map.of("email", 501, "sms", 502)));
        harness.send(connector, Operation.UPSERT, null, PERSON);
        assertThat(lines(harness.send(connector, Operation.SUPPRESS, null, PERSON)))
                .containsExactly("0 ACCEPTED OK");
        assertThat(stored(1)).isEqualTo(new JsonArray().add(501).add(502));
    }

    @Test
    void whoIsForgottenIsNotTakenAgainByAnyIdentifier() throws Exception {
        var connector = connector(Map.of("channels", Map.of("email", 501)));
        harness.send(connector, Operation.UPSERT, null, PERSON);
        assertThat(lines(harness.send(connector, Operation.ERASE, null, PERSON)))
                .containsExactly("0 ACCEPTED OK");
        assertThat(lines(harness.send(connector, Operation.UPSERT, null, PERSON)))
                .containsExactly("0 REJECTED FORGOTTEN");
        assertThat(lines(harness.send(connector, Operation.UPSERT, null, "{\"email\":\"A@example.com\"}")))
                .containsExactly("0 REJECTED FORGOTTEN");
        assertThat(lines(harness.send(connector, Operation.UNSUBSCRIBE, null, PERSON)))
                .containsExactly("0 ACCEPTED NOT_THERE");
        assertThat(lines(harness.send(connector, Operation.SUBSCRIBE, null, PERSON)))
                .containsExactly("0 REJECTED NOT_FOUND");
    }

    @Test
    void leavingAListUnsubscribesFromNoChannel() throws Exception {
        var connector = connector(Map.of("channels", Map.of("email", 501), "lists", Map.of("vip", 7)));
        harness.send(connector, Operation.UPSERT, null, PERSON);
        harness.send(connector, Operation.REMOVE, "vip", PERSON);
        assertThat(lines(harness.send(connector, Operation.SUBSCRIBE, null, PERSON)))
                .containsExactly("0 APPLIED OK");
    }

    private static MultiMap headers() {
        return MultiMap.caseInsensitiveMultiMap();
    }

    private Connector connector(Map<String, ?> more) {
        var settings = new HashMap<String, Object>(more);
        settings.put("region", "eu");
        settings.put("api_key", "it-key");
        settings.put("project", "hybrid");
        return harness.connector("iterable", settings);
    }

    private JsonArray stored(int heard) throws Exception {
        return harness.heard(heard).getJsonObject("fields").getJsonArray("unsubscribedChannelIds");
    }
}
