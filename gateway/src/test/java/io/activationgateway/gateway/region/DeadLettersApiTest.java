package io.activationgateway.gateway.region;

import static io.activationgateway.gateway.region.NodeFixture.grant;
import static io.activationgateway.gateway.region.NodeFixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.region.NodeFixture.Setup;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Dead letters over HTTP: what is told of them, and what becomes of them under the consent of the day. */
class DeadLettersApiTest {

    private static final String VENDOR = "webhook-gb";

    @Test
    void areCountedJudgedAndRedrivenUnderWhatHoldsNow() {
        try (var node = NodeFixture.start(Setup.EU)) {
            var crm = node.client();
            crm.consents(grant("ev-1", "ada@example.com"), grant("ev-2", "bob@example.com"));
            var status = leaveDead(node, row("ada@example.com", "ada@example.com"), row("b-1", "bob@example.com"));
            var listed = crm.get("/v1/dead-letters");
            assertThat(listed.json().getJsonArray("dead_letters")).hasSize(1);
            var letters = listed.json().getJsonArray("dead_letters").getJsonObject(0);
            assertThat(letters.getString("destination")).isEqualTo(VENDOR);
            assertThat(letters.getInteger("count")).isEqualTo(2);
            var reason = letters.getString("reason");
            assertThat(reason).as("the day may interrupt the first try").isIn("vendor.rate-limited", "queue.expired");
            assertThat(listed.body()).doesNotContain("example.com");

            crm.consents(NodeFixture.withdrawal("ev-3", "ada@example.com"));
            node.forgetReceived();
            var dry = redrive(crm, "?dry=true");
            assertThat(dry)
                    .isEqualTo(
                            new JsonObject("{\"dry\":true,\"count\":2,\"verdicts\":{\"forward\":1,\"withhold\":1}}"));
            assertThat(crm.get("/v1/dead-letters").json().getInteger("count"))
                    .as("nothing was put back")
                    .isEqualTo(2);
            assertThat(redrive(crm, "?destination=webhook-de").getInteger("redriven"))
                    .isZero();

            assertThat(redrive(crm, "?reason=vendor.rejected").getInteger("redriven"))
                    .isZero();
            assertThat(redrive(crm, "?reason=" + reason).getInteger("redriven")).isEqualTo(2);
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
        }
    }

    /** Their time runs out while the vendor takes nothing; where their status is told. */
    private static String leaveDead(NodeFixture node, JsonObject... rows) {
        var crm = node.client();
        node.fail(VENDOR, new JsonObject().put("status", 429).put("count", 1_000));
        var queued = crm.activation(VENDOR, "purpose=email-newsletter")
                .header("Prefer", "respond-async")
                .records(List.of(rows))
                .send();
        assertThat(queued.status()).as(queued.body()).isEqualTo(202);
        Await.until("it is tried", () -> !node.receivedBytes(VENDOR).isEmpty());
        node.clock().pass(Duration.ofDays(1));
        Await.until("they are dead", () -> crm.get("/v1/dead-letters").json().getInteger("count") == rows.length);
        Await.until("the node decides", () -> crm.get("/health/ready").status() == 200);
        return queued.header("Location");
    }

    private static JsonObject redrive(GatewayClient crm, String how) {
        var answer = crm.call("POST", "/v1/dead-letters/redrive" + how).send();
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }
}
