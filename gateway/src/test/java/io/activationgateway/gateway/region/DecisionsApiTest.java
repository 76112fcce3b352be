package io.activationgateway.gateway.region;

import static io.activationgateway.gateway.region.NodeFixture.grant;
import static io.activationgateway.gateway.region.NodeFixture.row;
import static io.activationgateway.gateway.region.NodeFixture.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decisions that are explained, and decisions as of another instant. */
class DecisionsApiTest {

    private static final String NEWSLETTER = "purpose=email-newsletter";
    private static final Instant BEFORE = SettableClock.START.minusSeconds(60);

    private static NodeFixture node;
    private static GatewayClient crm;
    private static Instant betweenGrantAndWithdrawal;
    private static Instant now;

    @BeforeAll
    static void tell() {
        node = NodeFixture.start();
        crm = node.client();
        crm.consents(grant("d-ada", "ada@example.com"), grant("d-bob", "bob@example.com"));
        betweenGrantAndWithdrawal = anHourLater();
        anHourLater();
        crm.consents(withdrawal("d-bob-2", "bob@example.com"));
        now = node.clock().instant();
    }

    /** The lease of the node ends with the jump, until it is renewed. */
    private static Instant anHourLater() {
        node.clock().pass(Duration.ofHours(1));
        Await.until(
                "a lease of this hour",
                () -> crm.decide("iterable-eu", NEWSLETTER, row("c-1", "ada@example.com"))
                                .status()
                        == 200);
        return node.clock().instant();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aDecisionAsOfAnotherInstantKnowsWhatWasKnownThen() {
        assertThat(decided(BEFORE, "bob@example.com")).isEqualTo("consent.missing");
        assertThat(decided(betweenGrantAndWithdrawal, "bob@example.com")).isEqualTo("forward");
        assertThat(decided(now, "bob@example.com")).isEqualTo("consent.withdrawn");
        assertThat(decided(now.plus(Duration.ofDays(3650)), "ada@example.com")).isEqualTo("forward");
    }

    /** The paperwork of that day decides: the adequacy decision on the United Kingdom ends in 2031. */
    @Test
    void aDecisionAsOfALaterInstantStandsOnThePaperworkOfThatDay() {
        var until = crm.decide("webhook-gb", NEWSLETTER + "&at=2031-12-27T23:59:59Z", row("c-1", "ada@example.com"));
        var after = crm.decide("webhook-gb", NEWSLETTER + "&at=2031-12-28T00:00:00Z", row("c-1", "ada@example.com"));

        assertThat(until.result(0).getString("verdict")).as(until.body()).isEqualTo("forward");
        assertThat(after.result(0).getString("reason")).as(after.body()).isEqualTo("transfer.lapsed");
        assertThat(after.json().getString("as_of")).isEqualTo("2031-12-28T00:00:00Z");
    }

    @Test
    void aDecisionOfNowIsNotMarkedAndSendsNothing() {
        node.forgetReceived();
        var answer = crm.decide("iterable-eu", NEWSLETTER, row("c-1", "ada@example.com"));

        assertThat(answer.json().containsKey("as_of")).isFalse();
        assertThat(answer.json().containsKey("explanations")).isFalse();
        assertThat(decided(betweenGrantAndWithdrawal, "bob@example.com")).isEqualTo("forward");
        assertThat(node.received("iterable-eu")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en|Nothing of the record goes. Consent was withdrawn. A consent of the person would lift it.|"
                        + "gdpr, objection and withdrawal, rule gdpr-withdrawn: Consent was withdrawn [GDPR:7(3)]",
                "tr|Kayıttan hiçbir şey gitmez. Onay geri alındı. Kişinin rızası bunu kaldırır.|"
                        + "gdpr, itiraz ve geri alma, gdpr-withdrawn kuralı: Onay geri alındı [GDPR:7(3)]"
            })
    void aDecisionSaysWhyInBothLanguages(String language, String sentence, String link) {
        var answer = crm.decide(
                "iterable-eu",
                NEWSLETTER + "&explain=" + language,
                row("c-1", "bob@example.com"),
                row("c-2", "can@example.com").put("country", "TR"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        var explanations = answer.json().getJsonArray("explanations");
        var bob = explanations.getJsonObject(0);
        assertThat(bob.getString("id")).isEqualTo("c-1");
        assertThat(bob.getString("language")).isEqualTo(language);
        assertThat(bob.getString("answer")).isEqualTo(sentence);
        assertThat(bob.getJsonArray("chain").stream().map(each -> ((JsonObject) each).getString("text")))
                .contains(link);
        assertThat(bob.getJsonArray("remedies")).isNotEmpty();
        assertThat(bob.toString()).doesNotContain("bob@example.com");
        assertThat(explanations.getJsonObject(1).getString("answer")).contains("tr-istanbul");
        assertThat(explanations.getJsonObject(1).getJsonArray("chain")).isEmpty();
    }

    @Test
    void anExplanationAsOfAnotherInstantUsesTheFactsOfThatInstant() {
        var answer = crm.decide(
                "iterable-eu",
                NEWSLETTER + "&explain=en&at=" + betweenGrantAndWithdrawal,
                row("c-1", "bob@example.com"));

        var facts = answer.json().getJsonArray("explanations").getJsonObject(0).getJsonArray("facts");
        assertThat(facts).contains("Use of data for this purpose and channel: granted.");
    }

    @ParameterizedTest
    @CsvSource({"explain=en", "at=2026-11-20T10:00:00Z"})
    void eachNeedsItsRight(String parameter) {
        var answer = node.client(NodeFixture.NARROW)
                .decide("iterable-eu", NEWSLETTER + "&" + parameter, row("c-1", "ada@example.com"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "explain=de, 1",
        "at=yesterday, 1",
        "at=1999-01-01T00:00:00Z, 1",
        "at=+1000000000-01-01T00:00:00Z, 1",
        "explain=en, 101",
        "at=2026-11-20T10:00:00Z, 1001"
    })
    void whatCannotBeAnsweredIsRefused(String parameter, int records) {
        var rows = IntStream.range(0, records)
                .mapToObj(i -> row("c-" + i, "p" + i + "@example.com"))
                .toArray(JsonObject[]::new);

        var answer = crm.decide("iterable-eu", NEWSLETTER + "&" + parameter, rows);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("parameter").doesNotContain("@example.com");
    }

    private static String decided(Instant at, String email) {
        var answer = crm.decide("iterable-eu", NEWSLETTER + "&at=" + at, row("c-1", email));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().getString("as_of")).isEqualTo(at.toString());
        var result = answer.result(0);
        return result.getString("verdict").equals("forward") ? "forward" : result.getString("reason");
    }
}
