package io.activationgateway.connectors.googlesheets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.ConnectorContract;
import io.activationgateway.connectors.JsonRecord;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.SettingsException;
import io.activationgateway.connectors.TestKeys;
import io.activationgateway.connectors.Use;
import io.activationgateway.connectors.Vendor;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.consent.profile.Channel;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoogleSheetsTest extends ConnectorContract {

    private static final Instant NOW = Instant.parse("2026-03-01T09:15:02Z");

    @Override
    protected Vendor vendor() {
        return new GoogleSheetsVendor();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of(
                "country", "US",
                "spreadsheet_id", "sheet_id-1",
                "columns", List.of("user_id", "email", "city"),
                "client_email", "gateway@project.iam.gserviceaccount.com",
                "private_key", TestKeys.PEM);
    }

    /** Only configured columns leave. */
    @Override
    protected String large(int bytes) {
        return super.large(bytes).replace("padding", "city");
    }

    @Test
    void asksForATokenThatGoogleWillLend() throws Exception {
        var form = sent(connector(), NOW).request().body().toString();
        assertThat(form).startsWith("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=");
        var parts = form.substring(form.indexOf("assertion=") + 10).split("[.]");
        assertThat(json(parts[0]))
                .isEqualTo(new JsonObject().put("alg", "RS256").put("typ", "JWT"));
        assertThat(json(parts[1]))
                .isEqualTo(new JsonObject()
                        .put("iss", "gateway@project.iam.gserviceaccount.com")
                        .put("scope", "https://www.googleapis.com/auth/spreadsheets")
                        .put("aud", "https://oauth2.googleapis.com/token")
                        .put("iat", 1772356502)
                        .put("exp", 1772360102));
        var rs256 = Signature.getInstance("SHA256withRSA");
        rs256.initVerify(TestKeys.RSA.getPublic());
        rs256.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(rs256.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }

    @Test
    void keepsATokenUntilShortlyBeforeItsEnd() {
        var connector = connector();
        var asked = sent(connector, NOW);
        assertThat(asked.later()).isNotNull();
        lend(connector, asked, "ya29.a");

        var second = sent(connector, NOW.plus(Duration.ofMinutes(50)));
        assertThat(second.request().headers()).containsEntry("Authorization", "Bearer ya29.a");
        assertThat(second.later()).isNull();
        assertThat(sent(connector, NOW.plus(Duration.ofMinutes(59))).later()).isNotNull();
    }

    @Test
    void fetchesANewTokenOnceAfterARefusal() {
        var connector = connector();
        lend(connector, sent(connector, NOW), "ya29.a");
        var second = sent(connector, NOW.plusSeconds(60));

        var renewed = connector.read(second, response(401, ""));
        assertThat(renewed).isInstanceOf(Answer.Next.class);
        var question = ((Answer.Next) renewed).sent();
        assertThat(question.request().elsewhere()).isNotNull();
        var third = lend(connector, question, "ya29.b");
        assertThat(third.request().headers()).containsEntry("Authorization", "Bearer ya29.b");
        assertThat(connector.read(third, response(401, ""))).isEqualTo(new Answer.Stop(VendorCode.CREDENTIALS_REFUSED));
    }

    /** The person is looked for again: rows may have come in between. */
    @Test
    void looksAgainWithANewTokenBeforeItErases() {
        var connector = connector();
        lend(connector, sent(connector, NOW), "ya29.a");
        var asked = sent(connector, Operation.ERASE, NOW.plusSeconds(60));
        assertThat(asked.request().method()).isEqualTo(HttpMethod.GET);
        assertThat(asked.request().headers()).containsEntry("Authorization", "Bearer ya29.a");
        assertThat(asked.request().pathAndQuery()).doesNotContain("u-1");

        var found = connector.read(asked, response(200, "{\"range\":\"A!G1:G9\",\"values\":[[\"u-1\"]]}"));
        var writing = ((Answer.Next) found).sent();
        assertThat(writing.request().method()).isEqualTo(HttpMethod.POST);
        var question = ((Answer.Next) connector.read(writing, response(401, ""))).sent();
        var again = lend(connector, question, "ya29.b");
        assertThat(again.request().method()).isEqualTo(HttpMethod.GET);
        assertThat(again.request().pathAndQuery()).isEqualTo(asked.request().pathAndQuery());
        assertThat(again.request().headers()).containsEntry("Authorization", "Bearer ya29.b");
    }

    @Test
    void refusesAKeyThatIsNone() {
        for (var key : List.of("secret", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")) {
            var settings = new HashMap<>(settings());
            settings.put("private_key", key);
            assertThatThrownBy(() -> vendor().connect(new Settings("destinations.x", settings)))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("destinations.x.private_key")
                    .hasMessageNotContaining("AAAA");
        }
    }

    @Test
    void repeatsOnlyWhatTakesAway() {
        assertThat(connector().repeatable(Operation.REMOVE)).isTrue();
        assertThat(connector().repeatable(Operation.UPSERT)).isFalse();
        assertThat(connector().repeatable(Operation.TRACK)).isFalse();
    }

    @Test
    void countsColumnsAsSpreadsheetsDo() {
        assertThat(List.of(
                        Sheet.letters(1), Sheet.letters(26), Sheet.letters(27), Sheet.letters(702), Sheet.letters(703)))
                .containsExactly("A", "Z", "AA", "ZZ", "AAA");
    }

    private static Sent sent(Connector connector, Instant at) {
        return sent(connector, Operation.UPSERT, at);
    }

    private static Sent sent(Connector connector, Operation operation, Instant at) {
        var draft = connector.draft(new io.activationgateway.connectors.Attempt(
                operation, null, new Use("newsletter", Channel.EMAIL), "req-1", NOW, at, 0));
        draft.add(JsonRecord.of(0, "{\"user_id\":\"u-1\"}"));
        return draft.finish();
    }

    private static Sent lend(Connector connector, Sent question, String token) {
        var answer = connector.read(
                question,
                response(200, "{\"access_token\":\"" + token + "\",\"expires_in\":3599,\"token_type\":\"Bearer\"}"));
        return ((Answer.Next) answer).sent();
    }

    private static VendorResponse response(int status, String body) {
        return new VendorResponse(status, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer(body), NOW);
    }

    private static JsonObject json(String base64) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8));
    }
}
