package io.activationgateway.connectors.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.ConnectorContract;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Fixture;
import io.activationgateway.connectors.JsonRecord;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.SettingsException;
import io.activationgateway.connectors.TestKeys;
import io.activationgateway.connectors.Use;
import io.activationgateway.connectors.Vendor;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.consent.profile.Channel;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SegmentTest extends ConnectorContract {

    private static final Instant NOW = Instant.parse("2026-03-01T09:15:02Z");

    @Override
    protected Vendor vendor() {
        return new SegmentVendor();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("region", "eu", "write_key", "seg-key", "public_api_token", "seg-token");
    }

    @Override
    protected Map<String, Object> settings(Fixture fixture) {
        return fixture.name().startsWith("oauth") ? oauth() : settings();
    }

    private Map<String, Object> oauth() {
        var settings = new HashMap<>(settings());
        settings.put("oauth_app_id", "app-1");
        settings.put("oauth_key_id", "kid-1");
        settings.put("oauth_private_key", TestKeys.PEM);
        return settings;
    }

    @Test
    void asksForATokenThatSegmentWillLend() throws Exception {
        var connector = vendor().connect(new Settings("destinations.x", oauth()));
        assertThat(connector.endpoints().stream().map(Endpoint::host))
                .containsExactlyInAnyOrder(
                        "events.eu1.segmentapis.com", "eu1.api.segmentapis.com", "oauth2.eu1.segmentapis.com");
        var form = new TreeMap<String, String>();
        for (var field : sent(connector, NOW).request().body().toString().split("&")) {
            var parts = field.split("=", 2);
            form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        assertThat(form.remove("grant_type")).isEqualTo("client_credentials");
        assertThat(form.remove("client_assertion_type"))
                .isEqualTo("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        assertThat(form.remove("scope")).isEqualTo("tracking_api:write");
        var parts = form.remove("client_assertion").split("[.]");
        assertThat(form).isEmpty();
        assertThat(json(parts[0]))
                .isEqualTo(
                        new JsonObject().put("alg", "RS256").put("typ", "JWT").put("kid", "kid-1"));
        var claims = json(parts[1]);
        assertThat((String) claims.remove("jti")).hasSize(36);
        assertThat(claims)
                .isEqualTo(new JsonObject()
                        .put("sub", "app-1")
                        .put("aud", "https://oauth2.eu1.segmentapis.com")
                        .put("iat", 1772356502)
                        .put("exp", 1772356562));
        var rs256 = Signature.getInstance("SHA256withRSA");
        rs256.initVerify(TestKeys.RSA.getPublic());
        rs256.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(rs256.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }

    /** A 400 may be about the token too; with a new one it is about the request. */
    @Test
    void fetchesANewTokenOnceAfterEveryRefusal() {
        for (int status : new int[] {400, 401, 403, 511}) {
            var connector = vendor().connect(new Settings("destinations.x", oauth()));
            lend(connector, sent(connector, NOW), "tok-1");
            var second = sent(connector, NOW.plusSeconds(60));
            assertThat(second.request().headers()).containsEntry("Authorization", "Bearer tok-1");
            var question = ((Answer.Next) connector.read(second, response(status, ""))).sent();
            assertThat(question.request().pathAndQuery()).isEqualTo("/token");
            var third = lend(connector, question, "tok-2");
            assertThat(third.request().headers()).containsEntry("Authorization", "Bearer tok-2");
            assertThat(connector.read(third, response(status, ""))).isNotInstanceOf(Answer.Next.class);
        }
        var connector = vendor().connect(new Settings("destinations.x", oauth()));
        lend(connector, sent(connector, NOW), "tok-1");
        assertThat(connector.read(sent(connector, NOW.plusSeconds(60)), response(429, "")))
                .isInstanceOf(Answer.Retry.class);
    }

    @Test
    void namesTheOauthSettingThatIsWrong() {
        for (var name : List.of("oauth_app_id", "oauth_key_id", "oauth_private_key")) {
            var settings = oauth();
            settings.remove(name);
            assertThatThrownBy(() -> vendor().connect(new Settings("destinations.x", settings)))
                    .isInstanceOfSatisfying(
                            SettingsException.class, e -> assertThat(e.path()).isEqualTo("destinations.x." + name));
        }
        var settings = oauth();
        settings.put("oauth_private_key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----");
        assertThatThrownBy(() -> vendor().connect(new Settings("destinations.x", settings)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("oauth_private_key")
                .hasMessageNotContaining("AAAA");
    }

    private static Sent sent(Connector connector, Instant at) {
        var use = new Use("newsletter", Channel.EMAIL);
        var draft = connector.draft(new Attempt(Operation.UPSERT, null, use, "req-1", NOW, at, 0));
        draft.add(JsonRecord.of(0, "{\"user_id\":\"u-1\"}"));
        return draft.finish();
    }

    private static Sent lend(Connector connector, Sent question, String token) {
        var body = "{\"access_token\":\"" + token + "\",\"expires_in\":3600,\"token_type\":\"Bearer\"}";
        return ((Answer.Next) connector.read(question, response(200, body))).sent();
    }

    private static VendorResponse response(int status, String body) {
        return new VendorResponse(status, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer(body), NOW);
    }

    private static JsonObject json(String base64) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8));
    }
}
