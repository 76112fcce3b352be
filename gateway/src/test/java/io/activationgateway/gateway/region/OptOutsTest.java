package io.activationgateway.gateway.region;

import static io.activationgateway.gateway.region.NodeFixture.grant;
import static io.activationgateway.gateway.region.NodeFixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.config.GatewayConfig.ConsentStore;
import io.activationgateway.gateway.region.NodeFixture.Setup;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Opt-outs reach every destination that was sent the person, and no other. */
class OptOutsTest {

    private static final String NEWSLETTER = "purpose=email-newsletter";

    /** A German, a British and an American recipient. */
    private static final List<String> RECIPIENTS = List.of("webhook-de", "webhook-gb", "iterable-us");

    /**
     * Law case 13: the record was sent to three recipients, then the person is erased. All three are told, new sends are
     * denied, the record of the disclosures is destroyed, and what suppresses stays.
     */
    @ParameterizedTest
    @EnumSource
    void anErasureReachesAllThreeRecipientsAndTheRecordOfThem(TestDatabase database) throws SQLException {
        try (var node = NodeFixture.start(setup(database))) {
            var crm = node.client();
            crm.consents(grant("ev-1", "ada@example.com"), grant("ev-2", "bob@example.com"));
            sendBoth(crm);
            assertThat(entries(node)).isEqualTo(6);
            node.forgetReceived();

            tell(crm, "/v1/erasures", about("ev-3", "ada@example.com"));

            for (var destination : RECIPIENTS) {
                Await.until(
                        "the erasure reaches " + destination,
                        () -> !node.received(destination).isEmpty());
                assertThat(node.received(destination)).singleElement().satisfies(heard -> {
                    assertThat(heard.getString("operation")).isEqualTo("erase");
                    assertThat(heard.getJsonObject("identifiers").fieldNames()).containsExactly("email");
                });
            }
            assertThat(node.receivedBytes("webhook-gb")).contains("ada@example.com");
            assertThat(node.receivedBytes("webhook-de"))
                    .as("it knows people by hashes")
                    .doesNotContain("ada@example.com");
            assertThat(crm.activate("webhook-gb", NEWSLETTER, row("c-1", "ada@example.com"))
                            .result(0)
                            .getString("reason"))
                    .isEqualTo("erasure.done");
            Await.until("three entries go", () -> going(node) == 3);
            pass(node, Duration.ofMinutes(1));
            Await.until("they are destroyed", () -> entries(node) == 3);
            assertThat(keys(node)).isEqualTo(3);
        }
    }

    private static void sendBoth(GatewayClient crm) {
        for (var destination : RECIPIENTS) {
            assertThat(crm.activate(
                                    destination,
                                    NEWSLETTER,
                                    row("c-1", "ada@example.com"),
                                    row("c-2", "bob@example.com"))
                            .results())
                    .as(destination)
                    .allMatch(result -> result.getString("outcome").equals("forwarded"));
        }
    }

    private static Setup setup(TestDatabase database) {
        var setup = Setup.EU.withWebhooks(Set.of("iterable-us"));
        return database == TestDatabase.H2 ? setup : setup.withPostgres();
    }

    private static void tell(GatewayClient crm, String path, JsonObject event) {
        var told = crm.call("POST", path).records(List.of(event)).send();
        assertThat(told.status()).as(told.body()).isEqualTo(200);
    }

    private static JsonObject about(String event, String email) {
        return new JsonObject().put("event", event).put("identifiers", new JsonObject().put("email", email));
    }

    /** PostgreSQL has a clock of its own: there the record is made older. */
    private static void pass(NodeFixture node, Duration time) throws SQLException {
        if (node.config().consentStore() instanceof ConsentStore.PostgreSql) {
            try (var connection = connect(node)) {
                connection
                        .createStatement()
                        .executeUpdate("UPDATE disclosure SET going_millis = going_millis - " + time.toMillis());
            }
        } else {
            node.clock().pass(time);
        }
    }

    private static long entries(NodeFixture node) {
        return count(node, "SELECT count(*) FROM disclosure");
    }

    private static long going(NodeFixture node) {
        return count(node, "SELECT count(*) FROM disclosure WHERE going_millis IS NOT NULL");
    }

    private static long keys(NodeFixture node) {
        return count(node, "SELECT count(*) FROM disclosure_key");
    }

    private static long count(NodeFixture node, String sql) {
        try (var connection = connect(node);
                var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Connection connect(NodeFixture node) throws SQLException {
        return switch (node.config().consentStore()) {
            case ConsentStore.PostgreSql(var url, var user, var password) ->
                DriverManager.getConnection(url, user, password.value());
            case ConsentStore.InDataFolder _ ->
                DriverManager.getConnection("jdbc:h2:file:" + node.folder().resolve("data/register"), "register", "");
        };
    }
}
