package io.activationgateway.gateway.region;

import static io.activationgateway.gateway.region.NodeFixture.grant;
import static io.activationgateway.gateway.region.NodeFixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Dated paperwork closes a route by itself: nobody publishes anything, only the clock moves. */
class RouteClosesTest {

    @Test
    void aContractThatWasNotNotifiedClosesAfterItsDeadline() {
        try (var node = NodeFixture.start(NodeFixture.Setup.EU.inRegion("tr-istanbul"))) {
            var told = node.client()
                    .consents(grant("p-1", "ayse@example.com")
                            .put("country", "TR")
                            .put("purpose", "PROFILING")
                            .put("channel", "NONE")
                            .put(
                                    "identifiers",
                                    new JsonObject()
                                            .put("email", "ayse@example.com")
                                            .put("user_id", "u-ayse")));
            assertThat(told.counts().getInteger("applied")).as(told.body()).isEqualTo(1);
            var row = row("c-1", "ayse@example.com").put("country", "TR").put("user_id", "u-ayse");

            // Signed on 20 November 2026: to be notified by the 27th, days being those of Istanbul.
            moveTo(node, "2026-11-27T20:59:00Z", row);
            assertThat(answer(node, "webhook-tr-ss-recent", "personalisation", row))
                    .isEqualTo("forward");
            moveTo(node, "2026-11-27T21:00:00Z", row);
            assertThat(answer(node, "webhook-tr-ss-recent", "personalisation", row))
                    .isEqualTo("transfer.not-notified");
        }
    }

    @Test
    void anAdequacyDecisionClosesAfterItsLastDay() {
        try (var node = NodeFixture.start()) {
            node.client().consents(grant("g-1", "ada@example.com"));
            var row = row("c-1", "ada@example.com");

            moveTo(node, "2031-12-27T23:59:00Z", row);
            assertThat(answer(node, "webhook-gb", "email-newsletter", row)).isEqualTo("forward");
            moveTo(node, "2031-12-28T00:00:00Z", row);
            assertThat(answer(node, "webhook-gb", "email-newsletter", row)).isEqualTo("transfer.lapsed");
        }
    }

    private static String answer(NodeFixture node, String destination, String purpose, JsonObject row) {
        var result =
                node.client().decide(destination, "purpose=" + purpose, row).result(0);
        return result.getString("verdict").equals("forward") ? "forward" : result.getString("reason");
    }

    /** A jump of the clock ends the node's lease and perhaps its table; both come back by themselves. */
    private static void moveTo(NodeFixture node, String instant, JsonObject row) {
        node.clock().pass(Duration.between(node.clock().instant(), Instant.parse(instant)));
        var destination = "TR".equals(row.getString("country")) ? "webhook-tr-ss-recent" : "webhook-gb";
        var purpose = "TR".equals(row.getString("country")) ? "personalisation" : "email-newsletter";
        Await.until(
                "a decision of " + instant,
                () -> node.client()
                                .decide(destination, "purpose=" + purpose, row)
                                .status()
                        == 200);
    }
}
