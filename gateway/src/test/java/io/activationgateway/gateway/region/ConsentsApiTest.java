package io.activationgateway.gateway.region;

import static io.activationgateway.gateway.region.NodeFixture.grant;
import static io.activationgateway.gateway.region.NodeFixture.row;
import static io.activationgateway.gateway.region.NodeFixture.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.region.GatewayClient.Reply;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of consent events, told per event. */
class ConsentsApiTest {

    private static final String NEWSLETTER = "purpose=email-newsletter";

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
    void eachEventIsAnsweredInItsPlace() {
        var answer = crm.consents(
                grant("ev-1", "one@example.com"),
                withdrawal("ev-2", "two@example.com").put("at", "2026-06-01T10:00:00Z"),
                grant("ev-3", "two@example.com").put("at", "2026-05-01T10:00:00Z"),
                grant("ev-4", "three@example.com").put("country", "TR"),
                grant("ev-5", "four@example.com").put("purpose", "WORLD_DOMINATION"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.results())
                .extracting(result -> result.getString("event") + " " + result.getString("result"))
                .containsExactly(
                        "ev-1 applied", "ev-2 applied", "ev-3 superseded-by", "ev-4 misdirected", "ev-5 failed");
        assertThat(answer.result(2).getString("by")).isEqualTo("ev-2");
        assertThat(answer.result(3).getString("home")).isEqualTo("tr-istanbul");
        assertThat(answer.result(4).getString("reason")).isEqualTo("input.type");
        assertThat(answer.counts()).isEqualTo(new JsonObject("""
                        {"received":5,"applied":2,"superseded-by":1,"misdirected":1,"failed":1}"""));
        assertThat(answer.json().getLong("consent_seq"))
                .isGreaterThanOrEqualTo(answer.result(1).getLong("seq"));
    }

    /** The law of one state protects whoever the register or the row places there, and nobody else of the country. */
    @Test
    void aStateIsKnownFromTheRegisterOrTheRow() {
        crm.consents(
                grant("st-1", "ca@example.com").put("country", "us-ca"),
                grant("st-2", "us@example.com").put("country", "US"),
                grant("st-3", "tx@example.com").put("country", "US-TX"),
                grant("st-4", "unknown@example.com").put("country", "US-CALI"));

        assertThat(lawsFor("ca@example.com", "US")).anyMatch(law -> law.startsWith("CCPA:"));
        assertThat(lawsFor("us@example.com", "US-CA")).anyMatch(law -> law.startsWith("CCPA:"));
        assertThat(lawsFor("us@example.com", "US")).isNotEmpty().noneMatch(law -> law.startsWith("CCPA:"));
        assertThat(lawsFor("tx@example.com", "US-TX")).isNotEmpty().noneMatch(law -> law.startsWith("CCPA:"));
        var unknown = crm.consents(grant("st-5", "unknown@example.com").put("country", "US-CALI"));
        assertThat(unknown.result(0).getString("reason")).isEqualTo("input.type");
        assertThat(crm.get("/v1/register/export").body()).contains("\"country\":\"US-CA\"");
    }

    private static List<String> lawsFor(String email, String country) {
        var result = crm.decide(
                        "iterable-eu",
                        "purpose=email-newsletter",
                        row("c-1", email).put("country", country))
                .result(0);
        assertThat(result.getString("verdict")).as(result.encode()).isEqualTo("forward");
        return result.getJsonArray("law").stream().map(String::valueOf).toList();
    }

    @Test
    void ofAMisdirectedGrantNothingIsStored() {
        long before = gauge("gateway_consent_subject_keys");

        var answer = crm.consents(grant("ev-away", "away@example.com").put("country", "TR"));

        assertThat(answer.result(0).getString("result")).isEqualTo("misdirected");
        assertThat(answer.result(0).getString("reason")).isEqualTo("residency.home-region");
        assertThat(answer.result(0).containsKey("seq")).isFalse();
        assertThat(gauge("gateway_consent_subject_keys")).isEqualTo(before);
    }

    @Test
    void aDenialIsAppliedWhereItArrivesAndNamesTheHome() {
        crm.consents(grant("ev-deny-1", "deny@example.com"));

        var answer = crm.consents(withdrawal("ev-deny-2", "deny@example.com").put("country", "TR"));

        assertThat(answer.result(0).getString("result")).isEqualTo("applied");
        assertThat(answer.result(0).getString("home")).isEqualTo("tr-istanbul");
        var next = crm.activate("webhook-gb", NEWSLETTER, row("c-1", "deny@example.com"));
        assertThat(next.result(0).getString("outcome")).isEqualTo("withheld");
    }

    @Test
    void anObjectionClosesEveryMarketing() {
        crm.consents(grant("ev-ob-1", "object@example.com"));
        var objection = new JsonObject()
                .put("event", "ev-ob-2")
                .put("identifiers", new JsonObject().put("email", "object@example.com"))
                .put("country", "DE")
                .put("objection", "ALL_DM");

        assertThat(crm.consents(objection).result(0).getString("result")).isEqualTo("applied");

        var next = crm.activate("webhook-gb", NEWSLETTER, row("c-1", "object@example.com"));
        assertThat(next.result(0).getString("reason")).as(next.body()).isEqualTo("objection.all");
        assertThat(next.result(0).getJsonArray("law")).contains("GDPR:21(3)");
    }

    @Test
    void aGrantThatFallsDueEndsByItself() {
        var until = node.clock().instant().plusSeconds(60);
        crm.consents(grant("ev-due", "due@example.com").put("expires", until.toString()));
        var before = crm.activate("webhook-gb", NEWSLETTER, row("c-1", "due@example.com"));

        node.clock().pass(java.time.Duration.ofSeconds(61));

        assertThat(before.result(0).getString("outcome")).as(before.body()).isEqualTo("forwarded");
        Await.until("the node decides again", () -> crm.get("/health/ready").status() == 200);
        var after = crm.activate("webhook-gb", NEWSLETTER, row("c-1", "due@example.com"));
        assertThat(after.result(0).getString("reason")).as(after.body()).isEqualTo("consent.expired");
    }

    @Test
    void whatTheRegisterKnowsSurvivesARestart() {
        crm.consents(grant("ev-re-1", "restart@example.com"), grant("ev-re-2", "restart-2@example.com"));
        crm.consents(withdrawal("ev-re-3", "restart-2@example.com"));

        node.restart();

        var answer = crm.activate(
                "webhook-gb", NEWSLETTER, row("c-1", "restart@example.com"), row("c-2", "restart-2@example.com"));
        assertThat(answer.results())
                .as(answer.body())
                .extracting(result -> result.getString("outcome"))
                .containsExactly("forwarded", "withheld");
        assertThat(answer.json().getJsonObject("policy").getInteger("version")).isEqualTo(1);
    }

    @Test
    void csvAndNdjsonSayTheSame() {
        var event = grant("ev-nd", "nd@example.com").encode();
        var csv = "event,email,country,purpose,channel,state,basis,at,notice,method,source\n"
                + "ev-csv,csv@example.com,DE,DIRECT_MARKETING,EMAIL,GRANTED,CONSENT,2026-05-01T10:00:00Z,"
                + "v4,TICKED_BY_USER,web-signup\n";

        var answers = List.of(
                crm.call("POST", "/v1/consents")
                        .body("application/x-ndjson", event + "\n{\"event\":\n")
                        .send(),
                crm.call("POST", "/v1/consents").body("text/csv", csv).send());

        assertThat(answers)
                .extracting(Reply::results)
                .extracting(results -> results.getFirst().getString("result"))
                .containsExactly("applied", "applied");
        assertThat(answers.getFirst().result(1).getString("result")).isEqualTo("failed");
        var next = crm.activate("webhook-gb", NEWSLETTER, row("c", "nd@example.com"), row("d", "csv@example.com"));
        assertThat(next.counts().getInteger("forwarded")).as(next.body()).isEqualTo(2);
    }

    private static long gauge(String name) {
        return Metrics.of(crm).value(name);
    }
}
