package io.activationgateway.gateway.region;

import static io.activationgateway.gateway.region.NodeFixture.grant;
import static io.activationgateway.gateway.region.NodeFixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.courier.Clocks;
import io.activationgateway.gateway.config.GatewayConfig;
import io.activationgateway.gateway.config.GatewayConfig.ConsentStore;
import io.activationgateway.gateway.region.NodeFixture.Setup;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes of a region: what one has queued and cannot send any more, the other sends, and each says so. */
@Timeout(120)
class OptOutTakeoverTest {

    private static final String VENDOR = "webhook-gb";
    private static final String TOLD = VENDOR + " erase accepted-not-confirmed ok";

    @Test
    void whatANodeHasQueuedIsSentByTheOtherOnceTheClaimIsLostAndByNobodyElse() {
        try (var node = NodeFixture.start(Setup.EU.withPostgres())) {
            var crm = node.client();
            queue(node, crm);
            var besides = beside(node);
            var other = RegionNode.start(besides, clocks(node));
            try {
                var there = new GatewayClient(
                        URI.create("http://127.0.0.1:" + besides.listen().port()), node.secret(NodeFixture.CRM));
                assertThat(states(there)).singleElement().asString().contains("erase waiting");
                loseClaim(node);
                assertThat(node.received(VENDOR)).isEmpty();
                node.forgetReceived();
                update(node, "UPDATE optout SET next_millis = 0");

                Await.until(
                        "the other node says that it is told",
                        () -> states(there).equals(List.of(TOLD)));
                assertThat(states(crm)).as("so does the first").containsExactly(TOLD);
                node.node().close();
                assertThat(states(there)).containsExactly(TOLD);
                assertThat(node.received(VENDOR))
                        .singleElement()
                        .satisfies(heard ->
                                assertThat(heard.getString("operation")).isEqualTo("erase"));
                assertThat(counted(there)).as("by the node that did it").isTrue();
            } finally {
                other.close();
            }
        }
    }

    /** An erasure waits for a vendor that is away; nobody takes it up until the test says so. */
    private static void queue(NodeFixture node, GatewayClient crm) {
        crm.consents(grant("ev-1", "ada@example.com"));
        assertThat(crm.activate(VENDOR, "purpose=email-newsletter", row("c-1", "ada@example.com"))
                        .result(0)
                        .getString("outcome"))
                .isEqualTo("forwarded");
        node.forgetReceived();
        node.fail(VENDOR, new JsonObject().put("status", 503).put("count", 1_000));
        var told =
                crm.call("POST", "/v1/erasures").records(List.of(ada("ev-2"))).send();
        assertThat(told.status()).as(told.body()).isEqualTo(200);
        Await.until(
                "the vendor has refused it",
                () -> update(
                                node,
                                "UPDATE optout SET next_millis = next_millis + 3600000"
                                        + " WHERE status = 'WAITING' AND attempts > 0")
                        == 1);
    }

    /** As if the node had been silent for longer than its claim and the longest request: it does not know yet. */
    private static void loseClaim(NodeFixture node) {
        long before = epoch(node);
        Await.until("the other node has the claim", () -> {
            update(node, "UPDATE optout_claim SET until_millis = until_millis - 3600000 WHERE epoch = " + before);
            return epoch(node) > before;
        });
    }

    private static boolean counted(GatewayClient there) {
        return there.get("/v1/opt-outs").json().encode().contains("\"accepted_not_confirmed\":1");
    }

    private static List<String> states(GatewayClient crm) {
        return crm
                .call("POST", "/v1/subjects/opt-outs")
                .records(List.of(ada("ev-1")))
                .send()
                .result(0)
                .getJsonArray("opt_outs")
                .stream()
                .map(JsonObject.class::cast)
                .map(one -> String.join(
                        " ",
                        one.getString("destination"),
                        one.getString("operation"),
                        one.getString("status"),
                        one.getString("code")))
                .toList();
    }

    private static JsonObject ada(String event) {
        return new JsonObject()
                .put("event", event)
                .put("identifiers", new JsonObject().put("email", "ada@example.com"));
    }

    /** Another node of the region: with the same keys, database and vendors, and all else its own. */
    private static GatewayConfig beside(NodeFixture node) {
        var config = node.config();
        var ports = ReservedPorts.reserve(2);
        var first = config.cluster();
        return new GatewayConfig(
                config.region(),
                config.region() + "-2",
                node.folder().resolve("data-2"),
                new GatewayConfig.Listen("127.0.0.1", ports.get(0)),
                config.keys(),
                config.policies(),
                new GatewayConfig.Cluster(
                        "127.0.0.1", ports.get(1), List.of(first.members().getFirst(), "127.0.0.1:" + ports.get(1))),
                config.consent(),
                config.delivery(),
                config.sources(),
                config.destinations(),
                config.openDsr(),
                config.governance());
    }

    private static Clocks clocks(NodeFixture node) {
        return new Clocks(node.clock(), node.clock()::ticks, RandomGenerator.getDefault());
    }

    private static long epoch(NodeFixture node) {
        try (var connection = DriverManager.getConnection(
                        database(node).url(),
                        database(node).user(),
                        database(node).password().value());
                var row = connection.createStatement().executeQuery("SELECT epoch FROM optout_claim")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static int update(NodeFixture node, String sql) {
        try (var connection = DriverManager.getConnection(
                        database(node).url(),
                        database(node).user(),
                        database(node).password().value());
                var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static ConsentStore.PostgreSql database(NodeFixture node) {
        return (ConsentStore.PostgreSql) node.config().consentStore();
    }
}
