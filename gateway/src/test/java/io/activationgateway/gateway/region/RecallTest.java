package io.activationgateway.gateway.region;

import static io.activationgateway.gateway.region.NodeFixture.grant;
import static io.activationgateway.gateway.region.NodeFixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.region.NodeFixture.Setup;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a sender takes away follows people across a border that has closed since they were sent, and nobody else. */
class RecallTest {

    private static final String NEWSLETTER = "purpose=email-newsletter";
    private static final String SUPPRESS = NEWSLETTER + "&operation=suppress";
    private static final String UNSUBSCRIBE = NEWSLETTER + "&operation=unsubscribe";

    /** The adequacy decision on the United Kingdom has run out by then. */
    private static final String LAPSED = "2031-12-28T00:00:00Z";

    @ParameterizedTest
    @EnumSource
    void whatTakesAwayReachesTheRecipientWhoWasSentThePerson(TestDatabase database) {
        try (var node = NodeFixture.start(database == TestDatabase.H2 ? Setup.EU : Setup.EU.withPostgres())) {
            var crm = node.client();
            crm.consents(grant("ev-1", "ada@example.com"), grant("ev-2", "bob@example.com"));
            var ada = row("c-1", "ada@example.com");
            var bob = row("c-2", "bob@example.com");
            assertThat(outcomes(crm.activate("webhook-gb", NEWSLETTER, ada.copy())))
                    .containsExactly("forwarded");
            node.forgetReceived();
            moveTo(node, LAPSED, ada);

            assertThat(outcomes(crm.activate("webhook-gb", SUPPRESS, ada.copy(), bob.copy())))
                    .containsExactly("forwarded", "transfer.lapsed");
            assertThat(node.received("webhook-gb")).singleElement().satisfies(heard -> {
                assertThat(heard.getString("operation")).isEqualTo("suppress");
                assertThat(heard.encode()).contains("ada@example.com").doesNotContain("bob@example.com");
            });
            assertThat(explained(crm, ada))
                    .contains("\"forward\"", "\"speaker\":\"record\"")
                    .doesNotContain("transfer.lapsed");
            assertThat(explained(crm, bob))
                    .contains("transfer.lapsed", "\"speaker\":\"border\"")
                    .doesNotContain("\"speaker\":\"record\"");
            assertThat(outcomes(crm.activate(
                            "webhook-gb",
                            SUPPRESS,
                            row("c-3", "bob@example.com").put("user_id", "u-1"),
                            row("c-4", "Ada@Example.com").put("user_id", "u-2"))))
                    .as("it is the shared key that counts")
                    .containsExactly("transfer.lapsed", "forwarded");
            var queued = crm.activation("webhook-gb", UNSUBSCRIBE)
                    .header("Prefer", "respond-async")
                    .records(List.of(ada.copy(), bob.copy()))
                    .send();
            assertThat(queued.status()).as(queued.body()).isEqualTo(202);
            Await.until("it has ended", () -> count(crm, queued, "forwarded") == 1);
            assertThat(count(crm, queued, "withheld")).isOne();
            assertThat(outcomes(crm.activate("webhook-gb", NEWSLETTER, ada.copy())))
                    .as("what discloses is withheld as before")
                    .doesNotContain("forwarded");

            var erased = crm.call("POST", "/v1/erasures")
                    .records(List.of(new JsonObject()
                            .put("event", "ev-3")
                            .put("identifiers", new JsonObject().put("email", "ada@example.com"))))
                    .send();
            assertThat(erased.status()).as(erased.body()).isEqualTo(200);
            Await.until(
                    "the recipient has nobody any more",
                    () -> outcomes(crm.activate("webhook-gb", SUPPRESS, ada.copy()))
                            .equals(List.of("transfer.lapsed")));
        }
    }

    /** What is asked of the record while a removal is on its way counts for what-if questions as it was decided. */
    @Test
    void whatIsDecidedAnewOnItsWayIsRememberedAsItWasDecided() throws Exception {
        var patient = Setup.EU.withDeadline(Duration.ofSeconds(60));
        try (var vendor = new HeldVendor();
                var node = NodeFixture.start(patient.with("webhook-gb", vendor.url()))) {
            var crm = node.client();
            crm.consents(grant("ev-1", "ada@example.com"));
            var ada = row("c-1", "ada@example.com");
            vendor.release();
            assertThat(outcomes(crm.activate("webhook-gb", NEWSLETTER, ada.copy())))
                    .containsExactly("forwarded");
            vendor.awaitRequests(1);
            vendor.hold();
            var removal = CompletableFuture.supplyAsync(() -> crm.activate("webhook-gb", SUPPRESS, ada.copy()));
            vendor.awaitRequests(1);
            moveTo(node, LAPSED, ada);
            vendor.answer(500);
            vendor.release();
            vendor.awaitRequests(1);
            vendor.answer(200);

            assertThat(outcomes(removal.get(60, TimeUnit.SECONDS))).containsExactly("forwarded");
            var writer = node.client(NodeFixture.EDITOR);
            var documents = writer.get("/v1/policies/versions/1").json().getJsonObject("documents");
            documents.fieldNames().removeIf(name -> name.contains("webhook-gb") || name.contains("british-platform"));
            var plan = writer.call("POST", "/v1/policies/plan")
                    .body(
                            "application/json",
                            new JsonObject().put("documents", documents).encode())
                    .send()
                    .json();
            assertThat(plan.getJsonObject("what_if")).as(plan.encodePrettily()).isNotNull();
            var flips = plan.getJsonObject("what_if").getJsonArray("flips");
            assertThat(flips.stream()
                            .map(JsonObject.class::cast)
                            .filter(flip -> flip.getString("before").equals("forward"))
                            .mapToLong(flip -> flip.getLong("records"))
                            .sum())
                    .as(flips.encodePrettily())
                    .isEqualTo(2);
        }
    }

    private static String explained(GatewayClient crm, JsonObject row) {
        return crm.decide("webhook-gb", SUPPRESS + "&explain=en", row.copy()).body();
    }

    private static int count(GatewayClient crm, GatewayClient.Reply queued, String outcome) {
        return crm.get(queued.header("Location")).counts().getInteger(outcome, 0);
    }

    private static List<String> outcomes(GatewayClient.Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.results().stream()
                .map(result -> result.getString("outcome").equals("withheld")
                        ? result.getString("reason")
                        : result.getString("outcome"))
                .toList();
    }

    /** A jump of the clock ends the node's lease and perhaps its table; both come back by themselves. */
    private static void moveTo(NodeFixture node, String instant, JsonObject row) {
        node.clock().pass(Duration.between(node.clock().instant(), Instant.parse(instant)));
        Await.until(
                "a decision of " + instant,
                () -> node.client().decide("webhook-gb", NEWSLETTER, row.copy()).status() == 200);
    }
}
