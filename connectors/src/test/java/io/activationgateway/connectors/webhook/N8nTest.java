package io.activationgateway.connectors.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.connectors.ConnectorContract;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.SettingsException;
import io.activationgateway.connectors.Vendor;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class N8nTest extends ConnectorContract {

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
        refused(Map.of("jwt_bits", 300), "jwt_bits");
        refused(Map.of("secret", "x"), "secret");
    }

    private void refused(Map<String, Object> more, String name) {
        var settings = new HashMap<>(settings());
        settings.putAll(more);
        assertThatThrownBy(() -> vendor().connect(new Settings("destinations.x", settings)))
                .isInstanceOfSatisfying(
                        SettingsException.class, e -> assertThat(e.path()).isEqualTo("destinations.x." + name));
    }
}
