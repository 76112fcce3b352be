package io.activationgateway.gateway.region;

import static io.activationgateway.gateway.region.NodeFixture.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.consents.ConsentReceipt;
import io.activationgateway.gateway.region.GatewayClient.Reply;
import io.activationgateway.residency.signing.Envelope;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the register holds about people, receipts of it, and the register as a whole. */
class SubjectsApiTest {

    private static NodeFixture node;
    private static GatewayClient crm;

    @BeforeAll
    static void start() {
        node = NodeFixture.start();
        crm = node.client();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aPersonIsReadWithHistoryAndEvidence() {
        crm.consents(grant("lk-1", "lk@example.com"));
        tell("/v1/withdrawals", about("lk@example.com").put("event", "lk-2").put("purpose", "DIRECT_MARKETING"));

        var answer = tell("/v1/subjects/lookup", about("lk@example.com"));

        var subject = subject(answer);
        assertThat(subject.getJsonArray("events").stream().map(JsonObject.class::cast))
                .extracting(event -> event.getString("event") + " " + event.getString("kind"))
                .containsExactly("lk-1 choice", "lk-2 withdrawal");
        var first = subject.getJsonArray("events").getJsonObject(0);
        assertThat(List.of(first.getString("notice"), first.getString("method")))
                .containsExactly("v4", "TICKED_BY_USER");
        var cell = subject.getJsonObject("profile").getJsonArray("cells").getJsonObject(0);
        assertThat(cell.getString("data")).isEqualTo("WITHDRAWN");
        assertThat(answer.body()).as("no identifier comes back").doesNotContain("lk@example.com");
    }

    @Test
    void ofAnErasedPersonTheSuppressionIsLeft() {
        crm.consents(grant("er-1", "er@example.com"));

        tell("/v1/erasures", about("er@example.com").put("event", "er-2"));

        var subject = subject(tell("/v1/subjects/lookup", about("er@example.com")));
        assertThat(subject.getJsonObject("profile").getBoolean("erased")).isTrue();
        assertThat(subject.getJsonArray("events").getJsonObject(0).containsKey("notice"))
                .isFalse();
        assertThat(tell("/v1/subjects/receipt", about("er@example.com").put("event", "er-1"))
                        .status())
                .as("no receipt without evidence")
                .isEqualTo(404);
        assertThat(crm.activate("webhook-gb", "purpose=email-newsletter", NodeFixture.row("c-1", "er@example.com"))
                        .result(0)
                        .getString("reason"))
                .isEqualTo("erasure.done");
    }

    /** GDPR Art 5(1)(e): years after a consent has ended its proof is gone; that of one that stands is not. */
    @Test
    void evidenceIsGoneLongAfterItsConsentHasEnded() {
        try (var own = NodeFixture.start()) {
            var client = own.client();
            client.consents(grant("ev-1", "ended@example.com"), grant("ev-2", "stands@example.com"));
            client.call("POST", "/v1/withdrawals")
                    .records(List.of(about("ended@example.com").put("event", "ev-3")))
                    .send();

            own.clock().pass(Duration.ofDays(1097));

            Await.until("the proof is gone", () -> !hasNotice(client, "ended@example.com"));
            assertThat(hasNotice(client, "stands@example.com")).isTrue();
        }
    }

    private static boolean hasNotice(GatewayClient client, String email) {
        var answer = client.call("POST", "/v1/subjects/lookup")
                .records(List.of(about(email)))
                .send();
        return subject(answer).getJsonArray("events").getJsonObject(0).containsKey("notice");
    }

    @Test
    void whoIsUnknownIsNobody() {
        var answer = tell("/v1/subjects/lookup", about("nobody@example.com"));

        assertThat(answer.json().getJsonArray("results").getJsonObject(0).getJsonArray("subjects"))
                .isEmpty();
    }

    @Test
    void aReceiptIsSignedAndTellsWhatBecameOfTheGrant() throws IOException {
        crm.consents(grant("rc-1", "rc@example.com"));
        tell("/v1/withdrawals", about("rc@example.com").put("event", "rc-2"));

        var answer = tell("/v1/subjects/receipt", about("rc@example.com").put("event", "rc-1"));

        var envelope = Envelope.read(answer.body().getBytes(StandardCharsets.UTF_8));
        var key = KeyFiles.signingKey(node.config().keys().ledger()).verifyingKey();
        assertThat(envelope.payloadType()).isEqualTo(ConsentReceipt.TYPE);
        assertThat(key.verify(
                        envelope.signed(), envelope.signatures().getFirst().bytes()))
                .isTrue();
        var receipt = new JsonObject(new String(envelope.payload(), StandardCharsets.UTF_8));
        assertThat(receipt.getString("record_id")).isEqualTo("rc-1");
        assertThat(receipt.getString("purpose")).isEqualTo("dpv:DirectMarketing");
        assertThat(receipt.getString("lawful_basis")).isEqualTo("eu-gdpr:A6-1-a");
        assertThat(receipt.getString("privacy_notice")).isEqualTo("v4");
        assertThat(receipt.getString("event_state")).isEqualTo("dpv:ConsentWithdrawn");
        assertThat(receipt.getJsonArray("events")).hasSize(2);
        assertThat(receipt.encode()).doesNotContain("rc@example.com");
    }

    /** ISO/IEC TS 27560: language, recipients and what they cannot do without; retention is in no policy document. */
    @Test
    void aReceiptSaysInWhichLanguageAndToWhom() throws IOException {
        var grant = grant("rl-1", "rl@example.com");
        grant.getJsonObject("evidence")
                .put("language", "de-AT")
                .put("notice_hash", "ab".repeat(32))
                .put("medium", "WEB")
                .put("proof", "scan-7");
        crm.consents(grant);
        crm.consents(about("rl@example.com").put("event", "rl-2").put("objection", "ALL_DM"));

        var receipt = receipt("rl@example.com", "rl-1");

        assertThat(List.of(
                        receipt.getString("language"),
                        receipt.getString("notice_hash"),
                        receipt.getString("medium"),
                        receipt.getString("proof")))
                .containsExactly("de-AT", "ab".repeat(32), "WEB", "scan-7");
        assertThat(receipt.getJsonArray("recipient_third_parties").stream().map(JsonObject.class::cast))
                .filteredOn(recipient -> recipient.getString("name").equals("Iterable, Inc."))
                .isNotEmpty()
                .allSatisfy(recipient -> assertThat(recipient.getJsonArray("processing_locations"))
                        .contains("US"));
        assertThat(receipt.getJsonArray("pii_information")).contains("email");
        assertThat(receipt.containsKey("retention_period")).isFalse();
        assertThat(receipt.getJsonArray("events").getJsonObject(1).getString("event_type"))
                .isEqualTo("objection");
        assertThat(subject(tell("/v1/subjects/lookup", about("rl@example.com")))
                        .getJsonArray("events")
                        .getJsonObject(0)
                        .getString("language"))
                .isEqualTo("de-AT");
    }

    /** A term that nobody saw in the vocabulary is not written as if it were one. */
    @Test
    void aReceiptNamesOnlyKnownTerms() throws IOException {
        var grant = grant("rk-1", "rk@example.com")
                .put("purpose", "PROFILING")
                .put("channel", "NONE")
                .put("basis", "LEGIT_INTEREST");
        grant.getJsonObject("evidence").put("method", "ON_FILE");
        crm.consents(grant);

        var receipt = receipt("rk@example.com", "rk-1");

        assertThat(List.of(receipt.getString("purpose"), receipt.getString("lawful_basis")))
                .containsExactly("PROFILING", "GDPR:6(1)(f)");
    }

    private static JsonObject receipt(String email, String event) throws IOException {
        var answer = tell("/v1/subjects/receipt", about(email).put("event", event));
        var envelope = Envelope.read(answer.body().getBytes(StandardCharsets.UTF_8));
        return new JsonObject(new String(envelope.payload(), StandardCharsets.UTF_8));
    }

    @Test
    void anExportComesBackAsItWas() {
        var detailed = grant("ex-5", "ex-5@example.com");
        detailed.getJsonObject("evidence")
                .put("method", "DOUBLE_OPT_IN")
                .put("opt_in_requested", "2026-05-01T10:00:00Z")
                .put("opt_in_confirmed", "2026-05-01T10:01:00Z");
        crm.consents(detailed);
        crm.consents(grant("ex-1", "ex@example.com"), grant("ex-2", "ex-2@example.com"));
        tell("/v1/restrictions", about("ex-2@example.com").put("event", "ex-3").put("restriction", "SET"));
        crm.consents(about("ex@example.com").put("event", "ex-4").put("birth_date", "2012-05-06"));
        var export = crm.get("/v1/register/export");

        var restored = crm.call("POST", "/v1/register/restore")
                .body("application/x-ndjson", export.body())
                .send();

        assertThat(export.status()).isEqualTo(200);
        var lines = restored.body().lines().map(JsonObject::new).toList();
        var exported = export.body().lines().map(JsonObject::new).toList();
        assertThat(lines).hasSize(exported.size() + 1);
        for (int i = 0; i < exported.size(); i++) {
            assertThat(lines.get(i).getLong("seq"))
                    .as("what is there already stays: %s", lines.get(i))
                    .isEqualTo(exported.get(i).getLong("seq"));
        }
        assertThat(crm.get("/v1/register/export").body()).isEqualTo(export.body());
        assertThat(crm.get("/v1/register/export?after="
                                + exported.get(exported.size() - 2).getLong("seq"))
                        .body()
                        .lines())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/subjects/lookup",
        "POST, /v1/subjects/receipt",
        "GET, /v1/register/export",
        "POST, /v1/register/restore"
    })
    void eachNeedsItsRight(String method, String path) {
        var call = node.client(NodeFixture.NARROW).call(method, path);

        var answer = method.equals("GET")
                ? call.send()
                : call.records(List.of(about("x@example.com"))).send();

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("forbidden");
    }

    private static JsonObject subject(Reply answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        var subjects = answer.json().getJsonArray("results").getJsonObject(0).getJsonArray("subjects");
        assertThat(subjects).hasSize(1);
        return subjects.getJsonObject(0);
    }

    private static JsonObject about(String email) {
        return new JsonObject().put("identifiers", new JsonObject().put("email", email));
    }

    private static Reply tell(String path, JsonObject statement) {
        return crm.call("POST", path).records(List.of(statement)).send();
    }
}
