package io.activationgateway.gateway.region;

import static io.activationgateway.gateway.region.NodeFixture.grant;
import static io.activationgateway.gateway.region.NodeFixture.row;
import static io.activationgateway.gateway.region.NodeFixture.withdrawal;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import io.activationgateway.gateway.config.GatewayConfig.ConsentStore;
import io.activationgateway.gateway.region.GatewayClient.Reply;
import io.activationgateway.gateway.region.NodeFixture.Setup;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/** No personal data and no secret stands in logs, metrics, problems, the ledger or the register (promise P7). */
@Isolated("takes the whole log for itself")
class CanaryTest {

    private static final String EMAIL = "canary.bird.qx7@example.com";
    private static final String PHONE = "+4915199900123";
    private static final String NAME = "Kanarya Qyzzvogel";
    private static final String USER_ID = "u-canary-8812-qx7";
    private static final String RECORD = "record-canary-qx7";
    private static final String WRONG_KEY = "key-canary-qx7-0123456789";
    private static final String NEWSLETTER = "purpose=email-newsletter";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final List<String> shown = new ArrayList<>();
    private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger own = (Logger) LoggerFactory.getLogger("io.activationgateway");
    private final List<Appender<ILoggingEvent>> others = new ArrayList<>();
    private Level usual = Level.WARN;

    @BeforeEach
    void listen() {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(root.getLoggerContext());
        encoder.setPattern("%level %thread %logger %msg %mdc %kvp%n%xEx");
        encoder.start();
        appender.setContext(root.getLoggerContext());
        appender.setEncoder(encoder);
        appender.setOutputStream(written);
        appender.start();
        usual = root.getLevel();
        root.setLevel(Level.INFO);
        own.setLevel(Level.DEBUG);
        root.iteratorForAppenders().forEachRemaining(others::add);
        others.forEach(root::detachAppender);
        root.addAppender(appender);
    }

    @AfterEach
    void hushAgain() {
        root.detachAppender(appender);
        others.forEach(root::addAppender);
        root.setLevel(usual);
        own.setLevel(null);
        appender.stop();
    }

    @Test
    void whatIsPlantedIsFoundNowhere() throws IOException {
        try (var node = NodeFixture.start()) {
            consents(node.client());
            activations(node);
            brokenBodies(node.client());
            wrongRequests(node.client());
            shown.add(node.client().get("/metrics").body());
            shown.add(node.client().get("/v1/ledger/checkpoint").body());
            assertThat(node.receivedBytes("webhook-gb")).as("it did travel").contains(EMAIL, NAME);
            node.node().close();

            var canaries = canaries(node);
            var log = written.toString(UTF_8);
            assertThat(log).as("the log was heard").contains("takes requests on");
            absent("log", log.getBytes(UTF_8), canaries);
            shown.forEach(text -> absent("answer", text.getBytes(UTF_8), canaries));
            assertThat(shown).hasSizeGreaterThan(20);
            assertThat(searched(node.config().data(), canaries))
                    .as("files looked at")
                    .anyMatch(file -> file.endsWith("register.mv.db"))
                    .anyMatch(file -> file.contains("/ledger/tile/entries/"));
        }
    }

    /** The same with the register in PostgreSQL: every table, every column, in clear and as it may have been coded. */
    @Test
    void whatIsPlantedIsNotInPostgresEither() throws Exception {
        var setup = Setup.EU.withPostgres().withDataSubjectRequests(Set.of("controller.example"), Duration.ZERO);
        try (var node = NodeFixture.start(setup)) {
            consents(node.client());
            activations(node);
            signals(node.client(NodeFixture.CMP));
            requests(node.client());
            node.client()
                    .call("POST", "/v1/withdrawals")
                    .records(List.of(new JsonObject()
                            .put("event", "ev-w")
                            .put("identifiers", new JsonObject().put("phone", PHONE))))
                    .send();
            node.node().close();

            var dump = new PostgresDump((ConsentStore.PostgreSql) node.config().consentStore());
            assertThat(dump.rows("consent_log")).isGreaterThan(4);
            assertThat(dump.rows("evidence")).isGreaterThan(1);
            assertThat(dump.rows("subject_key")).isGreaterThan(2);
            assertThat(dump.rows("disclosure")).isPositive();
            assertThat(dump.rows("dsr_request")).isEqualTo(2);
            assertThat(dump.tables()).contains("profile", "due", "node", "log_head", "dsr_callback", "dsr_subject");
            var text = dump.text();
            for (var place : List.of("web-signup", "consent-manager")) {
                assertThat(text).as("the dump holds what is kept in clear").contains(place);
            }
            for (var canary : canaries(node)) {
                for (var coded : PostgresDump.codings(canary)) {
                    assertThat(text.contains(coded.toLowerCase(Locale.ROOT)))
                            .as("the database holds the planted %s as %s", canary, coded)
                            .isFalse();
                }
            }
        }
    }

    private static void signals(GatewayClient cmp) {
        var row = row(RECORD, EMAIL).put("phone", PHONE).put("user_id", USER_ID);
        var state = new JsonObject()
                .put("consented", true)
                .put("timestamp_unixtime_ms", 1_780_300_800_000L)
                .put("hardware_id", USER_ID);
        var answer = cmp.activate(
                "ads-webhook",
                "purpose=ad-audience",
                row.put("mparticle_consent", new JsonObject().put("gdpr", new JsonObject().put("advertising", state))));
        assertThat(answer.result(0).getString("outcome")).as(answer.body()).isEqualTo("forwarded");
    }

    private static void requests(GatewayClient crm) {
        for (var type : List.of("access", "erasure")) {
            var id = UUID.nameUUIDFromBytes(type.getBytes(UTF_8)).toString();
            id = id.substring(0, 14) + "4" + id.substring(15, 19) + "a" + id.substring(20);
            var answer = crm.call("POST", "/opendsr/v2/requests")
                    .body(
                            "application/json",
                            new JsonObject()
                                    .put("regulation", "gdpr")
                                    .put("subject_request_id", id)
                                    .put("subject_request_type", type)
                                    .put("submitted_time", "2026-11-20T09:00:00Z")
                                    .put("api_version", "2.0")
                                    .put(
                                            "subject_identities",
                                            new JsonArray()
                                                    .add(new JsonObject()
                                                            .put("identity_type", "email")
                                                            .put("identity_value", "asks." + EMAIL)
                                                            .put("identity_format", "raw")))
                                    .encode())
                    .send();
            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
            // What the request leads to in the register is written after its answer.
            var request = "/opendsr/v2/requests/" + id;
            Await.until(
                    "the request is completed",
                    () -> "completed".equals(crm.get(request).json().getString("request_status")));
        }
    }

    private static List<String> canaries(NodeFixture node) {
        var canaries = new ArrayList<>(List.of(EMAIL, PHONE, PHONE.substring(1), NAME, USER_ID, RECORD, WRONG_KEY));
        canaries.add(node.secret(NodeFixture.CRM));
        node.config().destinations().keySet().forEach(name -> canaries.add(node.secret(name)));
        return canaries;
    }

    private void consents(GatewayClient crm) {
        var who = new JsonObject().put("email", EMAIL).put("phone", PHONE).put("user_id", USER_ID);
        crm.consents(
                grant("ev-1", EMAIL).put("identifiers", who),
                withdrawal("ev-2", "other." + EMAIL),
                grant("ev-3", EMAIL).put("country", "TR"));
        keepProblem(crm.call("POST", "/v1/consents")
                .body("application/json", "{\"records\":[{\"event\":\"" + EMAIL + "\",")
                .send());
        // An event that cannot be used is named by nothing that the gateway keeps.
        crm.consents(
                grant("ev-4", EMAIL).put("state", NAME),
                grant("ev-5", NAME),
                grant("ev-6", EMAIL).put(EMAIL, 1));
    }

    private void activations(NodeFixture node) {
        var crm = node.client();
        var row = row(RECORD, EMAIL).put("phone", PHONE).put("user_id", USER_ID).put("first_name", NAME);
        var echo = "{\"msg\":\"no such person " + EMAIL + " " + NAME + "\",\"failedUpdates\":{}}";
        for (var destination : List.of("webhook-gb", "iterable-eu", "segment-eu", "webhook-de", "webhook-sg")) {
            crm.activate(destination, NEWSLETTER, row);
            for (var failure : List.of(
                    new JsonObject().put("status", 400).put("text", echo),
                    new JsonObject().put("status", 401).put("text", echo),
                    new JsonObject().put("status", 200).put("text", echo.substring(0, 40)),
                    new JsonObject().put("count", 4).put("status", 503).put("text", echo),
                    new JsonObject().put("status", 429).put("retryAfter", NAME).put("text", echo),
                    new JsonObject().put("count", 4).put("drop", true))) {
                node.fail(destination, failure);
                crm.activation(destination, NEWSLETTER)
                        .records(List.of(
                                row, row(EMAIL, "nobody." + EMAIL), row.copy().put("country", "TR")))
                        .header("Prefer", "wait=2")
                        .send();
            }
        }
        crm.activate(
                "webhook-gb",
                NEWSLETTER,
                row.copy().put("country", NAME),
                row.copy().put("birth_date", NAME),
                row.copy().put("email", new JsonObject().put(EMAIL, NAME)),
                row.copy().put(EMAIL, NAME));
    }

    private void brokenBodies(GatewayClient crm) {
        for (var body : List.of(
                "{\"records\":[{\"id\":\"" + RECORD + "\",\"email\":" + EMAIL + "}]}",
                "{\"" + EMAIL + "\":[]}",
                "{\"records\":\"" + EMAIL + "\"}",
                "{\"records\":[{\"email\":\"" + EMAIL,
                EMAIL)) {
            keepProblem(crm.activation("webhook-gb", NEWSLETTER)
                    .body("application/json", body)
                    .send());
        }
        keepProblem(crm.activation("webhook-gb", NEWSLETTER)
                .body("text/csv", EMAIL + "," + EMAIL + "\n")
                .send());
        keepProblem(crm.activation("webhook-gb", NEWSLETTER)
                .body("text/csv", "id,email\n" + RECORD + ",\"" + EMAIL)
                .send());
        keepProblem(crm.activation("webhook-gb", NEWSLETTER)
                .body("application/json", EMAIL)
                .header("Content-Encoding", "gzip")
                .send());
    }

    private void wrongRequests(GatewayClient crm) {
        var rows = List.of(row(RECORD, EMAIL));
        keepProblem(crm.activation("webhook-gb", NEWSLETTER)
                .records(rows)
                .header("Authorization", "Bearer " + WRONG_KEY)
                .send());
        for (var path : List.of(
                "/v1/activations/" + EMAIL + "?" + NEWSLETTER,
                "/v1/activations/webhook-gb?purpose=" + EMAIL,
                "/v1/activations/webhook-gb?" + NEWSLETTER + "&operation=" + EMAIL,
                "/v1/activations/webhook-gb?" + NEWSLETTER + "&audience=" + USER_ID + "%20",
                "/v1/activations/iterable-eu?" + NEWSLETTER + "&operation=add&audience=" + USER_ID,
                "/v1/activations/webhook-gb?" + NEWSLETTER + "&min_consent_seq=" + EMAIL,
                "/v1/people/" + EMAIL,
                "/v1/activations/%ZZ" + USER_ID)) {
            keepProblem(crm.call("POST", path.replace("%ZZ", "%C3%28"))
                    .records(rows)
                    .send());
        }
        keepProblem(crm.call("DELETE", "/v1/activations/" + EMAIL).send());
        keepProblem(crm.activation("webhook-gb", NEWSLETTER)
                .body("application/" + USER_ID, EMAIL)
                .send());
        keepProblem(crm.activation("webhook-gb", NEWSLETTER)
                .records(rows)
                .header("Content-Encoding", USER_ID)
                .send());
    }

    private void keepProblem(Reply answer) {
        assertThat(answer.status()).as(answer.body()).isGreaterThanOrEqualTo(400);
        shown.add(answer.body());
    }

    private static List<String> searched(Path folder, List<String> canaries) throws IOException {
        var files = new ArrayList<String>();
        try (var all = Files.walk(folder)) {
            for (var file : all.filter(Files::isRegularFile).toList()) {
                files.add(file.toString());
                absent(file.toString(), Files.readAllBytes(file), canaries);
            }
        }
        return files;
    }

    private static void absent(String place, byte[] bytes, List<String> canaries) {
        for (var charset : List.of(UTF_8, UTF_16LE, UTF_16BE)) {
            var text = latin(bytes);
            for (var canary : canaries) {
                assertThat(text.contains(inBytes(canary, charset)))
                        .as("%s holds the planted %s", place, canary)
                        .isFalse();
            }
        }
        var hex = latin(bytes).toLowerCase(Locale.ROOT);
        assertThat(hex.contains(HexFormat.of().formatHex(EMAIL.getBytes(UTF_8))))
                .as("%s holds the address in hexadecimal", place)
                .isFalse();
    }

    private static String inBytes(String text, Charset charset) {
        return latin(text.getBytes(charset)).toLowerCase(Locale.ROOT);
    }

    /** One char a byte, capitals made small. */
    private static String latin(byte[] bytes) {
        return new String(bytes, ISO_8859_1).toLowerCase(Locale.ROOT);
    }
}
