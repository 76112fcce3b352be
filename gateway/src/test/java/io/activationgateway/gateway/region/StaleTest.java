package io.activationgateway.gateway.region;

import static io.activationgateway.gateway.region.NodeFixture.grant;
import static io.activationgateway.gateway.region.NodeFixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.region.GatewayClient.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node does not know for certain, it does not decide (promise P2); what it cannot prove, it does not send (P4). */
class StaleTest {

    private static final String NEWSLETTER = "purpose=email-newsletter";

    private NodeFixture node;
    private GatewayClient crm;

    @BeforeEach
    void start() {
        node = NodeFixture.start();
        crm = node.client();
        crm.consents(grant("ev-1", "ada@example.com"));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aNodeThatDoesNotReachItsDatabaseDecidesNothing() throws SQLException {
        try (var other = database()) {
            other.setAutoCommit(false);
            execute(other, "SELECT * FROM node FOR UPDATE");
            node.clock().tick(Duration.ofSeconds(6));
            Await.until("the lease is over", () -> readiness().equals("stale.consent"));
            assertThat(crm.get("/health/ready").json().getString("cause")).isEqualTo("lease");

            refused(activate(), "stale.consent");
            refused(crm.decide("webhook-gb", NEWSLETTER, row("c-1", "ada@example.com")), "stale.consent");
            assertThat(node.received("webhook-gb")).isEmpty();

            other.rollback();
        }
        Await.until("the lease is renewed", () -> crm.get("/health/ready").status() == 200);
        assertThat(activate().result(0).getString("outcome")).isEqualTo("forwarded");
    }

    @Test
    void aNodeThatRunsAnotherPolicyThanTheHeadNamesDecidesNothing() throws SQLException {
        try (var other = database()) {
            execute(other, "UPDATE log_head SET policy_version = policy_version + 1");
            Await.until("the node hears of it", () -> readiness().equals("stale.policy"));

            refused(activate(), "stale.policy");
            assertThat(node.received("webhook-gb")).isEmpty();

            execute(other, "UPDATE log_head SET policy_version = policy_version - 1");
        }
        Await.until("the versions agree", () -> crm.get("/health/ready").status() == 200);
        assertThat(activate().result(0).getString("outcome")).isEqualTo("forwarded");
    }

    @Test
    void withoutALedgerNothingIsSent() throws IOException {
        var ledger = node.config().data().resolve("ledger");
        delete(ledger);
        Files.writeString(ledger, "in the way");

        var first = activate();

        assertThat(first.result(0).getString("outcome")).as(first.body()).isEqualTo("failed");
        assertThat(first.result(0).getString("reason")).isEqualTo("error.ledger");
        assertThat(first.result(0).getBoolean("retry")).isTrue();
        assertThat(readiness()).isEqualTo("error.ledger");
        assertThat(activate().body()).contains("error.ledger");
        assertThat(node.received("webhook-gb")).isEmpty();
        assertThat(node.receivedBytes("webhook-gb")).isEmpty();
        Files.delete(ledger);
    }

    private Reply activate() {
        return crm.activate("webhook-gb", NEWSLETTER, row("c-1", "ada@example.com"));
    }

    private void refused(Reply answer, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
    }

    /** Why the node is not ready, empty where it is. */
    private String readiness() {
        var answer = crm.get("/health/ready");
        return answer.status() == 503 ? answer.json().getString("reason") : "";
    }

    private Connection database() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:h2:file:" + node.config().data().resolve("register").toAbsolutePath(), "register", "");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
