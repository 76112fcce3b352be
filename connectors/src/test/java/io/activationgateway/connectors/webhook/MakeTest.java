package io.activationgateway.connectors.webhook;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.connectors.ConnectorContract;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.SettingsException;
import io.activationgateway.connectors.Vendor;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MakeTest extends ConnectorContract {

    @Override
    protected Vendor vendor() {
        return new MakeVendor();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("url", "https://hook.eu2.make.com/abc123", "country", "IE", "api_key", "make-key");
    }

    @Test
    void holdsTheCountryAgainstTheZone() {
        refused(Map.of("country", "US"), "country");
        refused(Map.of("url", "https://hook.us1.make.com/abc123"), "country");
        refused(Map.of("url", "https://hook.eu1.make.example.com/abc123"), "url");
    }

    private void refused(Map<String, Object> more, String name) {
        var settings = new HashMap<>(settings());
        settings.putAll(more);
        assertThatThrownBy(() -> vendor().connect(new Settings("destinations.x", settings)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("destinations.x." + name + ":")
                .hasMessageNotContaining("abc123");
    }
}
