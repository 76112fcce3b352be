package io.activationgateway.connectors.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.connectors.ConnectorContract;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.JsonRecord;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.SettingsException;
import io.activationgateway.connectors.Vendor;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.identity.IdentifierType;
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

    /** Else a field would stand where Zaps look for a person. */
    @Test
    void refusesFieldsThatBearTheNameOfAnIdentifier() {
        var connector = connector();
        for (var type : IdentifierType.values()) {
            var person = type == IdentifierType.USER_ID ? "email" : "user_id";
            var record = JsonRecord.of(0, "{\"" + person + "\":\"u\",\"" + type.wireName() + "\":\"x\"}");
            boolean read = record.identifier(type) >= 0;
            assertThat(connector.draft(attempt(Operation.UPSERT)).add(record))
                    .as(type.wireName())
                    .isEqualTo(read ? Draft.Taken.TAKEN : new Draft.Unsayable(VendorCode.FIELD_RESERVED));
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
