package io.activationgateway.gateway.region;

import static io.activationgateway.gateway.region.NodeFixture.grant;
import static io.activationgateway.gateway.region.NodeFixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.region.NodeFixture.Setup;
import io.vertx.core.json.JsonObject;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Dead letters over HTTP: what is told of them, and what becomes of them under the consent of the day. */
class DeadLettersApiTest {

    private static final String VENDOR = "webhook-gb";
    private static final String SILENT = "webhook-de";
    private static final Instant DIED = SettableClock.START.plus(Duration.ofDays(1));

    @Test
    void areCountedJudgedAndRedrivenUnderWhatHoldsNow() throws SQLException {
        try (var node = NodeFixture.start(Setup.EU)) {
            var crm = node.client();
            crm.consents(
                    grant("ev-1", "ada@example.com"),
                    grant("ev-2", "bob@example.com"),
                    grant("ev-3", "cyd@example.com"));
            var status =
                    queued(node, VENDOR, 429, row("ada@example.com", "ada@example.com"), row("b-1", "bob@example.com"));
            queued(node, SILENT, 503, row("c-1", "cyd@example.com"));
            die(node, 3);
            var listed = crm.get("/v1/dead-letters");
            assertThat(listed.body()).doesNotContain("example.com");
            var letters = listed.json().getJsonArray("dead_letters");
            assertThat(letters).hasSize(2);
            assertThat(letters.getJsonObject(0))
                    .as("nobody knows whether the vendor took it")
                    .isEqualTo(group(SILENT, "vendor.uncertain", true, 1));
            var reason = letters.getJsonObject(1).getString("reason");
            assertThat(reason)
                    .as("the day may interrupt the first try")
                    .isIn("vendor.rate-limited", "vendor.unavailable");
            assertThat(letters.getJsonObject(1)).isEqualTo(group(VENDOR, reason, false, 2));

            crm.consents(NodeFixture.withdrawal("ev-4", "ada@example.com"));
            node.forgetReceived();
            var dry = redrive(crm, "?dry=true&destination=" + VENDOR);
            assertThat(dry)
                    .isEqualTo(
                            new JsonObject("{\"dry\":true,\"count\":2,\"verdicts\":{\"forward\":1,\"withhold\":1}}"));
            assertThat(crm.get("/v1/dead-letters").json().getInteger("count"))
                    .as("nothing was put back")
                    .isEqualTo(3);

            assertThat(redrive(crm, "?reason=vendor.rejected").getInteger("redriven"))
                    .isZero();
            assertThat(redrive(crm, "?destination=" + VENDOR + "&reason=" + reason)
                            .getInteger("redriven"))
                    .isEqualTo(2);
            assertThat(crm.get("/v1/dead-letters").json().getJsonArray("dead_letters"))
                    .as("the other's stay")
                    .containsExactly(letters.getJsonObject(0));
            Await.until("both have ended", () -> {
                node.clock().pass(Duration.ofMillis(10));
                return crm.get(status).counts().getInteger("waiting") == 0;
            });
            assertThat(crm.get(status).counts().getInteger("forwarded")).isEqualTo(1);
            assertThat(crm.get(status).counts().getInteger("withheld")).isEqualTo(1);
            assertThat(crm.get(status + "/results").body()).contains("consent.withdrawn");
            assertThat(node.received(VENDOR))
                    .filteredOn(heard -> heard.getString("operation").equals("upsert"))
                    .singleElement()
                    .satisfies(heard -> assertThat(heard.encode()).contains("bob@example.com"));
            cannotBeJudgedByAStaleNode(node);
        }
    }

    private static void cannotBeJudgedByAStaleNode(NodeFixture node) throws SQLException {
        var crm = node.client();
        try (var database = DriverManager.getConnection(
                        "jdbc:h2:file:" + node.folder().resolve("data/register"), "register", "");
                var statement = database.createStatement()) {
            statement.execute("UPDATE log_head SET policy_version = policy_version + 1");
            Await.until("the node is stale", () -> crm.get("/health/ready").status() == 503);
            var answer = crm.call("POST", "/v1/dead-letters/redrive?dry=true").send();
            assertThat(answer.status()).as(answer.body()).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("stale.policy");
        }
    }

    private static JsonObject group(String destination, String reason, boolean uncertain, int count) {
        return new JsonObject()
                .put("destination", destination)
                .put("reason", reason)
                .put("uncertain", uncertain)
                .put("count", count)
                .put("since", DIED.toString());
    }

    /** Queued and tried at a vendor that takes nothing; where their status is told. */
    private static String queued(NodeFixture node, String vendor, int status, JsonObject... rows) {
        node.fail(vendor, new JsonObject().put("status", status).put("count", 1_000));
        var queued = node.client()
                .activation(vendor, "purpose=email-newsletter")
                .header("Prefer", "respond-async")
                .records(List.of(rows))
                .send();
        assertThat(queued.status()).as(queued.body()).isEqualTo(202);
        Await.until("it is tried", () -> !node.receivedBytes(vendor).isEmpty());
        return queued.header("Location");
    }

    /** Their time runs out. */
    private static void die(NodeFixture node, int count) {
        var crm = node.client();
        node.clock().pass(Duration.ofDays(1));
        Await.until("they are dead", () -> crm.get("/v1/dead-letters").json().getInteger("count") == count);
        Await.until("the node decides", () -> crm.get("/health/ready").status() == 200);
    }

    private static JsonObject redrive(GatewayClient crm, String how) {
        var answer = crm.call("POST", "/v1/dead-letters/redrive" + how).send();
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }
}
