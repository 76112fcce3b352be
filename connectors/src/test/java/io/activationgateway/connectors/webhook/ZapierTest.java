package io.activationgateway.connectors.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.connectors.ConnectorContract;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.SettingsException;
import io.activationgateway.connectors.Vendor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ZapierTest extends ConnectorContract {

    @Override
    protected Vendor vendor() {
        return new ZapierVendor();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("url", "https://hooks.zapier.com/hooks/catch/123456/abcdef/");
    }

    @Test
    void wantsTheAddressAsItWasCopied() {
        for (var url : new String[] {
            "https://hooks.zapier.com/hooks/catch/123456/abcdef",
            "https://hooks.zapier.com/hooks/catch/123456/abcdef/?a=b",
            "https://hooks.zapier.example.com/hooks/catch/123456/abcdef/"
        }) {
            assertThatThrownBy(() -> vendor().connect(new Settings("destinations.x", Map.of("url", url))))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("destinations.x.url")
                    .hasMessageNotContaining("abcdef");
        }
    }

    @Test
    void pacesAddressesOfTheOlderForm() {
        var older = Map.of("url", "https://hooks.zapier.com/hooks/catch/abcdef/");
        var connector = vendor().connect(new Settings("destinations.x", older));
        assertThat(connector.limits(Operation.UPSERT).requestsPerSecond()).isLessThan(3.34);
        assertThat(connector.endpoint().countries()).containsExactly("US");
    }
}
