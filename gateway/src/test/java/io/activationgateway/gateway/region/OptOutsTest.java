package io.activationgateway.gateway.region;

import static io.activationgateway.gateway.region.NodeFixture.grant;
import static io.activationgateway.gateway.region.NodeFixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.activationgateway.gateway.config.GatewayConfig.ConsentStore;
import io.activationgateway.gateway.keys.SecretFiles;
import io.activationgateway.gateway.keys.SecretKind;
import io.activationgateway.gateway.region.NodeFixture.Setup;
import io.activationgateway.gateway.storage.Loop;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Opt-outs reach every destination that was sent the person, and no other. */
class OptOutsTest {

    private static final String NEWSLETTER = "purpose=email-newsletter";

    /** No request is under way meanwhile. */
    private static final JsonObject AWAY_FOR_AN_HOUR =
            new JsonObject().put("status", 503).put("retryAfter", "3600").put("count", 1_000);

    /** A German, a British and an American recipient. */
    private static final List<String> RECIPIENTS = List.of("webhook-de", "webhook-gb", "iterable-us");

    /**
     * Law case 13: the record was sent to three recipients, then the person is erased. All three are told, new sends are
     * denied, what waits, died or is kept of the person is emptied, the record of the disclosures is destroyed, and what
     * suppresses stays.
     */
    @ParameterizedTest
    @EnumSource
    void anErasureReachesAllThreeRecipientsAndTheRecordOfThem(TestDatabase database) throws SQLException {
        try (var node = NodeFixture.start(setup(database))) {
            var crm = node.client();
            crm.consents(grant("ev-1", "ada@example.com"), grant("ev-2", "bob@example.com"));
            sendBoth(crm);
            assertThat(entries(node)).isEqualTo(6);
            leaveDeadLetters(node);
            var kept = keptResults(crm);
            node.fail("webhook-sg", new JsonObject().put("status", 503).put("count", 1_000));
            var waiting = crm.activation("webhook-sg", NEWSLETTER)
                    .header("Prefer", "respond-async")
                    .records(List.of(row("w-1", "ada@example.com"), row("w-2", "bob@example.com")))
                    .send();
            assertThat(waiting.status()).as(waiting.body()).isEqualTo(202);
            assertThat(named(crm, kept)).contains("ada@example.com");
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
            assertThat(deadLetters(crm)).as("bob's alone").isOne();
            assertThat(named(crm, kept)).doesNotContain("ada@example.com").contains("bob@example.com");
            assertThat(named(crm, waiting.header("Location")))
                    .doesNotContain("w-1")
                    .contains("w-2");
            assertThat(node.receivedBytes("webhook-gb")).contains("ada@example.com");
            assertThat(node.receivedBytes("webhook-de"))
                    .as("it knows people by hashes")
                    .doesNotContain("ada@example.com");
            assertThat(crm.activate("webhook-gb", NEWSLETTER, row("c-1", "ada@example.com"))
                            .result(0)
                            .getString("reason"))
                    .isEqualTo("erasure.done");
            Await.until("three entries go", () -> {
                hurryRepetitions(node);
                return going(node) == 3;
            });
            pass(node, Duration.ofMinutes(1));
            Await.until("they are destroyed", () -> entries(node) == 3);
            assertThat(keys(node)).isEqualTo(3);
        }
    }

    /** Two records whose time runs out while their vendor is away. */
    private static void leaveDeadLetters(NodeFixture node) {
        var crm = node.client();
        node.fail("iterable-us", AWAY_FOR_AN_HOUR);
        var queued = crm.activation("iterable-us", NEWSLETTER)
                .header("Prefer", "respond-async")
                .records(List.of(row("d-1", "ada@example.com"), row("d-2", "bob@example.com")))
                .send();
        assertThat(queued.status()).as(queued.body()).isEqualTo(202);
        change(node, "UPDATE outbox_activation SET expires_millis = received_millis WHERE queued");
        node.restart();
        Await.until("they are dead", () -> deadLetters(crm) == 2);
        node.forgetReceived();
    }

    private static int deadLetters(GatewayClient crm) {
        return crm.get("/v1/dead-letters").json().getInteger("count");
    }

    /** The sealed results of a batch whose records are named by addresses. */
    private static String keptResults(GatewayClient crm) {
        var sent = crm.activation("webhook-gb", NEWSLETTER)
                .header("Prefer", "respond-async")
                .records(List.of(row("ada@example.com", "ada@example.com"), row("bob@example.com", "bob@example.com")))
                .send();
        var path = sent.header("Location");
        Await.until("the batch has ended", () -> crm.get(path).counts().getInteger("forwarded") == 2);
        return path;
    }

    private static String named(GatewayClient crm, String activation) {
        return crm.get(activation + "/results").body();
    }

    @Test
    void eachKindOfOptOutIsTheActThatMatchesIt() {
        try (var node = NodeFixture.start(setup(TestDatabase.H2))) {
            var crm = node.client();
            var withdrawn = "withdrawn@example.com";
            var objected = "objected@example.com";
            var restricted = "restricted@example.com";
            var moved = "moved@example.com";
            for (var email : List.of(withdrawn, objected, restricted, moved)) {
                crm.consents(grant("grant-" + email.replace('@', '-'), email));
                assertThat(send(crm, "webhook-gb", email)).isEqualTo("forwarded");
            }
            var known = row("c-1", withdrawn).put("user_id", "u-1");
            assertThat(crm.activate("segment-eu", NEWSLETTER, known).result(0).getString("outcome"))
                    .isEqualTo("forwarded");
            node.forgetReceived();

            tell(crm, "/v1/withdrawals", about("ev-1", withdrawn).put("purpose", "DIRECT_MARKETING"));
            tell(crm, "/v1/objections", about("ev-2", objected).put("objection", "ALL_DM"));
            tell(crm, "/v1/restrictions", about("ev-3", restricted).put("restriction", "SET"));
            tell(
                    crm,
                    "/v1/withdrawals",
                    about("ev-4", moved).put("purpose", "DIRECT_MARKETING").put("channel", "PUSH"));

            Await.until("three are told", () -> node.received("webhook-gb").size() >= 4);
            assertThat(node.received("webhook-gb"))
                    .extracting(heard -> heard.getJsonObject("identifiers").getString("email") + " "
                            + heard.getString("operation") + " " + heard.getString("channel"))
                    .containsExactlyInAnyOrder(
                            withdrawn + " unsubscribe EMAIL",
                            withdrawn + " unsubscribe SMS",
                            objected + " suppress null",
                            restricted + " suppress null");
            Await.until(
                    "their states are written",
                    () -> states(crm, restricted)
                            .equals(List.of("webhook-gb suppress NONE accepted-not-confirmed ok")));
            assertThat(states(crm, withdrawn))
                    .as("segment cannot be asked, which is seen")
                    .contains("segment-eu unsubscribe EMAIL not-supported operation-not-supported");
            assertThat(states(crm, moved)).isEmpty();
            var counts = crm.get("/v1/opt-outs").json().getJsonArray("destinations");
            assertThat(counts.encode()).contains("\"not_supported\":2").doesNotContain("example.com");
            assertThat(crm.get("/metrics").body()).contains("gateway_opt_outs{", "gateway_opt_out_oldest_seconds{");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aVendorThatIsAwayIsToldLaterAlsoByTheNextProcess(TestDatabase database) {
        try (var node = NodeFixture.start(setup(database))) {
            var crm = node.client();
            crm.consents(grant("ev-1", "ada@example.com"));
            assertThat(send(crm, "webhook-gb", "ada@example.com")).isEqualTo("forwarded");
            node.forgetReceived();
            node.fail("webhook-gb", new JsonObject().put("status", 503).put("count", 8));

            tell(crm, "/v1/erasures", about("ev-2", "ada@example.com"));
            Await.until(
                    "the vendor refuses",
                    () -> states(crm, "ada@example.com").stream()
                            .anyMatch(state -> state.contains("waiting") && !state.endsWith(" none")));
            node.restart();

            Await.until("the vendor is told", () -> {
                node.clock().pass(Duration.ofSeconds(1));
                return !node.received("webhook-gb").isEmpty();
            });
            Await.until(
                    "that is written down",
                    () -> states(crm, "ada@example.com")
                            .equals(List.of("webhook-gb erase NONE accepted-not-confirmed ok")));
        }
    }

    /** Else an opt-out might not find the recipient. */
    @Test
    void nothingIsSentBeforeItIsWrittenDownToWhom() {
        try (var node = NodeFixture.start(setup(TestDatabase.H2))) {
            var crm = node.client();
            crm.consents(grant("ev-1", "ada@example.com"));
            update(node, "ALTER TABLE disclosure RENAME TO disclosure_elsewhere");
            var refused = crm.activation("webhook-gb", NEWSLETTER)
                    .records(List.of(row("c-1", "ada@example.com")))
                    .send();

            assertThat(refused.result(0).getString("outcome"))
                    .as(refused.body())
                    .isEqualTo("failed");
            assertThat(refused.result(0).getBoolean("retry")).as(refused.body()).isTrue();
            assertThat(node.receivedBytes("webhook-gb")).isEmpty();
            update(node, "ALTER TABLE disclosure_elsewhere RENAME TO disclosure");
            assertThat(send(crm, "webhook-gb", "ada@example.com")).isEqualTo("forwarded");
            assertThat(entries(node)).isEqualTo(1);
        }
    }

    @Test
    void whatDoesNotArriveIsReportedAndGivenUpInTheEnd() {
        try (var node = NodeFixture.start(setup(TestDatabase.H2))) {
            var crm = node.client();
            crm.consents(grant("ev-1", "ada@example.com"));
            assertThat(send(crm, "webhook-gb", "ada@example.com")).isEqualTo("forwarded");
            node.fail("webhook-gb", new JsonObject().put("status", 503).put("count", 1_000_000));
            var told = node.clock().instant();
            tell(crm, "/v1/erasures", about("ev-2", "ada@example.com"));
            Await.until(
                    "it is tried",
                    () -> states(crm, "ada@example.com").stream()
                            .anyMatch(state -> state.contains("waiting") && !state.endsWith(" none")));
            assertThat(optOuts(crm, "ada@example.com").getJsonObject(0).getString("due"))
                    .isEqualTo(told.plus(Duration.ofDays(3)).toString());
            assertThat(overdue(crm)).isZero();

            node.clock().pass(Duration.ofHours(73));
            Await.until("it is late", () -> overdue(crm) == 1);
            Await.until("that is measured", () -> Metrics.of(crm).value("gateway_opt_outs_overdue") == 1);

            node.clock().pass(Duration.ofDays(27));
            Await.until("it is given up", () -> {
                node.clock().pass(Duration.ofSeconds(1));
                return states(crm, "ada@example.com").getFirst().startsWith("webhook-gb erase NONE failed");
            });
        }
    }

    private static int overdue(GatewayClient crm) {
        return crm.get("/v1/opt-outs").json().getJsonArray("destinations").stream()
                .mapToInt(one -> ((JsonObject) one).getInteger("overdue"))
                .sum();
    }

    /** What the vendor has not answered yet could take effect after the opt-out. */
    @Test
    void anOptOutWaitsForTheRequestThatCarriesThePerson() throws InterruptedException {
        try (var vendor = new HeldVendor();
                var node = NodeFixture.start(Setup.EU.with("webhook-gb", vendor.url()))) {
            var crm = node.client();
            crm.consents(grant("ev-1", "ada@example.com"), grant("ev-2", "bob@example.com"));
            var sending = crm.activation("webhook-gb", NEWSLETTER)
                    .records(List.of(row("c-1", "ada@example.com")))
                    .sendLater();
            vendor.awaitRequests(1);

            tell(crm, "/v1/erasures", about("ev-3", "ada@example.com"));
            tell(crm, "/v1/erasures", about("ev-4", "bob@example.com"));
            Await.until(
                    "the erasure is queued",
                    () -> !states(crm, "ada@example.com").isEmpty());
            Await.until("passes go by", () -> counted(crm));

            assertThat(states(crm, "ada@example.com")).containsExactly("webhook-gb erase NONE waiting none");
            assertThat(vendor.bodies()).hasSize(1);
            vendor.release();
            assertThat(sending.join().result(0).getString("outcome")).isEqualTo("forwarded");
            vendor.awaitRequests(1);
            assertThat(vendor.bodies().get(1)).contains("profile.erase", "ada@example.com");
        }
    }

    /** Bytes that left without an answer may still take effect after the opt-out. */
    @Test
    void afterAnUncertainOutcomeAnOptOutGoesOnceMoreUnderAKeyOfItsOwn() {
        try (var node = NodeFixture.start(setup(TestDatabase.H2).withDeadline(Duration.ofMillis(500)))) {
            var crm = node.client();
            crm.consents(grant("ev-1", "ada@example.com"));
            node.fail("webhook-gb", new JsonObject().put("drop", true).put("count", 1_000));
            assertThat(send(crm, "webhook-gb", "ada@example.com")).isEqualTo("uncertain");
            node.forgetReceived();

            tell(crm, "/v1/erasures", about("ev-2", "ada@example.com"));
            Await.until("it is told", () -> node.received("webhook-gb").size() == 1);
            Await.until(
                    "that is written",
                    () -> states(crm, "ada@example.com")
                            .equals(List.of("webhook-gb erase NONE accepted-not-confirmed ok")));
            assertThat(going(node)).as("the entry is needed once more").isZero();
            node.clock().pass(Duration.ofMinutes(10));

            Await.until("it is told again", () -> node.received("webhook-gb").size() == 2);
            Await.until("now it is through", () -> going(node) == 1);
            assertThat(node.receivedBytes("webhook-gb")).contains("-again");
        }
    }

    @Test
    void afterAJobOfTheVendorAnOptOutGoesOnceMoreWhenTheJobHasEndedAndNotBefore() {
        try (var node = NodeFixture.start(setup(TestDatabase.H2))) {
            var crm = node.client();
            crm.consents(grant("ev-1", "ada@example.com"));
            assertThat(send(crm, "webhook-gb", "ada@example.com")).isEqualTo("forwarded");
            node.forgetReceived();
            workOn(node, "webhook-gb");

            tell(crm, "/v1/erasures", about("ev-2", "ada@example.com"));
            Await.until("it is told", () -> node.received("webhook-gb").size() == 1);
            Await.until("it waits", () -> count(node, "SELECT count(*) FROM optout WHERE again") == 1);
            for (int minutes = 0; minutes < 15; minutes += 5) {
                node.clock().pass(Duration.ofMinutes(5));
                var due = "SELECT count(*) FROM optout WHERE next_millis > "
                        + node.clock().instant().toEpochMilli();
                Await.until("it is put off", () -> count(node, due) == 1);
            }
            assertThat(node.received("webhook-gb")).as("the job is open").hasSize(1);
            change(node, "DELETE FROM outbox_job");
            node.clock().pass(Duration.ofMinutes(1));

            Await.until("it is told again", () -> node.received("webhook-gb").size() == 2);
            Await.until("now it is through", () -> going(node) == 1);
        }
    }

    /** A vendor works on a job with the person whom it was sent; nobody asks for its end. */
    private static void workOn(NodeFixture node, String destination) {
        change(
                node,
                "INSERT INTO outbox_job (activation, source, destination, purpose, operation, received_millis, job,"
                        + " records, asked, next_millis, until_millis) SELECT '01JTF3Z6M0R6S4Q0V3T5W7X9YA', 'crm', '"
                        + destination + "', 'email-newsletter', 'UPSERT', 0, 'job-1', CAST(0 AS BINARY(4)) ||"
                        + " CAST(key_high AS BINARY(8)) || CAST(key_low AS BINARY(8)), 0, 9000000000000,"
                        + " 9000000000000 FROM disclosure_key");
    }

    @Test
    void afterARotationOfTheKeyWhoWasSentBeforeIsFoundStill() {
        try (var node = NodeFixture.start(setup(TestDatabase.H2))) {
            var crm = node.client();
            crm.consents(grant("ev-1", "ada@example.com"), grant("ev-2", "bob@example.com"));
            assertThat(send(crm, "webhook-gb", "ada@example.com")).isEqualTo("forwarded");
            node.forgetReceived();
            new SecretFiles(node.folder().resolve("keys"), new SecureRandom())
                    .init(List.of(new SecretFiles.Wanted("pseudonym.key.1", SecretKind.PSEUDONYM_KEY)));
            assertThat(crm.call("POST", "/v1/register/rotation").send().status())
                    .isEqualTo(202);
            Await.until("the rotation is over", () -> {
                node.clock().pass(Duration.ofMillis(200));
                var state = crm.get("/v1/register/rotation").json();
                return state.getInteger("generation") == 1
                        && state.getString("step").equals("none");
            });
            Await.until("the node decides again", () -> crm.get("/health/ready").status() == 200);

            tell(crm, "/v1/erasures", about("ev-3", "ada@example.com"));

            Await.until("it is told", () -> node.received("webhook-gb").size() == 1);
            assertThat(node.receivedBytes("webhook-gb")).contains("profile.erase", "ada@example.com");
            assertThat(count(node, "SELECT count(*) FROM disclosure_key WHERE generation = 0"))
                    .isZero();
            assertThat(count(node, "SELECT count(*) FROM disclosure WHERE sealed_generation = 0"))
                    .isZero();
        }
    }

    @Test
    void aSealThatDoesNotOpenHoldsUpNobodyElse() {
        try (var node = NodeFixture.start(setup(TestDatabase.H2))) {
            var crm = node.client();
            crm.consents(grant("ev-1", "ada@example.com"), grant("ev-2", "bob@example.com"));
            assertThat(send(crm, "webhook-gb", "ada@example.com")).isEqualTo("forwarded");
            change(node, "UPDATE disclosure SET sealed_email = X'0123456789ABCDEF0123456789ABCDEF'");
            assertThat(send(crm, "webhook-gb", "bob@example.com")).isEqualTo("forwarded");
            node.forgetReceived();

            tell(crm, "/v1/erasures", about("ev-3", "ada@example.com"));
            tell(crm, "/v1/erasures", about("ev-4", "bob@example.com"));

            Await.until("bob's is told", () -> node.received("webhook-gb").size() == 1);
            assertThat(node.receivedBytes("webhook-gb")).contains("bob@example.com");
            Await.until(
                    "ada's waits for people to see to it",
                    () -> states(crm, "ada@example.com").equals(List.of("webhook-gb erase NONE waiting seal-broken")));
            assertThat(crm.call("POST", "/v1/subjects/lookup")
                            .records(List.of(about("ev-1", "ada@example.com")))
                            .send()
                            .body())
                    .as("where she was sent is known without it")
                    .contains("webhook-gb");
        }
    }

    /** Or the vendor would be told again minutes later, and the job that it named would be lost. */
    @Test
    void anAnswerThatCannotBeWrittenDownIsWrittenLater() {
        var failures = new Failures();
        try (var node = NodeFixture.start(setup(TestDatabase.H2));
                failures) {
            var crm = node.client();
            crm.consents(grant("ev-1", "ada@example.com"));
            assertThat(send(crm, "webhook-gb", "ada@example.com")).isEqualTo("forwarded");
            node.forgetReceived();
            update(node, "ALTER TABLE optout ADD CONSTRAINT no_end CHECK (status <> 'ACCEPTED')");

            tell(crm, "/v1/erasures", about("ev-2", "ada@example.com"));
            Await.until("it is told", () -> node.received("webhook-gb").size() == 1);
            Await.until("it was tried in vain", () -> failures.count() > 0);
            assertThat(states(crm, "ada@example.com")).containsExactly("webhook-gb erase NONE sent none");
            update(node, "ALTER TABLE optout DROP CONSTRAINT no_end");

            Await.until(
                    "that is written",
                    () -> states(crm, "ada@example.com")
                            .equals(List.of("webhook-gb erase NONE accepted-not-confirmed ok")));
            assertThat(node.received("webhook-gb")).hasSize(1);
        }
    }

    /** Counts the passes of which the log says that the database failed them. */
    private static final class Failures extends AppenderBase<ILoggingEvent> implements AutoCloseable {

        private final AtomicInteger count = new AtomicInteger();
        private final Logger log = (Logger) LoggerFactory.getLogger(Loop.class);

        private Failures() {
            start();
            log.addAppender(this);
        }

        private int count() {
            return count.get();
        }

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getFormattedMessage().startsWith("opt-outs wait for the database")) {
                count.incrementAndGet();
            }
        }

        @Override
        public void close() {
            log.detachAppender(this);
        }
    }

    @Test
    void whoConsentedAgainIsNotUnsubscribed() {
        try (var node = NodeFixture.start(setup(TestDatabase.H2))) {
            var crm = node.client();
            crm.consents(grant("ev-1", "ada@example.com"));
            assertThat(send(crm, "webhook-gb", "ada@example.com")).isEqualTo("forwarded");
            node.forgetReceived();
            node.fail("webhook-gb", new JsonObject().put("status", 503).put("count", 1000));

            tell(crm, "/v1/withdrawals", about("ev-2", "ada@example.com").put("channel", "EMAIL"));
            Await.until(
                    "it waits",
                    () -> states(crm, "ada@example.com").stream().anyMatch(state -> state.contains("waiting")));
            node.clock().pass(Duration.ofSeconds(1));
            crm.consents(grant("ev-3", "ada@example.com")
                    .put("at", node.clock().instant().toString()));

            Await.until("it is no longer wanted", () -> {
                node.clock().pass(Duration.ofSeconds(1));
                return states(crm, "ada@example.com")
                        .contains("webhook-gb unsubscribe EMAIL superseded consented-again");
            });
        }
    }

    private static boolean counted(GatewayClient crm) {
        return crm.get("/metrics")
                .body()
                .lines()
                .anyMatch(line -> line.startsWith("gateway_opt_outs{")
                        && line.contains("webhook-gb")
                        && line.contains("waiting")
                        && line.endsWith(" 1.0"));
    }

    private static String send(GatewayClient crm, String destination, String email) {
        return crm.activate(destination, NEWSLETTER, row("c-1", email))
                .result(0)
                .getString("outcome");
    }

    private static List<String> states(GatewayClient crm, String email) {
        return optOuts(crm, email).stream()
                .map(JsonObject.class::cast)
                .map(one -> String.join(
                        " ",
                        one.getString("destination"),
                        one.getString("operation"),
                        one.getString("channel"),
                        one.getString("status"),
                        one.getString("code")))
                .toList();
    }

    private static JsonArray optOuts(GatewayClient crm, String email) {
        return crm.call("POST", "/v1/subjects/opt-outs")
                .records(List.of(about("ev-1", email)))
                .send()
                .result(0)
                .getJsonArray("opt_outs");
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

    /** The restart may have cut a request, after which an erasure goes once more. */
    private static void hurryRepetitions(NodeFixture node) {
        update(node, "UPDATE optout SET next_millis = 0 WHERE again AND next_millis IS NOT NULL");
    }

    private static void change(NodeFixture node, String sql) {
        assertThat(update(node, sql)).isPositive();
    }

    private static int update(NodeFixture node, String sql) {
        try (var connection = connect(node);
                var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
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
