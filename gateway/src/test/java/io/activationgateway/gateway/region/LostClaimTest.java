package io.activationgateway.gateway.region;

import static io.activationgateway.gateway.region.NodeFixture.grant;
import static io.activationgateway.gateway.region.NodeFixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.region.GatewayClient.Reply;
import io.activationgateway.gateway.region.NodeFixture.Setup;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The last check asks whether the outbox is still this node's to send. */
class LostClaimTest {

    private static final String VENDOR = "webhook-gb";
    private static final String NEWSLETTER = "purpose=email-newsletter";

    /** As many requests as a courier has in flight at once. */
    private static final int CONNECTIONS = 4;

    private static final Duration PAST_THE_LEASE = Duration.ofSeconds(20);
    private static final Duration PAST_THE_TRY = Duration.ofSeconds(31);

    @Test
    void whatWaitsForAConnectionStaysBehindOnceAnotherNodeHasTheClaim() throws Exception {
        try (var vendor = new HeldVendor();
                var node =
                        NodeFixture.start(Setup.EU.with(VENDOR, vendor.url()).withDeadline(Duration.ofSeconds(60)))) {
            var crm = node.client();
            crm.consents(grant("ev-1", "ada@example.com"), grant("ev-2", "bob@example.com"));
            var early =
                    IntStream.range(0, CONNECTIONS).mapToObj(_ -> early(crm)).toList();
            vendor.awaitRequests(CONNECTIONS);
            var queued = crm.activation(VENDOR, NEWSLETTER)
                    .header("Prefer", "respond-async")
                    .records(List.of(row("b-1", "bob@example.com")))
                    .send();
            Await.until(
                    "it waits for a connection",
                    () -> Metrics.of(crm).value("gateway_screened_records_total") == CONNECTIONS + 2);

            lane(node, "owner = 'another', until_millis = 9000000000000");
            node.clock().tick(PAST_THE_LEASE);
            Await.until("the node decides", () -> crm.get("/health/ready").status() == 200);
            vendor.release();
            early.forEach(CompletableFuture::join);

            Await.until("it is held back", () -> Metrics.of(crm).value("gateway_vendor_holds_total") > 0);
            assertThat(vendor.bodies()).hasSize(CONNECTIONS).noneMatch(body -> body.contains("bob@example.com"));

            node.clock().tick(PAST_THE_TRY);
            lane(node, "until_millis = 0");
            Await.until("it is sent under the next claim", () -> {
                node.clock().pass(Duration.ofMillis(10));
                return crm.get(queued.header("Location")).counts().getInteger("forwarded") == 1;
            });
            assertThat(vendor.bodies()).hasSize(CONNECTIONS + 1);
        }
    }

    private static CompletableFuture<Reply> early(GatewayClient crm) {
        return crm.activation(VENDOR, NEWSLETTER)
                .records(List.of(row("a-1", "ada@example.com")))
                .header("Prefer", "wait=60")
                .sendLater();
    }

    private static void lane(NodeFixture node, String change) throws SQLException {
        var database = "jdbc:h2:file:" + node.folder().resolve("data/register");
        try (var connection = DriverManager.getConnection(database, "register", "");
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(
                            "UPDATE outbox_lane SET " + change + " WHERE destination = '" + VENDOR + "'"))
                    .isEqualTo(1);
        }
    }
}
