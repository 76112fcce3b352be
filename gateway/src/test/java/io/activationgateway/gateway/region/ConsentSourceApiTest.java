package io.activationgateway.gateway.region;

import static io.activationgateway.gateway.region.NodeFixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.region.GatewayClient.Reply;
import io.activationgateway.gateway.region.NodeFixture.Setup;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * A source whose signals are entered into the register before its rows are judged. The node's clock stands in November
 * 2026 and goes on a little before each test; the source's clock is not trusted.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ConsentSourceApiTest {

    private static final String ADS = "ads-webhook";
    private static final String AUDIENCE = "purpose=ad-audience";
    private static final String REFUSED = "consent.signal-refused";
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    private NodeFixture node;
    private GatewayClient cmp;
    private GatewayClient crm;

    private String email;

    @BeforeAll
    void start() {
        node = NodeFixture.start(setup());
        cmp = node.client(NodeFixture.CMP);
        crm = node.client();
    }

    Setup setup() {
        return Setup.EU;
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @BeforeEach
    void somebodyNew() {
        email = "p" + PEOPLE.incrementAndGet() + "@example.com";
        pass(Duration.ofMillis(1));
        node.forgetReceived();
    }

    @Test
    void aConsentIsInTheRegisterWithItsEvidenceBeforeTheRowIsJudged() {
        assertThat(end(crm.decide(ADS, AUDIENCE, person()))).isEqualTo("consent.missing");

        var answer = cmp.activate(ADS, AUDIENCE, person().put("tcf", TcStrings.consent("2026-06-01")));

        assertThat(end(answer)).as(answer.body()).isEqualTo("forwarded");
        var event = events().getFirst();
        assertThat(answer.json().getLong("consent_seq")).isGreaterThanOrEqualTo(event.getLong("seq"));
        assertThat(List.of(
                        event.getString("kind"),
                        event.getString("purpose"),
                        event.getString("channel"),
                        event.getString("state"),
                        event.getString("basis"),
                        event.getString("at"),
                        event.getString("expires"),
                        event.getString("notice"),
                        event.getString("method"),
                        event.getString("source"),
                        event.getString("language")))
                .containsExactly(
                        "choice",
                        "AD_TARGETING",
                        "WEB_AD",
                        "GRANTED",
                        "CONSENT",
                        "2026-06-01T00:00:00Z",
                        "2027-07-02T00:00:00Z",
                        "banner-7",
                        "TICKED_BY_USER",
                        "consent-manager",
                        "de");
        assertThat(event.getString("proof")).matches("tcf:sha256:[0-9a-f]{64}");
        assertThat(end(crm.activate(ADS, AUDIENCE, person())))
                .as("whoever sends a row of this person")
                .isEqualTo("forwarded");
    }

    /** GDPR Art 7(3): what was withdrawn later counts, in whatever order the strings arrive. */
    @Test
    void theLatestStringCountsWhateverArrivesLast() {
        assertThat(end(told(TcStrings.consent("2026-06-01")))).isEqualTo("forwarded");
        pass(Duration.ofMillis(1));
        assertThat(end(told(TcStrings.refusal("2026-07-01")))).isEqualTo(REFUSED);
        assertThat(end(crm.decide(ADS, AUDIENCE, person()))).isEqualTo("consent.denied");
        pass(Duration.ofMillis(1));

        assertThat(end(told(TcStrings.consent("2026-05-01"))))
                .as("an older one that arrives late")
                .isEqualTo("consent.denied");
        assertThat(end(told(TcStrings.consent("2027-01-01"))))
                .as("one from the future proves nothing")
                .isEqualTo("consent.signal-unusable");
        pass(Duration.ofDays(2));
        Await.until("the lease is renewed", () -> crm.get("/health/ready").status() == 200);
        assertThat(end(told(TcStrings.consent("2026-11-22"))))
                .as("a later consent reopens its own cell")
                .isEqualTo("forwarded");
    }

    @Test
    void aRowThatComesAgainSaysNothingNew() {
        var row = person().put("tcf", TcStrings.consent("2026-06-01")).put("gpc", false);
        cmp.activate(ADS, AUDIENCE, row);
        long before = sequence();
        pass(Duration.ofMillis(1));

        var again = cmp.activate(ADS, AUDIENCE, row, row);

        assertThat(again.counts().getInteger("forwarded")).isEqualTo(2);
        assertThat(sequence()).isEqualTo(before);
        cmp.activate(ADS, AUDIENCE, person().put("tcf", TcStrings.consent("2026-06-02")));
        assertThat(sequence()).isEqualTo(before + 1);
    }

    /** A warehouse keeps rows: a yes of which nobody knows when it was given must not undo a withdrawal. */
    @Test
    void aYesWithoutATimeIsNotEntered() {
        var yes = person().put("segment_consent", preferences(true));
        assertThat(end(cmp.activate(ADS, AUDIENCE, yes))).isEqualTo("consent.missing");
        assertThat(events()).isEmpty();

        var timed = yes.copy().put("signal_time", "2026-11-01T10:00:00+03:00");
        assertThat(end(cmp.activate(ADS, AUDIENCE, timed))).isEqualTo("forwarded");
        assertThat(events().getFirst().getString("at")).isEqualTo("2026-11-01T07:00:00Z");

        withdraw();
        assertThat(end(cmp.activate(ADS, AUDIENCE, timed.copy().put("id", "another"))))
                .as("the same yes in another row")
                .isEqualTo("consent.withdrawn");
        assertThat(end(cmp.activate(ADS, AUDIENCE, yes.copy().put("signal_time", "yesterday"))))
                .isEqualTo("consent.withdrawn");
    }

    @Test
    void aNoIsEnteredAndBindsEverySource() {
        crm.consents(NodeFixture.grant("g-" + email.replace('@', '-'), email)
                .put("purpose", "AD_TARGETING")
                .put("channel", "WEB_AD"));
        assertThat(end(crm.activate(ADS, AUDIENCE, person()))).isEqualTo("forwarded");

        assertThat(end(cmp.activate(ADS, AUDIENCE, person().put("google_ad_user_data", "granted"))))
                .isEqualTo(REFUSED);

        assertThat(end(crm.activate(ADS, AUDIENCE, person()))).isEqualTo("consent.denied");
    }

    @Test
    void mparticlesTimesCount() {
        var yes = new JsonObject().put("consented", true).put("timestamp_unixtime_ms", 1_780_300_800_000L);
        var row = person().put("mparticle_consent", state(yes));

        assertThat(end(cmp.activate(ADS, AUDIENCE, row))).isEqualTo("forwarded");

        assertThat(events().getFirst().getString("at")).isEqualTo("2026-06-01T08:00:00Z");
        withdraw();
        var later = new JsonObject().put("consented", true).put("timestamp_unixtime_ms", 1_780_300_800_001L);
        assertThat(end(cmp.activate(ADS, AUDIENCE, person().put("mparticle_consent", state(later)))))
                .isEqualTo("consent.withdrawn");
    }

    @Test
    void whatProvesNothingIsNotEnteredAndRestricts() {
        var broken = person().put("tcf", "x" + TcStrings.consent("2026-06-01"));
        var besideYes = person().put("tcf", "x")
                .put("segment_consent", preferences(true))
                .put("signal_time", "2026-11-01T10:00:00Z");
        var besideNo = person().put("tcf", "x").put("segment_consent", preferences(false));

        assertThat(end(cmp.activate(ADS, AUDIENCE, broken))).isEqualTo("consent.signal-unusable");
        assertThat(end(cmp.activate(ADS, AUDIENCE, besideYes))).isEqualTo("consent.signal-unusable");
        assertThat(end(crm.decide(ADS, AUDIENCE, person()))).isEqualTo("consent.missing");
        assertThat(events()).isEmpty();
        cmp.activate(ADS, AUDIENCE, besideNo);
        assertThat(events()).extracting(event -> event.getString("state")).containsExactly("DENIED");
        var metrics = Metrics.of(crm).series();
        assertThat(metrics)
                .anyMatch(line -> line.startsWith("gateway_unusable_signals_total{flaw=\"tcf_")
                        && line.contains("source=\"cmp\""));
        assertThat(metrics)
                .anyMatch(line -> line.startsWith("gateway_signal_choices_total{end=\"denied\"")
                        && line.contains("signal=\"segment_consent\"")
                        && line.contains("source=\"cmp\""));
    }

    @Test
    void aBrowsersHeaderIsEnteredAsANo() {
        var answer = cmp.activation(ADS, AUDIENCE)
                .records(List.of(person().put("tcf", TcStrings.consent("2026-06-01"))))
                .header("Sec-GPC", "1")
                .send();

        assertThat(end(answer)).isEqualTo(REFUSED);
        assertThat(events()).extracting(event -> event.getString("state")).containsExactly("DENIED");
    }

    /** The other purpose's message is not what a browser's signal speaks of, and a purpose without demands hears none. */
    @Test
    void onlyThePurposesOwnCellIsGranted() {
        told(TcStrings.consent("2026-06-01"));

        assertThat(end(cmp.activate(
                        "iterable-eu",
                        "purpose=email-newsletter",
                        person().put("tcf", TcStrings.consent("2026-06-01")))))
                .isEqualTo("consent.missing");
        assertThat(events()).hasSize(1);
    }

    @Test
    void aDecisionAndARemovalWriteNothing() {
        long before = sequence();

        assertThat(end(cmp.decide(ADS, AUDIENCE, person().put("tcf", TcStrings.consent("2026-06-01")))))
                .isEqualTo("consent.missing");
        assertThat(end(cmp.activate(
                        ADS,
                        AUDIENCE + "&operation=remove&audience=spring",
                        person().put("tcf", TcStrings.refusal("2026-06-01")))))
                .isEqualTo("forwarded");

        assertThat(sequence()).isEqualTo(before);
    }

    @Test
    void aSourceThatOnlyRestrictsWritesNothing() {
        long before = sequence();

        assertThat(end(node.client(NodeFixture.WEB)
                        .activate(ADS, AUDIENCE, person().put("tcf", TcStrings.consent("2026-06-01")))))
                .isEqualTo("consent.missing");

        assertThat(sequence()).isEqualTo(before);
    }

    /** Never sent on a grant that is not in the register; others of the batch go on. */
    @Test
    void aRowWhoseConsentCannotBeStoredFailsAndMayBeSentAgain() throws SQLException {
        crm.consents(NodeFixture.grant("f-" + email.replace('@', '-'), "known." + email)
                .put("purpose", "AD_TARGETING")
                .put("channel", "WEB_AD"));
        var rows =
                new JsonObject[] {person().put("tcf", TcStrings.consent("2026-06-01")), row("known", "known." + email)};

        execute("ALTER TABLE evidence RENAME TO evidence_away");
        Reply failed;
        try {
            failed = cmp.activate(ADS, AUDIENCE, rows);
        } finally {
            execute("ALTER TABLE evidence_away RENAME TO evidence");
        }

        assertThat(failed.result(0).getString("outcome")).as(failed.body()).isEqualTo("failed");
        assertThat(failed.result(0).getString("reason")).isEqualTo("error.register");
        assertThat(failed.result(0).getBoolean("retry")).isTrue();
        assertThat(failed.result(1).getString("outcome")).isEqualTo("forwarded");
        assertThat(node.received(ADS)).hasSize(1);
        assertThat(events()).isEmpty();

        Await.until(
                "the register takes it again",
                () -> end(cmp.activate(ADS, AUDIENCE, rows)).equals("forwarded"));
    }

    private Reply told(String tcf) {
        return cmp.activate(ADS, AUDIENCE, person().put("tcf", tcf));
    }

    private JsonObject person() {
        return row("c-1", email);
    }

    private void withdraw() {
        pass(Duration.ofMillis(1));
        crm.call("POST", "/v1/withdrawals")
                .records(List.of(new JsonObject()
                        .put("event", "w-" + email.replace('@', '-'))
                        .put("identifiers", new JsonObject().put("email", email))))
                .send();
        pass(Duration.ofMillis(1));
    }

    private List<JsonObject> events() {
        var answer = crm.call("POST", "/v1/subjects/lookup")
                .records(List.of(new JsonObject().put("identifiers", new JsonObject().put("email", email))))
                .send();
        return answer.result(0).getJsonArray("subjects").stream()
                .map(JsonObject.class::cast)
                .flatMap(subject -> subject.getJsonArray("events").stream())
                .map(JsonObject.class::cast)
                .toList();
    }

    private long sequence() {
        return Metrics.of(crm).value("gateway_consent_sequence");
    }

    /** Legal time goes on, the database's too. */
    void pass(Duration time) {
        node.clock().pass(time);
    }

    /** To the node's database, beside the node. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:h2:file:" + node.config().data().resolve("register").toAbsolutePath(), "register", "");
    }

    private void execute(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static JsonObject preferences(boolean advertising) {
        return new JsonObject().put("categoryPreferences", new JsonObject().put("Advertising", advertising));
    }

    private static JsonObject state(JsonObject advertising) {
        return new JsonObject().put("gdpr", new JsonObject().put("advertising", advertising));
    }

    /** The first row's reason, or its outcome where it has none. */
    private static String end(Reply answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        var result = answer.result(0);
        return result.getString("reason", result.getString("outcome", result.getString("verdict")));
    }
}
