package io.activationgateway.gateway.region;

import static io.activationgateway.gateway.region.NodeFixture.grant;
import static io.activationgateway.gateway.region.NodeFixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.region.GatewayClient.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Consent signals that rows carry, from the wire to the answer. The node's clock stands in November 2026. */
class SignalsApiTest {

    private static final String ADS = "ads-webhook";
    private static final String AUDIENCE = "purpose=ad-audience";

    private static final String GOOD = "CQlH_MAQlH_MAEsACBTRB4FgAPLAAELAAAYgF5wAgAFALzAAoAIAAA.IGSQAwAFALzAZIA";
    private static final String NO_AD_PURPOSES = "CQlH_MAQlH_MAEsACBTRB4FgAIIAAAAAAAYgF5wAQF5gAAAA.IF5wAgAFALzA";
    private static final String REFUSED = "consent.signal-refused";
    private static final String UNUSABLE = "consent.signal-unusable";

    private static NodeFixture node;
    private static GatewayClient web;

    @BeforeAll
    static void start() {
        node = NodeFixture.start();
        web = node.client(NodeFixture.WEB);
        node.client()
                .consents(
                        grant("ev-ada", "ada@example.com")
                                .put("purpose", "AD_TARGETING")
                                .put("channel", "WEB_AD"),
                        grant("ev-bob", "bob@example.com")
                                .put("purpose", "AD_TARGETING")
                                .put("channel", "WEB_AD"),
                        grant("ev-bob-2", "bob@example.com")
                                .put("purpose", "AD_TARGETING")
                                .put("channel", "WEB_AD")
                                .put("state", "WITHDRAWN")
                                .put("basis", null)
                                .put("evidence", new JsonObject())
                                .put("at", "2026-06-01T10:00:00Z"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void oneRowOfEachKindIsRestrictedAndNeverPermitted() {
        node.forgetReceived();

        var answer = web.activate(
                ADS,
                AUDIENCE,
                ada("silent"),
                ada("tcf").put("tcf", GOOD),
                ada("tcf-no").put("tcf", NO_AD_PURPOSES),
                ada("tcf-broken").put("tcf", " " + GOOD),
                ada("gpp").put("gpp", "DBABMA~" + GOOD),
                ada("gpp-no").put("gpp", "DBABTA~1YYN").put("gpp_sid", "6"),
                ada("gpp-other").put("gpp", "DBABTA~1YYN").put("gpp_sid", -1),
                ada("gpp-broken").put("gpp", "DBABM~XXXX"),
                ada("segment").put("segment_consent", preferences(true)),
                ada("segment-no").put("segment_consent", preferences(false)),
                ada("segment-text").put("segment_consent", preferences(false).encode()),
                ada("segment-empty").put("segment_consent", new JsonObject()),
                ada("rudder").put("rudderstack_consent", ids("C0004")),
                ada("rudder-no").put("rudderstack_consent", ids("C0001")),
                ada("mparticle").put("mparticle_consent", state(true, false)),
                ada("mparticle-no").put("mparticle_consent", state(false, false)),
                ada("mparticle-sale").put("mparticle_consent", state(true, true)),
                ada("google").put("google_ad_user_data", "granted").put("google_ad_personalization", "GRANTED"),
                ada("google-no").put("google_ad_user_data", "granted").put("google_ad_personalization", "denied"),
                ada("google-half").put("google_ad_user_data", "granted"),
                ada("gpc").put("gpc", true),
                ada("gpc-off").put("gpc", false),
                ada("list").put("segment_consent", new JsonArray().add(true)),
                ada("null").putNull("tcf").putNull("segment_consent"),
                row("withdrawn", "bob@example.com").put("tcf", GOOD),
                row("withdrawn-no", "bob@example.com").put("tcf", NO_AD_PURPOSES),
                row("unknown", "eve@example.com").put("tcf", GOOD));

        assertThat(ends(answer))
                .as(answer.body())
                .containsExactly(
                        "silent forwarded",
                        "tcf forwarded",
                        "tcf-no " + REFUSED,
                        "tcf-broken " + UNUSABLE,
                        "gpp forwarded",
                        "gpp-no " + REFUSED,
                        "gpp-other forwarded",
                        "gpp-broken " + UNUSABLE,
                        "segment forwarded",
                        "segment-no " + REFUSED,
                        "segment-text " + REFUSED,
                        "segment-empty " + UNUSABLE,
                        "rudder forwarded",
                        "rudder-no " + REFUSED,
                        "mparticle forwarded",
                        "mparticle-no " + REFUSED,
                        "mparticle-sale " + REFUSED,
                        "google forwarded",
                        "google-no " + REFUSED,
                        "google-half " + REFUSED,
                        "gpc " + REFUSED,
                        "gpc-off forwarded",
                        "list " + UNUSABLE,
                        "null forwarded",
                        "withdrawn consent.withdrawn",
                        "withdrawn-no consent.withdrawn",
                        "unknown consent.missing");
        assertThat(node.received(ADS)).hasSize((int)
                ends(answer).stream().filter(end -> end.endsWith(" forwarded")).count());
        assertThat(node.receivedBytes(ADS)).doesNotContain(GOOD, "categoryPreferences", "segment_consent");
    }

    @Test
    void aRefusalNamesItsLawAndItsRemedy() {
        var result =
                web.decide(ADS, AUDIENCE, ada("c-1").put("tcf", NO_AD_PURPOSES)).result(0);

        assertThat(result.getString("reason")).isEqualTo(REFUSED);
        assertThat(result.getString("remedy")).isEqualTo("obtain-consent");
        assertThat(result.getBoolean("curable_by_consent")).isTrue();
        assertThat(result.getJsonArray("law")).containsExactly("GDPR:6(1)");
    }

    @Test
    void rowsWithTheSameSignalAreJudgedAlikeAndOthersAreNot() {
        var rows = new JsonObject[1_000];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = ada("c-" + i).put("tcf", i % 3 == 0 ? NO_AD_PURPOSES : i % 3 == 1 ? GOOD : GOOD + i);
        }

        var ends = ends(web.decide(ADS, AUDIENCE, rows));

        for (int i = 0; i < rows.length; i++) {
            assertThat(ends.get(i)).endsWith(i % 3 == 0 ? REFUSED : i % 3 == 1 ? "forwarded" : UNUSABLE);
        }
    }

    @Test
    void aCsvCellCarriesASignalToo() {
        var body = """
                id,email,country,birth_date,tcf,segment_consent,gpc
                c-1,ada@example.com,DE,1988-04-02,%s,"{""categoryPreferences"":{""Advertising"":true}}",0
                c-2,ada@example.com,DE,1988-04-02,%s,"{""categoryPreferences"":{""Advertising"":false}}",
                c-3,ada@example.com,DE,1988-04-02,,,1
                c-4,ada@example.com,DE,1988-04-02,,,
                """.formatted(GOOD, GOOD);
        var answer = web.call("POST", "/v1/decisions/" + ADS + "?" + AUDIENCE)
                .body("text/csv", body)
                .send();

        assertThat(ends(answer))
                .as(answer.body())
                .containsExactly("c-1 forwarded", "c-2 " + REFUSED, "c-3 " + REFUSED, "c-4 forwarded");
    }

    /** The browser speaks of the person only where the person's own browser calls. */
    @ParameterizedTest
    @ValueSource(strings = {NodeFixture.WEB, NodeFixture.CRM})
    void aBrowsersHeaderCountsOnlyFromASourceThatIsTheBrowser(String source) {
        var call = node.client(source)
                .call("POST", "/v1/decisions/" + ADS + "?" + AUDIENCE)
                .records(List.of(ada("c-1").put("gpc", false)));

        assertThat(ends(call.header("Sec-GPC", "1").send()))
                .containsExactly(source.equals(NodeFixture.WEB) ? "c-1 " + REFUSED : "c-1 forwarded");
        assertThat(ends(call.header("Sec-GPC", "true").send())).containsExactly("c-1 forwarded");
    }

    @Test
    void aColumnThatTheSourceDoesNotCallASignalIsNone() {
        assertThat(ends(node.client().decide(ADS, AUDIENCE, ada("c-1").put("tcf", NO_AD_PURPOSES))))
                .containsExactly("c-1 forwarded");
    }

    @Test
    void aRemovalPassesWhateverTheSignalsSay() {
        var answer = web.activate(
                ADS,
                AUDIENCE + "&operation=remove&audience=spring",
                ada("c-1").put("tcf", NO_AD_PURPOSES).put("gpc", "1"));

        assertThat(ends(answer)).as(answer.body()).containsExactly("c-1 forwarded");
    }

    @Test
    void aPurposeWithoutDemandsIsNotConcerned() {
        node.client().consents(grant("ev-letter", "ada@example.com"));

        assertThat(ends(web.decide(
                        "iterable-eu", "purpose=email-newsletter", ada("c-1").put("tcf", NO_AD_PURPOSES))))
                .containsExactly("c-1 forwarded");
    }

    @Test
    void theReasonIsCounted() {
        web.activate(ADS, AUDIENCE, ada("c-1").put("gpc", 1));

        assertThat(web.get("/metrics").body())
                .contains("destination=\"ads-webhook\"")
                .containsPattern("gateway_records_total\\{[^}]*reason=\"consent.signal-refused\"");
    }

    private static JsonObject ada(String id) {
        return row(id, "ada@example.com");
    }

    private static JsonObject preferences(boolean advertising) {
        return new JsonObject().put("categoryPreferences", new JsonObject().put("Advertising", advertising));
    }

    private static JsonObject ids(String allowed) {
        return new JsonObject()
                .put("provider", "oneTrust")
                .put("allowedConsentIds", new JsonArray().add(allowed))
                .put("deniedConsentIds", new JsonArray());
    }

    private static JsonObject state(boolean advertising, boolean optedOut) {
        return new JsonObject()
                .put("gdpr", new JsonObject().put("advertising", new JsonObject().put("consented", advertising)))
                .put("ccpa", new JsonObject().put("data_sale_opt_out", new JsonObject().put("consented", optedOut)));
    }

    /** Each row's id with its reason, its outcome or, of a decision, its verdict. */
    private static List<String> ends(Reply answer) {
        return answer.results().stream()
                .map(result -> result.getString("id") + " "
                        + result.getString("reason", result.getString("outcome", result.getString("verdict") + "ed")))
                .toList();
    }
}
