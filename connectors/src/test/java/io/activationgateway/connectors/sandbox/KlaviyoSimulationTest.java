package io.activationgateway.connectors.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.JsonRecord;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.Use;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.profile.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connector talks to the simulated account over HTTP, and both must agree on what was said. */
class KlaviyoSimulationTest {

    private static final String AYSE =
            "{\"user_id\":\"u-1\",\"email\":\"ayse@example.com\",\"phone\":\"+905550000001\",\"city\":\"İzmir\"}";

    private SandboxHarness harness;
    private Connector klaviyo;

    @BeforeEach
    void start() throws Exception {
        harness = new SandboxHarness(new SimulatedKlaviyo("klaviyo-us", "kl-key", Set.of("Y6nRLr", "Sub001")));
        klaviyo = klaviyo(Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    @Test
    void importsAsAJobAndNamesThoseItCouldNot() throws Exception {
        assertThat(end(send(Operation.UPSERT, null, AYSE, "{\"email\":\"jan@example.com\"}")))
                .containsExactly("0 APPLIED OK", "1 APPLIED OK");
        // u-1 and jan are two people.
        var answer = send(
                Operation.UPSERT,
                null,
                "{\"user_id\":\"u-2\",\"tier\":\"gold\"}",
                "{\"user_id\":\"u-1\",\"email\":\"jan@example.com\"}",
                "{\"email\":\"neu@example.com\"}");

        assertThat(end(answer)).containsExactly("0 APPLIED OK", "1 REJECTED CONFLICT", "2 APPLIED OK");
        assertThat(harness.heard(2))
                .isEqualTo(new JsonObject("{\"operation\":\"import\",\"identifiers\":{\"external_id\":\"u-2\"},"
                        + "\"fields\":{\"properties\":{\"tier\":\"gold\"}},\"accepted\":true}"));
        assertThat(harness.heard(3).getString("refused")).isEqualTo("conflict");
    }

    @Test
    void showsMoreErrorsThanAPageHolds() throws Exception {
        end(send(Operation.UPSERT, null, "{\"user_id\":\"u-1\"}", "{\"email\":\"jan@example.com\"}"));
        var records = new String[130];
        for (int i = 0; i < records.length; i++) {
            records[i] = i % 10 == 9
                    ? "{\"user_id\":\"new-" + i + "\"}"
                    : "{\"user_id\":\"u-1\",\"email\":\"jan@example.com\",\"phone\":\"+9055500" + (10_000 + i) + "\"}";
        }
        var lines = end(send(Operation.UPSERT, null, records));
        assertThat(lines)
                .hasSize(130)
                .filteredOn(line -> line.endsWith("REJECTED CONFLICT"))
                .hasSize(117);
        assertThat(lines.get(129)).isEqualTo("129 APPLIED OK");
    }

    /** A process that asks about a job without its records cannot tell whose errors they are, and says so. */
    @Test
    void anotherProcessAsksForTheEndOfAJob() throws Exception {
        end(send(Operation.UPSERT, null, "{\"user_id\":\"u-1\"}", "{\"email\":\"jan@example.com\"}"));
        var fine = (Answer.Working) send(Operation.UPSERT, null, "{\"user_id\":\"u-5\"}");
        assertThat(end(asElsewhere(fine.next()))).containsExactly("0 APPLIED OK");

        var mixed = (Answer.Working) send(
                Operation.UPSERT, null, "{\"user_id\":\"u-6\"}", "{\"user_id\":\"u-1\",\"email\":\"jan@example.com\"}");
        assertThat(end(asElsewhere(mixed.next())))
                .containsExactly("0 UNCERTAIN DATA_INVALID", "1 UNCERTAIN DATA_INVALID");
    }

    @Test
    void pointsAtTheRecordThatSpoilsARequest() throws Exception {
        var sent = SandboxHarness.draft(klaviyo, Operation.UPSERT, null, "newsletter", AYSE, "{\"user_id\":\"u-2\"}");
        var body = sent.request().body().toString().replace("+905550000001", "+05550000001");
        var response = harness.raw(
                HttpMethod.POST, sent.request().pathAndQuery(), sent.request().headers(), Buffer.buffer(body));
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.headers().get("RateLimit-Reset")).isEqualTo("60");
        assertThat(SandboxHarness.lines(klaviyo.read(sent, response)))
                .containsExactly("0 REJECTED IDENTIFIER_INVALID", "1 RETRYABLE REQUEST_REFUSED");
    }

    @Test
    void putsIntoListsOnlyWhomItKnows() throws Exception {
        end(send(Operation.UPSERT, null, AYSE));
        var people = new String[] {"{\"email\":\"AYSE@example.com\"}", "{\"email\":\"nobody@example.com\"}"};
        assertThat(end(send(Operation.ADD, "vip", people))).containsExactly("0 APPLIED OK", "1 REJECTED NOT_FOUND");
        assertThat(end(send(Operation.REMOVE, "vip", people))).containsExactly("0 APPLIED OK", "1 APPLIED NOT_THERE");
        assertThat(harness.heard(1).getString("operation")).isEqualTo("list-add");
        assertThat(harness.heard(2).getString("operation")).isEqualTo("list-remove");
        assertThat(harness.heard(2).getString("audience")).isEqualTo("Y6nRLr");
        assertThat(end(send(Operation.ADD, "gone", people)))
                .containsExactly("0 REJECTED AUDIENCE_UNKNOWN", "1 REJECTED NOT_FOUND");
    }

    @Test
    void takesEventsOnce() throws Exception {
        var event = "{\"user_id\":\"u-1\",\"event\":\"bought\",\"occurred_at\":\"2026-03-01T09:14:31Z\",\"value\":5}";
        assertThat(end(send(Operation.TRACK, null, event))).containsExactly("0 ACCEPTED OK");
        assertThat(end(send(Operation.TRACK, null, event))).containsExactly("0 ACCEPTED OK");
        assertThat(harness.heard(0).getString("key")).isEqualTo("key-0");
        assertThat(harness.heard()).hasSize(1);
    }

    @Test
    void subscribesUnsubscribesAndSuppresses() throws Exception {
        var person = "{\"email\":\"ayse@example.com\"}";
        assertThat(end(send(Operation.SUBSCRIBE, null, person))).containsExactly("0 ACCEPTED OK");
        assertThat(end(send(Operation.UNSUBSCRIBE, null, person))).containsExactly("0 ACCEPTED OK");
        assertThat(end(send(Operation.SUPPRESS, null, person))).containsExactly("0 APPLIED OK");
        // Suppressed already: the vendor skips her and does not say whom it skipped.
        assertThat(end(send(Operation.SUPPRESS, null, person))).containsExactly("0 ACCEPTED OK");
        // To subscribe lifts the suppression.
        end(send(Operation.SUBSCRIBE, null, person));
        assertThat(end(send(Operation.SUPPRESS, null, person))).containsExactly("0 APPLIED OK");
        assertThat(harness.heard(1).getJsonObject("fields"))
                .isEqualTo(new JsonObject(
                        "{\"subscriptions\":{\"email\":{\"marketing\":{\"consent\":\"UNSUBSCRIBED\"}}}}"));
    }

    @Test
    void unsubscribesByUserIdWhoeverItFinds() throws Exception {
        end(send(Operation.UPSERT, null, AYSE, "{\"user_id\":\"u-2\"}"));
        assertThat(end(send(Operation.UNSUBSCRIBE, null, "{\"user_id\":\"u-2\"}", "{\"user_id\":\"u-1\"}")))
                .containsExactly("0 APPLIED NOT_THERE", "1 ACCEPTED OK");
        assertThat(harness.heard(2).getJsonObject("identifiers").getString("email"))
                .isEqualTo("ayse@example.com");
    }

    @Test
    void subscribesToEveryChannelWithTheTimeOfTheConsent() throws Exception {
        var historical = klaviyo(Map.of("consented_at_field", "at", "subscription_list", "Sub001"));
        var record = "{\"phone\":\"+905550000001\",\"at\":\"2026-01-10T08:00:00Z\"}";
        for (var channel : new Channel[] {Channel.SMS, Channel.MESSENGER}) {
            for (var operation : new Operation[] {Operation.SUBSCRIBE, Operation.UNSUBSCRIBE}) {
                var draft = historical.draft(new Attempt(
                        operation, null, new Use("news", channel), "req-1", SandboxHarness.NOW, SandboxHarness.NOW, 0));
                draft.add(JsonRecord.of(0, record));
                assertThat(end(harness.exchange(historical, draft.finish()))).containsExactly("0 ACCEPTED OK");
            }
        }
        var push = klaviyo(
                Map.of("consented_at_field", "at", "push_token_field", "token", "push_platform_field", "platform"));
        var device = record.replace("}", ",\"token\":\"t-1\",\"platform\":\"ios\"}");
        var consent = SandboxHarness.draft(push, Operation.SUBSCRIBE, null, new Use("news", Channel.PUSH), device);
        assertThat(end(harness.exchange(push, consent))).containsExactly("0 ACCEPTED OK");
    }

    @Test
    void takesEveryDeviceOffPush() throws Exception {
        var push = klaviyo(Map.of("push_token_field", "token", "push_platform_field", "platform"));
        var use = new Use("news", Channel.PUSH);
        end(send(Operation.UPSERT, null, AYSE));
        for (var device : new String[] {
            "{\"email\":\"ayse@example.com\",\"token\":\"t-1\",\"platform\":\"ios\"}",
            "{\"email\":\"ayse@example.com\",\"token\":\"t-2\",\"platform\":\"android\"}"
        }) {
            var consent = SandboxHarness.draft(push, Operation.SUBSCRIBE, null, use, device);
            assertThat(end(harness.exchange(push, consent))).containsExactly("0 ACCEPTED OK");
        }

        var question = SandboxHarness.draft(klaviyo, Operation.UNSUBSCRIBE, null, use, "{\"user_id\":\"u-1\"}");
        var found = (Answer.Next) klaviyo.read(question, harness.raw(question.request()));
        var tokens = harness.raw(found.sent().request()).body().toJsonObject().getJsonArray("data");
        assertThat(tokens).hasSize(2).allSatisfy(token -> {
            assertThat(((JsonObject) token).fieldNames()).contains("type", "id", "attributes", "links");
            assertThat(((JsonObject) token).getJsonObject("attributes").fieldNames())
                    .contains(
                            "created",
                            "token",
                            "enablement_status",
                            "platform",
                            "vendor",
                            "background",
                            "recorded_date");
        });

        for (var ended : new String[] {"0 ACCEPTED OK", "0 APPLIED NOT_THERE"}) {
            var removal = SandboxHarness.draft(klaviyo, Operation.UNSUBSCRIBE, null, use, "{\"user_id\":\"u-1\"}");
            assertThat(end(harness.exchange(klaviyo, removal))).containsExactly(ended);
        }
        assertThat(harness.heard(3).getJsonObject("fields").encode())
                .contains("\"token\":\"t-1\",\"platform\":\"ios\",\"vendor\":\"apns\"")
                .contains("\"token\":\"t-2\",\"platform\":\"android\",\"vendor\":\"fcm\"");
        assertThat(harness.heard()).hasSize(4);
    }

    @Test
    void deletesByAddressNumberOrUserId() throws Exception {
        end(send(Operation.UPSERT, null, AYSE));
        assertThat(end(send(Operation.ERASE, null, "{\"user_id\":\"u-1\"}"))).containsExactly("0 ACCEPTED OK");
        assertThat(end(send(Operation.ERASE, null, "{\"user_id\":\"u-1\"}"))).containsExactly("0 APPLIED NOT_THERE");
        // Nothing keeps the vendor from creating her again.
        end(send(Operation.UPSERT, null, AYSE));
        assertThat(end(send(Operation.ERASE, null, "{\"email\":\"ayse@example.com\"}")))
                .containsExactly("0 ACCEPTED OK");
        assertThat(harness.heard(3).getBoolean("known")).isTrue();
        assertThat(end(send(Operation.ERASE, null, "{\"phone\":\"+905550000001\"}")))
                .containsExactly("0 ACCEPTED OK");
        assertThat(harness.heard(4).getBoolean("known")).isFalse();
    }

    @Test
    void countsInWindowsOfASecondAndAMinute() throws Exception {
        var erasure = "{\"email\":\"ayse@example.com\"}";
        for (int second = 0; second < 20; second++) {
            for (int i = 0; i < 3; i++) {
                assertThat(send(Operation.ERASE, null, erasure)).isInstanceOf(Answer.Done.class);
            }
            if (second < 19) {
                assertThat(send(Operation.ERASE, null, erasure))
                        .isEqualTo(new Answer.Retry(Duration.ofSeconds(1), VendorCode.RATE_LIMITED, false));
                harness.ticker.addAndGet(TimeUnit.SECONDS.toNanos(1));
            }
        }
        harness.ticker.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(send(Operation.ERASE, null, erasure))
                .isEqualTo(new Answer.Retry(Duration.ofSeconds(40), VendorCode.RATE_LIMITED, false));
    }

    @Test
    void refusesAnotherKeyRevisionTypeOrShape() throws Exception {
        assertThat(harness.send(klaviyo(Map.of("api_key", "wrong")), Operation.UPSERT, null, AYSE))
                .isEqualTo(new Answer.Stop(VendorCode.CREDENTIALS_REFUSED));
        var sent = SandboxHarness.draft(klaviyo, Operation.UPSERT, null, "newsletter", AYSE);
        for (var change : Map.of("revision", "2024-10-15", "Content-Type", "application/json")
                .entrySet()) {
            var headers = new HashMap<>(sent.request().headers());
            headers.put(change.getKey(), change.getValue());
            assertThat(status(sent, headers, sent.request().body().toString())).isIn(400, 415);
        }
        var body = sent.request().body().toString();
        for (var broken : new String[] {
            "{",
            "[]",
            body.replace("external_id", "externalId"),
            body.replace("\"city\"", "\"town\""),
            body.replace("\"u-1\"", "1"),
            body.replace("profile-bulk-import-job", "profile-import"),
            body.replace("\"location\":", "\"anonymous_id\":\"a\",\"location\":")
        }) {
            assertThat(status(sent, sent.request().headers(), broken))
                    .as(broken)
                    .isEqualTo(400);
        }
        assertThat(status(sent, sent.request().headers(), body)).isEqualTo(202);
        var unknown = harness.raw(
                HttpMethod.GET, "/klaviyo-us/api/segments", sent.request().headers(), Buffer.buffer());
        assertThat(unknown.status()).isEqualTo(404);
    }

    private int status(Sent sent, Map<String, String> headers, String body) throws Exception {
        return harness.raw(HttpMethod.POST, sent.request().pathAndQuery(), headers, Buffer.buffer(body))
                .status();
    }

    private Connector klaviyo(Map<String, ?> more) {
        var settings = new HashMap<String, Object>(
                Map.of("region", "us", "api_key", "kl-key", "lists", Map.of("vip", "Y6nRLr", "gone", "Zzzzzz")));
        settings.putAll(more);
        return harness.connector("klaviyo", settings);
    }

    private Answer send(Operation operation, String audience, String... records) throws Exception {
        return harness.send(klaviyo, operation, audience, records);
    }

    /** Asks until the job has ended. */
    private List<String> end(Answer answer) throws Exception {
        return answer instanceof Answer.Working working
                ? end(harness.exchange(klaviyo, working.next()))
                : SandboxHarness.lines(answer);
    }

    private Answer asElsewhere(Sent polling) throws Exception {
        var job = polling.job();
        var question = klaviyo.poll(job);
        var indexes = new int[polling.size()];
        for (int position = 0; position < indexes.length; position++) {
            indexes[position] = polling.index(position);
        }
        return harness.exchange(klaviyo, new Sent(question, polling.attempt(), indexes).polling(job, question));
    }
}
