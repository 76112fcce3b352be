package io.activationgateway.connectors.iterable;

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
import io.activationgateway.consent.profile.Channel;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IterableTest extends ConnectorContract {

    @Override
    protected Vendor vendor() {
        return new IterableVendor();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("region", "eu", "api_key", "it-key", "lists", Map.of("vip", 1234));
    }

    @Test
    void subscribesToConfiguredChannelsOnly() {
        assertThat(connector().refusal(Operation.SUBSCRIBE, null, Channel.EMAIL))
                .isEqualTo(VendorCode.CHANNEL_UNKNOWN);
        assertThat(connector().refusal(Operation.SUPPRESS, null, Channel.EMAIL)).isEqualTo(VendorCode.CHANNEL_UNKNOWN);
        var settings = new HashMap<>(settings());
        settings.put("channels", Map.of("email", 501));
        var connector = vendor().connect(new Settings("destinations.x", settings));
        assertThat(connector.refusal(Operation.UNSUBSCRIBE, null, Channel.EMAIL))
                .isNull();
        assertThat(connector.refusal(Operation.UNSUBSCRIBE, null, Channel.SMS)).isEqualTo(VendorCode.CHANNEL_UNKNOWN);
        assertThat(connector.refusal(Operation.SUPPRESS, null, Channel.SMS)).isNull();
    }

    /** Which purpose is meant, only the records tell. */
    @Test
    void cannotSayAPurposeWithoutTypeAndChannel() {
        var settings = new HashMap<>(settings());
        settings.put("message_types", Map.of("offers", 9001));
        var connector = vendor().connect(new Settings("destinations.x", settings));
        assertThat(connector.refusal(Operation.UNSUBSCRIBE, null, Channel.SMS)).isNull();
        var draft = connector.draft(attempt(Operation.UNSUBSCRIBE));
        assertThat(draft.add(JsonRecord.of(0, "{\"user_id\":\"u\"}")))
                .isEqualTo(new Draft.Unsayable(VendorCode.CHANNEL_UNKNOWN));
    }

    @Test
    void refusesAPurposeWithTwoTypes() {
        var settings = new HashMap<>(settings());
        settings.put("message_types", Map.of("offers", 9001));
        settings.put("opt_in_message_types", Map.of("offers", 9002));
        assertThatThrownBy(() -> vendor().connect(new Settings("destinations.x", settings)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("destinations.x.opt_in_message_types.offers");
    }

    @Test
    void refusesAnEmailProjectInEurope() {
        var settings = Map.of("region", "eu", "api_key", "it-key", "project", "email");
        assertThatThrownBy(() -> vendor().connect(new Settings("destinations.x", settings)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("destinations.x.project");
    }

    @Test
    void knowsOnlyConfiguredAudiencesAndListIds() {
        assertThat(connector().refusal(Operation.ADD, "vip", Channel.EMAIL)).isNull();
        assertThat(connector().refusal(Operation.ADD, "77", Channel.EMAIL)).isNull();
        assertThat(connector().refusal(Operation.ADD, "others", Channel.EMAIL)).isEqualTo(VendorCode.AUDIENCE_UNKNOWN);
        assertThat(connector().refusal(Operation.REMOVE, "1234567890123456789", Channel.EMAIL))
                .isEqualTo(VendorCode.AUDIENCE_UNKNOWN);
    }

    @Test
    void sendsToAnotherHostOnlyInTheSandbox() {
        var settings = Map.of("region", "us", "api_key", "it-key", "endpoint", "http://127.0.0.1:9000/iterable-us/");
        assertThatThrownBy(() -> vendor().connect(new Settings("destinations.x", settings)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("sandbox: true");

        var allowed = new HashMap<String, Object>(settings);
        allowed.put("sandbox", true);
        var endpoint = vendor().connect(new Settings("destinations.x", allowed)).endpoint();
        assertThat(endpoint.sandbox()).isTrue();
        assertThat(endpoint.countries()).containsExactly("US");
        assertThat(endpoint.path("/api/users/bulkUpdate")).isEqualTo("/iterable-us/api/users/bulkUpdate");
    }
}
