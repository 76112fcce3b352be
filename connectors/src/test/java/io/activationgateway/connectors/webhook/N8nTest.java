package io.activationgateway.connectors.webhook;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.ConnectorContract;
import io.activationgateway.connectors.JsonRecord;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.SettingsException;
import io.activationgateway.connectors.TestKeys;
import io.activationgateway.connectors.Vendor;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class N8nTest extends ConnectorContract {

    private static final Instant AT = Instant.parse("2026-03-01T09:15:02Z");

    @Override
    protected Vendor vendor() {
        return new N8nVendor();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of(
                "url", "https://flows.example.org/webhook/gateway",
                "country", "DE",
                "basic_user", "gateway",
                "basic_password", "n8n-key");
    }

    @Test
    void namesTheSettingThatIsWrong() {
        refused(Map.of("url", "https://flows.example.org/webhook-test/gateway"), "url");
        refused(Map.of("url", "http://flows.example.org/webhook/gateway"), "url");
        refused(Map.of("jwt_secret", "x"), "url");
        refused(Map.of("header_name", "x"), "header_value");
        refused(Map.of("jwt_algorithm", "HS255"), "jwt_algorithm");
        refused(Map.of("jwt_algorithm", "RS256"), "jwt_algorithm");
        refused(Map.of("jwt_private_key", TestKeys.PEM, "jwt_algorithm", "HS256"), "jwt_algorithm");
        refused(Map.of("jwt_private_key", TestKeys.PEM, "jwt_algorithm", "ES256"), "jwt_private_key");
        refused(Map.of("jwt_private_key", "canary"), "jwt_private_key");
        refused(Map.of("jwt_private_key", TestKeys.PEM, "jwt_secret", "x"), "jwt_private_key");
        refused(Map.of("jwt_private_key", TestKeys.PEM), "url");
        refused(Map.of("secret", "x"), "secret");
    }

    @Test
    void signsTokensWithTheKeyOfTheCredential() throws Exception {
        var connector = connector(TestKeys.PEM, "RS256");
        var token = token(connector, AT);
        assertThat(json(token.split("[.]")[0])).isEqualTo("{\"alg\":\"RS256\",\"typ\":\"JWT\"}");
        assertThat(json(token.split("[.]")[1])).isEqualTo("{\"iat\":1772356500,\"exp\":1772356800}");
        assertThat(verified(token, "SHA256withRSA", TestKeys.RSA.getPublic())).isTrue();
    }

    /** A token is remembered for a minute, and never used shortly before its end. */
    @Test
    void signsOnceAMinute() {
        var connector = connector(TestKeys.PEM, "PS256");
        var token = token(connector, AT);
        assertThat(token(connector, AT.plusSeconds(57))).isEqualTo(token);
        assertThat(token(connector, AT.plusSeconds(58))).isNotEqualTo(token);
    }

    private Connector connector(String key, String algorithm) {
        var settings = new HashMap<>(settings());
        settings.keySet().removeAll(Set.of("basic_user", "basic_password"));
        settings.putAll(Map.of("jwt_private_key", key, "jwt_algorithm", algorithm));
        return vendor().connect(new Settings("destinations.x", settings));
    }

    private static String token(Connector connector, Instant at) {
        var usual = attempt(Operation.UPSERT);
        var draft = connector.draft(
                new Attempt(usual.operation(), null, usual.use(), usual.requestKey(), usual.since(), at, 0));
        draft.add(JsonRecord.of(0, "{\"user_id\":\"u\"}"));
        var header = requireNonNull(draft.finish().request().headers().get("Authorization"));
        assertThat(header).startsWith("Bearer ");
        return header.substring("Bearer ".length());
    }

    private static String json(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private static boolean verified(String token, String algorithm, PublicKey key) throws Exception {
        int dot = token.lastIndexOf('.');
        var signature = Signature.getInstance(algorithm);
        signature.initVerify(key);
        signature.update(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(token.substring(dot + 1)));
    }

    private void refused(Map<String, Object> more, String name) {
        var settings = new HashMap<>(settings());
        settings.putAll(more);
        assertThatThrownBy(() -> vendor().connect(new Settings("destinations.x", settings)))
                .isInstanceOfSatisfying(
                        SettingsException.class, e -> assertThat(e.path()).isEqualTo("destinations.x." + name));
    }
}
