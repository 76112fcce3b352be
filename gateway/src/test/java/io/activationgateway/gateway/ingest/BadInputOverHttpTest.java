package io.activationgateway.gateway.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.activationgateway.gateway.region.GatewayClient.Reply;
import io.activationgateway.gateway.region.NodeFixture;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of bad input gets its answer from a whole node, the good rows beside it reach the vendor, the node lives. */
class BadInputOverHttpTest {

    private static final String GOOD_BEFORE = "{\"id\":\"a\",\"email\":\"ada@example.com\",\"country\":\"DE\"}";
    private static final String GOOD_AFTER = "{\"id\":\"z\",\"email\":\"zoe@example.com\",\"country\":\"DE\"}";

    private static NodeFixture node;

    @BeforeAll
    static void start() {
        node = NodeFixture.start();
        node.client()
                .consents(NodeFixture.grant("ev-1", "ada@example.com"), NodeFixture.grant("ev-2", "zoe@example.com"));
    }

    @AfterAll
    static void livesAndStops() {
        try {
            assertThat(node.client().get("/health/ready").status()).isEqualTo(200);
            assertThat(send("text/csv", "id,email,country\na,ada@example.com,DE\n")
                            .counts())
                    .isEqualTo(new JsonObject("""
                            {"received":1,"forwarded":1,"withheld":0,"misdirected":0,"failed":0,"uncertain":0}"""));
        } finally {
            node.close();
        }
    }

    static Stream<Arguments> badRows() {
        return BadInputTest.badRows();
    }

    static Stream<Arguments> badLines() {
        return Stream.concat(BadInputTest.badRows(), BadInputTest.badLines());
    }

    static Stream<Arguments> brokenJson() {
        return BadInputTest.brokenJson();
    }

    /** The sample catalogue has no column of its own for {@code vip}. */
    static Stream<Arguments> csv() {
        return BadInputTest.csv().filter(kind -> !kind.get()[0].equals("no boolean"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRows")
    void aBadRowInJsonFailsAloneAndTheOthersAreSent(String name, String row, String answer) {
        node.forgetReceived();

        var reply = send("application/json", "{\"records\":[" + GOOD_BEFORE + "," + row + "," + GOOD_AFTER + "]}");

        assertThat(said(reply)).as(reply.body()).isEqualTo("a forwarded, " + answer + ", z forwarded");
        assertThat(node.received("webhook-gb")).hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badLines")
    void aBadLineFailsAloneAndTheOthersAreSent(String name, String line, String answer) {
        var expected = line.length() > Limits.DEFAULT.rowBytes() ? "1 input.row-size" : answer;

        var reply = send("application/x-ndjson", GOOD_BEFORE + "\n" + line + "\n" + GOOD_AFTER);

        assertThat(said(reply)).as(reply.body()).isEqualTo("a forwarded, " + expected + ", z forwarded");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenJson")
    void aBrokenBodyIsRefusedWithThePlace(String name, String body, String answer) {
        node.forgetReceived();

        assertThat(said(send("application/json", body))).isEqualTo(answer);
        assertThat(node.received("webhook-gb")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("csv")
    void csvIsCutByItsQuotes(String name, String body, String answer) {
        assumeThat(name).as("has a byte order mark in UTF-8").doesNotStartWith("mark");

        var said = said(send("text/csv", body)).replace("withheld", "ok");

        assertThat(said).isEqualTo(answer);
    }

    @Test
    void namesOfTheProtocolDoNotDependOnTheLocale() {
        assertThat(Locale.getDefault().getLanguage()).isEqualTo(System.getProperty("user.language"));

        var reply = node.client()
                .call("POST", "/V1/x")
                .header("Authorization", "BEARER " + node.secret(NodeFixture.CRM))
                .send();
        var turkish = node.client()
                .activate(
                        "webhook-gb",
                        "purpose=email-newsletter",
                        NodeFixture.row("i", "ADA@EXAMPLE.COM"),
                        NodeFixture.row("j", "ZOE@EXAMPLE.COM").put("city", "IĞDIR ıi İI"));

        assertThat(reply.status()).isEqualTo(404);
        assertThat(said(turkish)).as(turkish.body()).isEqualTo("i forwarded, j forwarded");
    }

    @Test
    void capitalsOfAnAddressAreTheSamePersonInEveryLocale() {
        node.client().consents(NodeFixture.grant("ev-i", "INFO.ISIK@EXAMPLE.COM"));

        var reply = node.client()
                .activate("webhook-gb", "purpose=email-newsletter", NodeFixture.row("i", "info.isik@example.com"));

        assertThat(said(reply)).as(reply.body()).isEqualTo("i forwarded");
    }

    private static Reply send(String type, String body) {
        return node.client()
                .activation("webhook-gb", "purpose=email-newsletter")
                .body(type, body.getBytes(ISO_8859_1))
                .send();
    }

    /** {@code a forwarded, b input.syntax} for rows, {@code 400 body-syntax @17} for a broken body. */
    private static String said(Reply reply) {
        if (reply.status() != 200) {
            var problem = reply.json();
            var detail = problem.getString("detail");
            int place = detail.lastIndexOf("Offset ");
            return reply.status() + " " + problem.getString("code") + " @"
                    + (place < 0 ? "" : detail.substring(place + 7, detail.length() - 1));
        }
        List<JsonObject> results = reply.results();
        return results.stream()
                .map(result -> result.getString("id") + " "
                        + (result.getString("outcome").equals("failed")
                                ? result.getString("reason")
                                : result.getString("outcome")))
                .collect(Collectors.joining(", "));
    }
}
