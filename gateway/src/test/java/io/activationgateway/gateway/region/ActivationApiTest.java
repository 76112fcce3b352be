package io.activationgateway.gateway.region;

import static io.activationgateway.gateway.region.NodeFixture.grant;
import static io.activationgateway.gateway.region.NodeFixture.row;
import static io.activationgateway.gateway.region.NodeFixture.withdrawal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.region.GatewayClient.Call;
import io.activationgateway.gateway.region.GatewayClient.Reply;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Version 1 of the API, as a sender sees it. */
class ActivationApiTest {

    private static final String NEWSLETTER = "purpose=email-newsletter";

    private static NodeFixture node;
    private static GatewayClient crm;

    @BeforeAll
    static void start() {
        node = NodeFixture.start();
        crm = node.client();
        var answer = crm.consents(
                grant("ev-ada", "ada@example.com"),
                grant("ev-bob-1", "bob@example.com"),
                withdrawal("ev-bob-2", "bob@example.com"));
        assertThat(answer.counts().getInteger("applied")).as(answer.body()).isEqualTo(3);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void theAnswerHasOneResultPerRow() {
        var answer = crm.activate(
                "iterable-eu",
                NEWSLETTER,
                row("c-1", "ada@example.com").put("health_interest", true).put("newsletter_notes", "tall"),
                row("c-2", "bob@example.com"),
                row("c-3", "can@example.com").put("country", "TR"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        var json = answer.json();
        assertThat(json.getString("activation")).matches("[0-9A-HJKMNP-TV-Z]{26}");
        assertThat(json.getJsonObject("policy").getString("digest")).startsWith("sha256:");
        assertThat(json.getJsonObject("policy").getInteger("version")).isEqualTo(1);
        assertThat(json.getLong("consent_seq")).isPositive();
        json.remove("activation");
        json.remove("policy");
        json.remove("consent_seq");
        assertThat(json).isEqualTo(new JsonObject("""
                {"region":"eu-central","destination":"iterable-eu","purpose":"email-newsletter","sandbox":true,
                 "counts":{"received":3,"forwarded":1,"withheld":1,"misdirected":1,"failed":0,"uncertain":0},
                 "results":[
                  {"id":"c-1","outcome":"forwarded","state":"accepted",
                   "fields":{"dropped":["birth_date","health_interest","newsletter_notes"],
                             "pseudonymised":[],"hashed":[]},
                   "gaps":["gap.unclassified-field"],"basis":"consent",
                   "law":["GDPR:4(4)","GDPR:21(2)","GDPR:5(1)(c)","GDPR:9(1)","GDPR:9(2)(a)","GDPR:6(1)(a)","GDPR:7(1)","EPRIV:13(1)"],
                   "obligations":["add-opt-out"]},
                  {"id":"c-2","outcome":"withheld","reason":"consent.withdrawn","law":["GDPR:7(3)"],
                   "remedy":"obtain-consent","curable_by_consent":true,"also":["channel.consent"]},
                  {"id":"c-3","outcome":"misdirected","reason":"residency.home-region","home":"tr-istanbul",
                   "law":["KVKK:9(1)"]}]}
                """));
    }

    @Test
    void theVendorGetsWhatThePlanPassesAndNothingElse() {
        node.forgetReceived();

        crm.activate(
                "iterable-eu",
                NEWSLETTER,
                row("c-1", "ada@example.com").put("health_interest", true).put("newsletter_notes", "tall"),
                row("c-2", "bob@example.com"));

        assertThat(node.received("iterable-eu")).hasSize(1);
        assertThat(node.receivedBytes("iterable-eu"))
                .contains("ada@example.com", "first_name")
                .doesNotContain("health_interest", "newsletter_notes", "tall", "1988-04-02", "bob@example.com");
    }

    @Test
    void aPlanCanPseudonymise() {
        var profiling = grant("ev-eve", "eve@example.com")
                .put("purpose", "PROFILING")
                .put("channel", "NONE")
                .put(
                        "identifiers",
                        new JsonObject().put("email", "eve@example.com").put("user_id", "u-eve"));
        assertThat(crm.consents(profiling).counts().getInteger("applied")).isEqualTo(1);

        var answer = crm.activate(
                "webhook-de",
                "purpose=personalisation",
                row("c-1", "eve@example.com").put("user_id", "u-eve"));

        var result = answer.result(0);
        assertThat(result.getString("outcome")).as(answer.body()).isEqualTo("forwarded");
        var fields = result.getJsonObject("fields");
        assertThat(fields.getJsonArray("pseudonymised")).containsExactly("user_id");
        assertThat(fields.getJsonArray("hashed")).containsExactly("email");
        assertThat(node.receivedBytes("webhook-de")).doesNotContain("eve@example.com", "u-eve");
    }

    @Test
    void aRowWithoutIdGetsItsIndex() {
        var answer = crm.decide(
                "iterable-eu", NEWSLETTER, row("c-1", "ada@example.com"), without(row("", "ada@example.com"), "id"));

        assertThat(answer.results())
                .extracting(result -> result.getString("id"))
                .containsExactly("c-1", "1");
    }

    @Test
    void countsSumToWhatWasReceivedWhateverTheVendorDoes() {
        node.fail("webhook-gb", new JsonObject().put("count", 1).put("drop", true));
        node.fail("webhook-gb", new JsonObject().put("count", 1).put("status", 400));
        var rows = new JsonObject[] {
            row("c-1", "ada@example.com"),
            row("c-2", "bob@example.com"),
            row("c-3", "can@example.com").put("country", "TR"),
            row("c-4", "nobody@example.com"),
            row("c-5", "x@example.com").put("country", "ZZ"),
            row("c-6", "ada@example.com").put("email", new JsonObject())
        };

        for (int i = 0; i < 3; i++) {
            var answer = crm.activate("webhook-gb", NEWSLETTER, rows);
            var counts = answer.counts().getMap().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, count -> (Integer) count.getValue()));
            int received = counts.remove("received");
            assertThat(counts.values().stream().mapToInt(count -> count).sum())
                    .as(answer.body())
                    .isEqualTo(received)
                    .isEqualTo(rows.length);
            assertThat(answer.results()).hasSize(rows.length);
        }
    }

    @Test
    void aDecisionSaysTheVerdictAndSendsNothing() {
        node.forgetReceived();

        var answer = crm.decide(
                "iterable-eu",
                NEWSLETTER,
                row("c-1", "ada@example.com"),
                row("c-2", "bob@example.com"),
                row("c-3", "can@example.com").put("country", "TR"),
                row("c-4", "ada@example.com").put("email", List.of()));

        assertThat(answer.results())
                .extracting(result -> result.getString("verdict"))
                .containsExactly("forward", "withhold", "misdirected", "failed");
        assertThat(answer.results()).noneMatch(result -> result.containsKey("outcome"));
        assertThat(answer.counts()).isEqualTo(new JsonObject("""
                        {"received":4,"forward":1,"withhold":1,"misdirected":1,"failed":1}"""));
        assertThat(node.received("iterable-eu")).isEmpty();
    }

    @Test
    void everyFormatMeansTheSame() {
        var rows = List.of(row("c-1", "ada@example.com"), row("c-2", "bob@example.com"));
        var json = NodeFixture.records(rows).encode();
        var ndjson = rows.stream().map(JsonObject::encode).collect(Collectors.joining("\n"));
        var csv = """
                id,email,country,birth_date,first_name
                c-1,ada@example.com,DE,1988-04-02,Ada
                c-2,bob@example.com,DE,1988-04-02,"Ada"
                """;

        var plain = Stream.of(
                        Map.entry("application/json", json),
                        Map.entry("Application/JSON; charset=UTF-8", json),
                        Map.entry("application/x-ndjson", ndjson),
                        Map.entry("text/csv", csv))
                .map(body -> crm.activation("webhook-gb", NEWSLETTER).body(body.getKey(), body.getValue()));
        var packed = Stream.of(
                        Map.entry("application/json", json),
                        Map.entry("application/x-ndjson", ndjson),
                        Map.entry("text/csv", csv))
                .map(body -> crm.activation("webhook-gb", NEWSLETTER)
                        .body(body.getKey(), gzip(body.getValue()))
                        .header("Content-Encoding", "gzip"));

        var answers = Stream.concat(plain, packed).map(Call::send).toList();

        assertThat(answers).extracting(Reply::status).containsOnly(200);
        assertThat(answers.getFirst().counts().getInteger("forwarded")).isEqualTo(1);
        assertThat(answers)
                .extracting(Reply::results)
                .containsOnly(answers.getFirst().results());
    }

    @Test
    void preferWaitBoundsTheTimeOverAllAttempts() {
        try (var vendor = new HeldVendor();
                var other = NodeFixture.start(NodeFixture.Setup.EU.with("webhook-gb", vendor.url()))) {
            other.client().consents(grant("ev-1", "ada@example.com"));

            var answer = other.client()
                    .activation("webhook-gb", NEWSLETTER)
                    .records(List.of(row("c-1", "ada@example.com")))
                    .header("Prefer", "handling=lenient, wait=1")
                    .send();

            assertThat(answer.result(0).getString("outcome")).as(answer.body()).isEqualTo("uncertain");
            assertThat(answer.result(0).getString("reason")).isEqualTo("vendor.uncertain");
            assertThat(vendor.bodies()).hasSize(1);
        }
    }

    @Test
    void aSenderMayDemandWhatItWrote() {
        var written = crm.consents(grant("ev-min", "min@example.com")).json().getLong("consent_seq");

        var met = crm.activate("webhook-gb", NEWSLETTER + "&min_consent_seq=" + written, row("c-1", "min@example.com"));
        var ahead = crm.activate(
                "webhook-gb", NEWSLETTER + "&min_consent_seq=" + (written + 1_000), row("c-1", "min@example.com"));

        assertThat(met.status()).isEqualTo(200);
        assertThat(met.json().getLong("consent_seq")).isGreaterThanOrEqualTo(written);
        assertThat(ahead.status()).isEqualTo(503);
        assertThat(ahead.code()).isEqualTo("stale.consent");
        assertThat(ahead.header("Retry-After")).isNotEmpty();
    }

    @Test
    void aWithdrawalIsEnforcedByTheVeryNextActivation() {
        for (int i = 0; i < 5; i++) {
            var email = "next-" + i + "@example.com";
            crm.consents(grant("ev-next-a" + i, email));
            assertThat(outcome(crm.activate("webhook-gb", NEWSLETTER, row("c", email))))
                    .isEqualTo("forwarded");

            crm.consents(withdrawal("ev-next-b" + i, email));

            var answer = crm.activate("webhook-gb", NEWSLETTER, row("c", email));
            assertThat(outcome(answer)).as(answer.body()).isEqualTo("withheld");
            assertThat(answer.result(0).getString("reason")).isEqualTo("consent.withdrawn");
        }
    }

    @Test
    void identifiersOfOneEventAreLinked() {
        var linked = new JsonObject().put("email", "link@example.com").put("user_id", "u-link");
        crm.consents(grant("ev-link-1", "link@example.com").put("identifiers", linked));
        var byUserId = without(row("c-1", ""), "email").put("user_id", "u-link");
        var before = crm.decide("segment-eu", NEWSLETTER, byUserId);

        crm.consents(withdrawal("ev-link-2", "link@example.com"));

        var after = crm.decide("segment-eu", NEWSLETTER, byUserId);
        assertThat(after.result(0).getString("reason")).as(after.body()).isEqualTo("consent.withdrawn");
        assertThat(before.body()).doesNotContain("consent.withdrawn");
    }

    @Test
    void operationsOnAudiencesNameOne() {
        var add = crm.activate(
                "iterable-eu", NEWSLETTER + "&operation=add&audience=spring", row("c-1", "ada@example.com"));
        var remove = crm.activate(
                "iterable-eu", NEWSLETTER + "&operation=remove&audience=spring", row("c-2", "bob@example.com"));

        assertThat(outcome(add)).as(add.body()).isEqualTo("forwarded");
        assertThat(outcome(remove)).as(remove.body()).isEqualTo("forwarded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready", "/metrics", "/openapi.yaml", "/v1/ledger/checkpoint"})
    void pagesNeedNoKey(String path) {
        var answer = crm.call("GET", path).header("Authorization", null).send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isNotBlank();
    }

    @Test
    void readinessShowsTheSandbox() {
        assertThat(crm.get("/health/ready").json().getJsonArray("sandbox")).contains("iterable-eu");
    }

    private static String outcome(Reply answer) {
        return answer.result(0).getString("outcome");
    }

    private static JsonObject without(JsonObject row, String name) {
        row.remove(name);
        return row;
    }

    static byte[] gzip(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var packed = new GZIPOutputStream(bytes)) {
            packed.write(text.getBytes(UTF_8));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return bytes.toByteArray();
    }
}
