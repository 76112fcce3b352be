package io.activationgateway.gateway.region;

import static io.activationgateway.gateway.region.NodeFixture.grant;
import static io.activationgateway.gateway.region.NodeFixture.row;
import static io.activationgateway.gateway.region.NodeFixture.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.region.GatewayClient.Reply;
import io.activationgateway.gateway.region.NodeFixture.Setup;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** After an acknowledged withdrawal nothing of that person starts to leave (promise P1). */
@Timeout(120)
class FenceTest {

    private static final String NEWSLETTER = "purpose=email-newsletter";
    private static final String VENDOR = "webhook-gb";

    /** As many requests as a courier has in flight at once. */
    private static final int CONNECTIONS = 4;

    /** Together more bytes than the kernel takes for a reader who does not read. */
    private static final int ROWS = 60;

    private static final int ROW_BYTES = 250_000;

    @Test
    void aRecordWithdrawnWhileItsBatchWaitsForAConnectionIsWithheld() throws InterruptedException {
        try (var vendor = new HeldVendor();
                var node =
                        NodeFixture.start(Setup.EU.with(VENDOR, vendor.url()).withDeadline(Duration.ofSeconds(60)))) {
            var crm = node.client();
            crm.consents(
                    grant("ev-1", "early@example.com"),
                    grant("ev-2", "ada@example.com"),
                    grant("ev-3", "bob@example.com"));
            var early = new ArrayList<CompletableFuture<Reply>>();
            for (int i = 0; i < CONNECTIONS; i++) {
                early.add(later(crm, row("early", "early@example.com")));
            }
            vendor.awaitRequests(CONNECTIONS);
            var batch = later(crm, row("ada", "ada@example.com"), row("bob", "bob@example.com"));
            Await.until(
                    "the batch is screened",
                    () -> Metrics.of(crm).value("gateway_screened_records_total") == CONNECTIONS + 2);

            var written = crm.consents(withdrawal("ev-4", "bob@example.com"));
            assertThat(written.result(0).getString("result")).isEqualTo("applied");
            assertThat(batch).isNotDone();
            vendor.release();

            var answer = batch.join();
            assertThat(answer.result(0).getString("outcome")).as(answer.body()).isEqualTo("forwarded");
            assertThat(answer.result(1).getString("outcome")).as(answer.body()).isEqualTo("withheld");
            assertThat(answer.result(1).getString("reason")).isEqualTo("consent.withdrawn");
            assertThat(answer.result(1).containsKey("attempts"))
                    .as("none had been let go")
                    .isFalse();
            assertThat(early)
                    .allSatisfy(one -> assertThat(one.join().counts().getInteger("forwarded"))
                            .isEqualTo(1));
            assertThat(vendor.bodies())
                    .hasSize(CONNECTIONS + 1)
                    .last()
                    .asString()
                    .contains("ada@example.com");
            assertThat(vendor.bodies()).noneMatch(body -> body.contains("bob@example.com"));
            assertThat(Metrics.of(crm).value("gateway_rescreened_records_total"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aRecordWithdrawnAfterBytesOfItLeftIsUncertainForThatReason() throws InterruptedException {
        try (var vendor = new HeldVendor();
                var node =
                        NodeFixture.start(Setup.EU.with(VENDOR, vendor.url()).withDeadline(Duration.ofSeconds(60)))) {
            var crm = node.client();
            crm.consents(grant("ev-1", "ada@example.com"));
            var batch = later(crm, row("ada", "ada@example.com"));
            vendor.awaitRequests(1);

            crm.consents(withdrawal("ev-2", "ada@example.com"));
            vendor.drop();

            var result = batch.join().result(0);
            assertThat(result.getString("outcome")).as(result.encode()).isEqualTo("uncertain");
            assertThat(result.getString("reason")).isEqualTo("consent.withdrawn");
            assertThat(result.getInteger("attempts")).isEqualTo(1);
            assertThat(vendor.bodies()).hasSize(1);
        }
    }

    /** Between two tries, the first of which the vendor did not take, or may have taken. */
    @Test
    void aRecordWithdrawnWhileItIsQueuedEndsWithTheTriesBefore() throws Exception {
        try (var vendor = new HeldVendor();
                var node = NodeFixture.start(Setup.EU.with(VENDOR, vendor.url()));
                var database = DriverManager.getConnection(
                        "jdbc:h2:file:" + node.folder().resolve("data/register"), "register", "")) {
            var untaken = queued(node, vendor, "ada");
            putOff(node, vendor, 429, database);
            var result = withdrawn(node, vendor, "ada", untaken);
            assertThat(result.getString("outcome")).as(result.encode()).isEqualTo("withheld");
            assertThat(result.getInteger("attempts")).isEqualTo(1);

            vendor.hold();
            var lost = queued(node, vendor, "bob");
            putOff(node, vendor, 503, database);
            result = withdrawn(node, vendor, "bob", lost);
            assertThat(result.getString("outcome")).as(result.encode()).isEqualTo("uncertain");
            assertThat(result.getInteger("attempts")).isEqualTo(1);
        }
    }

    /** Where the status of a person's record is told that is on its way. */
    private static String queued(NodeFixture node, HeldVendor vendor, String who) {
        Await.until("the node decides", () -> decides(node));
        node.client().consents(grant("grant-" + who, who + "@example.com"));
        var queued = node.client()
                .activation(VENDOR, NEWSLETTER)
                .header("Prefer", "respond-async")
                .records(List.of(row(who, who + "@example.com")))
                .send();
        assertThat(queued.status()).as(queued.body()).isEqualTo(202);
        Await.until("it is tried", () -> tries(vendor, who) > 0);
        return queued.header("Location");
    }

    /**
     * Ends a try by an answer, and by a state in which nothing can be decided when its pause is over: what was tried before
     * counts all the same.
     */
    private static void putOff(NodeFixture node, HeldVendor vendor, int status, Connection database)
            throws SQLException {
        change(database, "UPDATE log_head SET policy_version = policy_version + 1");
        Await.until("the node is stale", () -> !decides(node));
        vendor.answer(status);
        vendor.release();
        Await.until(
                "it is put off", () -> due(database) > node.clock().instant().toEpochMilli());
        vendor.answer(200);
        change(database, "UPDATE log_head SET policy_version = policy_version - 1");
        Await.until("the node decides", () -> decides(node));
    }

    /** The result of a person's record that withdraws before it is due again. */
    private static JsonObject withdrawn(NodeFixture node, HeldVendor vendor, String who, String status) {
        var crm = node.client();
        long before = tries(vendor, who);
        crm.consents(withdrawal("withdrawal-" + who, who + "@example.com"));
        Await.until("it has ended", () -> {
            node.clock().pass(Duration.ofMillis(100));
            return crm.get(status).counts().getInteger("waiting") == 0;
        });
        assertThat(tries(vendor, who)).isEqualTo(before);
        return new JsonObject(crm.get(status + "/results").body());
    }

    /** An unsubscription may follow. */
    private static long tries(HeldVendor vendor, String who) {
        return vendor.bodies().stream()
                .filter(body -> body.contains("profile.upsert") && body.contains(who))
                .count();
    }

    private static boolean decides(NodeFixture node) {
        return node.client().get("/health/ready").status() == 200;
    }

    private static void change(Connection database, String sql) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    /** When the last record of the outbox is tried next, in milliseconds. */
    private static long due(Connection database) {
        try (var statement = database.createStatement();
                var due = statement.executeQuery("SELECT max(due_millis) FROM outbox_chunk")) {
            due.next();
            return due.getLong(1);
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void aWithdrawalIsAnsweredOnceTheRequestThatCarriesThePersonIsResetOrGone() throws IOException {
        try (var vendor = new ServerSocket()) {
            vendor.setReceiveBufferSize(4_096);
            vendor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var url = URI.create("http://127.0.0.1:" + vendor.getLocalPort() + "/hook");
            var setup = Setup.EU.with(VENDOR, url).withLease(Duration.ofSeconds(2));
            try (var node = NodeFixture.start(setup.withDeadline(Duration.ofSeconds(60)))) {
                var crm = node.client();
                crm.consents(grant("ev-1", "ada@example.com"), grant("ev-2", "bob@example.com"));
                var batch = later(crm, manyTimes(row("ada", "ada@example.com")));
                try (var reader = vendor.accept()) {
                    awaitFirstByte(reader);

                    crm.consents(withdrawal("ev-3", "bob@example.com"));
                    assertThat(Metrics.of(crm).value("gateway_fence_resets"))
                            .as("a request that carries others is left alone")
                            .isZero();
                    crm.consents(withdrawal("ev-4", "ada@example.com"));

                    assertThat(Metrics.of(crm).value("gateway_fence_resets")).isEqualTo(1);
                    assertThat(readToTheEnd(reader)).isLessThan(ROWS * (long) ROW_BYTES);
                }
                var answer = batch.join();
                assertThat(answer.results())
                        .as("bytes of it left")
                        .allMatch(result -> result.getString("outcome").equals("uncertain"));
            }
        }
    }

    private static CompletableFuture<Reply> later(GatewayClient crm, JsonObject... rows) {
        return crm.activation(VENDOR, NEWSLETTER)
                .records(List.of(rows))
                .header("Prefer", "wait=60")
                .sendLater();
    }

    private static JsonObject[] manyTimes(JsonObject row) {
        return IntStream.range(0, ROWS)
                .mapToObj(i -> row.copy().put("id", "ada-" + i).put("city", "x".repeat(ROW_BYTES)))
                .toArray(JsonObject[]::new);
    }

    private static void awaitFirstByte(Socket reader) throws IOException {
        assertThat(reader.getInputStream().read()).isNotNegative();
    }

    private static long readToTheEnd(Socket reader) {
        long read = 0;
        var bytes = new byte[1 << 16];
        try {
            int count = reader.getInputStream().read(bytes);
            while (count >= 0) {
                read += count;
                count = reader.getInputStream().read(bytes);
            }
        } catch (IOException reset) {
            return read;
        }
        return read;
    }
}
