package io.activationgateway.gateway.region;

import static io.activationgateway.gateway.region.NodeFixture.grant;
import static io.activationgateway.gateway.region.NodeFixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.region.GatewayClient.Reply;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Withdrawals, objections, restrictions, erasures, and bodies without end. */
class StatementsApiTest {

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
    void oneWithdrawalByOneIdentifierClosesEverythingAndSaysHowItWasReached() {
        crm.consents(linked("wd-1", "wd@example.com", "wd-user"));
        assertThat(outcome(row("c-1", "wd@example.com"))).isEqualTo("forwarded");

        var answer = tell("/v1/withdrawals", about("wd-2", "user_id", "wd-user"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().getString("reached")).isEqualTo("reports");
        assertThat(answer.result(0).getString("result")).isEqualTo("applied");
        assertThat(answer.result(0).getLong("seq")).isEqualTo(answer.json().getLong("consent_seq"));
        assertThat(reason(row("c-1", "wd@example.com"))).isEqualTo("consent.withdrawn");
    }

    @Test
    void aGrantThatArrivesLateFindsTheWithdrawalInForce() {
        tell("/v1/withdrawals", about("wl-1", "email", "late@example.com"));

        var answer = crm.consents(grant("wl-2", "late@example.com").put("at", "2020-01-01T00:00:00Z"));

        assertThat(answer.result(0).getString("by")).isEqualTo("wl-1");
        assertThat(reason(row("c-1", "late@example.com"))).isEqualTo("consent.withdrawn");
    }

    @Test
    void aWithdrawalFromAnotherPurposeLeavesThisOneOpen() {
        crm.consents(grant("wp-1", "wp@example.com"));

        tell("/v1/withdrawals", about("wp-2", "email", "wp@example.com").put("purpose", "PROFILING"));

        assertThat(outcome(row("c-1", "wp@example.com"))).isEqualTo("forwarded");
    }

    @Test
    void aRepeatedWithdrawalIsAnsweredAsTheFirst() {
        crm.consents(grant("wr-1", "wr@example.com"));
        var withdrawal = about("wr-2", "email", "wr@example.com");

        var first = tell("/v1/withdrawals", withdrawal);
        var second = tell("/v1/withdrawals", withdrawal);

        assertThat(second.result(0)).isEqualTo(first.result(0));
        assertThat(second.json().getString("reached")).isEqualTo("reports");
    }

    @Test
    void anObjectionHasItsOwnPlace() {
        crm.consents(grant("ob-1", "ob@example.com"));

        var answer =
                tell("/v1/objections", about("ob-2", "email", "ob@example.com").put("objection", "ALL_DM"));

        assertThat(answer.result(0).getString("result")).as(answer.body()).isEqualTo("applied");
        assertThat(reason(row("c-1", "ob@example.com"))).isEqualTo("objection.all");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/withdrawals, state, GRANTED, 'state is not a field of a withdrawal'",
        "/v1/objections, objection, EVERYTHING, 'objection (expected: one of ALL_DM'",
        "/v1/restrictions, restriction, MAYBE, 'restriction (expected: one of SET, LIFTED'",
        "/v1/erasures, purpose, PROFILING, 'purpose is not a field of an erasure'",
    })
    void whatAStatementHasNotIsNamed(String path, String field, String value, String detail) {
        var answer = tell(path, about("bad-1", "email", "bad@example.com").put(field, value));

        assertThat(answer.result(0).getString("result")).isEqualTo("failed");
        assertThat(answer.result(0).getString("detail")).contains(detail).doesNotContain("bad@example.com");
    }

    @ParameterizedTest
    @CsvSource({"/v1/consents", "/v1/withdrawals", "/v1/objections", "/v1/restrictions", "/v1/erasures"})
    void eachNeedsItsRight(String path) {
        var answer = node.client(NodeFixture.NARROW)
                .call("POST", path)
                .records(List.of(about("no-1", "email", "no@example.com")))
                .send();

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("forbidden");
    }

    @Test
    void aBodyWithoutEndIsAnsweredLineByLine() throws IOException {
        int people = 25_000;
        var csv = "event,email,country,purpose,channel,state,basis,at,notice,method,source\n"
                + IntStream.range(0, people)
                        .mapToObj(n -> "bulk-" + n + ",bulk-" + n + "@example.com,"
                                + (n % 1_000 == 7 ? "TR" : "DE")
                                + ",DIRECT_MARKETING,EMAIL,GRANTED,CONSENT,2026-05-01T10:00:00Z,"
                                + "v4,TICKED_BY_USER,web-signup\n")
                        .collect(Collectors.joining());

        var lines = lines(crm.call("POST", "/v1/consents")
                .header("Accept", "application/x-ndjson")
                .header("Content-Encoding", "gzip")
                .body("text/csv", gzip(csv))
                .send());

        assertThat(lines).hasSize(people + 1);
        assertThat(IntStream.range(0, people)).allSatisfy(n -> {
            assertThat(lines.get(n).getInteger("row")).isEqualTo(n);
            assertThat(lines.get(n).getString("event")).isEqualTo("bulk-" + n);
        });
        assertThat(lines.getLast().getJsonObject("summary").getJsonObject("counts"))
                .isEqualTo(new JsonObject()
                        .put("received", people)
                        .put("applied", people - 25)
                        .put("superseded-by", 0)
                        .put("misdirected", 25)
                        .put("failed", 0));
        assertThat(outcome(row("c-1", "bulk-24999@example.com"))).isEqualTo("forwarded");
    }

    @Test
    void whatStandsBeforeABreakStands() throws IOException {
        var lines = IntStream.range(0, 2_500)
                .mapToObj(n -> grant("part-" + n, "part-" + n + "@example.com").encode() + "\n")
                .collect(Collectors.joining());
        var whole = gzip(lines);
        var cut = Arrays.copyOf(whole, whole.length - 4);

        var answer = lines(crm.call("POST", "/v1/consents")
                .header("Accept", "application/x-ndjson")
                .header("Content-Encoding", "gzip")
                .body("application/x-ndjson", cut)
                .send());

        var stopped = answer.getLast().getJsonObject("stopped");
        assertThat(stopped.getString("code")).isEqualTo("body-gzip");
        int taken = stopped.getInteger("first_row_not_taken");
        assertThat(taken).isEqualTo(answer.size() - 1).isBetween(1_000, 2_499);
        assertThat(outcome(row("c-1", "part-0@example.com"))).isEqualTo("forwarded");
    }

    @Test
    void aBodyThatIsBrokenFromTheStartIsAProblem() {
        var answer = crm.call("POST", "/v1/consents")
                .header("Accept", "application/x-ndjson")
                .body("text/csv", "")
                .send();
        var json = crm.call("POST", "/v1/consents")
                .header("Accept", "application/x-ndjson")
                .records(List.of(grant("x", "x@example.com")))
                .send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("body-header");
        assertThat(json.status()).isEqualTo(415);
    }

    private static JsonObject linked(String event, String email, String user) {
        var grant = grant(event, email);
        grant.getJsonObject("identifiers").put("user_id", user);
        return grant;
    }

    private static JsonObject about(String event, String type, String value) {
        return new JsonObject().put("event", event).put("identifiers", new JsonObject().put(type, value));
    }

    private static Reply tell(String path, JsonObject statement) {
        return crm.call("POST", path).records(List.of(statement)).send();
    }

    private static String outcome(JsonObject row) {
        return crm.activate("webhook-gb", NEWSLETTER, row).result(0).getString("outcome");
    }

    private static String reason(JsonObject row) {
        return crm.activate("webhook-gb", NEWSLETTER, row).result(0).getString("reason");
    }

    private static List<JsonObject> lines(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.body().lines().map(JsonObject::new).toList();
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
