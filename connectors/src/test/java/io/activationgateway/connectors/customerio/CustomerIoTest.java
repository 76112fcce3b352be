package io.activationgateway.connectors.customerio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.connectors.ConnectorContract;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.SettingsException;
import io.activationgateway.connectors.Vendor;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.profile.Channel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CustomerIoTest extends ConnectorContract {

    @Override
    protected Vendor vendor() {
        return new CustomerIoVendor();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of(
                "region", "eu",
                "site_id", "cio-site",
                "api_key", "cio-key",
                "check_region", false,
                "segments", Map.of("vip", 7));
    }

    @Test
    void knowsConfiguredSegmentsAndIds() {
        assertThat(connector().refusal(Operation.ADD, "vip", Channel.EMAIL)).isNull();
        assertThat(connector().refusal(Operation.REMOVE, "77", Channel.EMAIL)).isNull();
        assertThat(connector().refusal(Operation.ADD, "others", Channel.EMAIL)).isEqualTo(VendorCode.AUDIENCE_UNKNOWN);
    }

    @Test
    void subscribesToTheVendorsChannels() {
        assertThat(connector().refusal(Operation.SUBSCRIBE, null, Channel.SMS)).isNull();
        assertThat(connector().refusal(Operation.UNSUBSCRIBE, null, Channel.POST))
                .isEqualTo(VendorCode.CHANNEL_UNKNOWN);
    }

    @Test
    void refusesIdentifiersThatItDoesNotKnow() {
        var settings = new HashMap<>(settings());
        settings.put("identifiers", List.of("id", "cio_id"));
        assertThatThrownBy(() -> vendor().connect(new Settings("destinations.x", settings)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("destinations.x.identifiers");
    }

    /** A wrong region would look like success at the vendor. */
    @Test
    void asksForTheRegionUnlessToldOtherwise() {
        var settings = new HashMap<>(settings());
        settings.remove("check_region");
        var connector = vendor().connect(new Settings("destinations.x", settings));
        var draft = connector.draft(attempt(Operation.UPSERT));
        draft.add(io.activationgateway.connectors.JsonRecord.of(0, "{\"user_id\":\"u\"}"));
        assertThat(draft.finish().request().pathAndQuery()).isEqualTo("/api/v1/accounts/region");
    }
}
