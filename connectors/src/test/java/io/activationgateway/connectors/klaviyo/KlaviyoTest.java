package io.activationgateway.connectors.klaviyo;

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

class KlaviyoTest extends ConnectorContract {

    @Override
    protected Vendor vendor() {
        return new KlaviyoVendor();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("region", "us", "api_key", "kl-key", "lists", Map.of("vip", "Y6nRLr"));
    }

    @Test
    void knowsOnlyConfiguredAudiences() {
        assertThat(connector().refusal(Operation.ADD, "vip", Channel.EMAIL)).isNull();
        assertThat(connector().refusal(Operation.REMOVE, "Y6nRLr", Channel.EMAIL))
                .isEqualTo(VendorCode.AUDIENCE_UNKNOWN);
    }

    @Test
    void knowsTheChannelsThatTheVendorSubscribesTo() {
        for (var channel : Channel.values()) {
            boolean known = channel == Channel.EMAIL || channel == Channel.SMS || channel == Channel.MESSENGER;
            assertThat(connector().refusal(Operation.SUBSCRIBE, null, channel))
                    .isEqualTo(known ? null : VendorCode.CHANNEL_UNKNOWN);
            assertThat(connector().refusal(Operation.UNSUBSCRIBE, null, channel))
                    .isEqualTo(known || channel == Channel.PUSH ? null : VendorCode.CHANNEL_UNKNOWN);
        }
        assertThat(connector().refusal(Operation.SUPPRESS, null, Channel.EMAIL)).isNull();
        assertThat(connector().refusal(Operation.SUPPRESS, null, Channel.SMS)).isEqualTo(VendorCode.CHANNEL_UNKNOWN);
    }

    /** A device is told by both columns. */
    @Test
    void subscribesToPushWhereItKnowsTheColumns() {
        var settings = new HashMap<>(settings());
        settings.put("push_token_field", "token");
        assertThatThrownBy(() -> vendor().connect(new Settings("destinations.x", settings)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("destinations.x.push_platform_field");
        settings.put("push_platform_field", "platform");
        var connector = vendor().connect(new Settings("destinations.x", settings));
        assertThat(connector.refusal(Operation.SUBSCRIBE, null, Channel.PUSH)).isNull();
    }

    /** The id goes into paths and bodies as it stands. */
    @Test
    void refusesWhatIsNoListId() {
        for (var name : new String[] {"lists", "subscription_list"}) {
            var settings = new HashMap<>(settings());
            settings.put(name, name.equals("lists") ? Map.of("vip", "a/b") : "a\"b");
            assertThatThrownBy(() -> vendor().connect(new Settings("destinations.x", settings)))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("destinations.x." + name);
        }
    }

    @Test
    void looksUpAsManyPeopleAsAPageAndAQueryHold() {
        var draft = connector().draft(attempt(Operation.ADD, "vip"));
        for (int i = 0; i < 100; i++) {
            assertThat(draft.add(JsonRecord.of(i, "{\"user_id\":\"cust-" + i + "\"}")))
                    .isEqualTo(Draft.Taken.TAKEN);
        }
        assertThat(draft.add(JsonRecord.of(100, "{\"user_id\":\"cust-100\"}"))).isEqualTo(Draft.Full.FULL);

        var longer = connector().draft(attempt(Operation.ADD, "vip"));
        var record = JsonRecord.of(0, "{\"user_id\":\"" + "x".repeat(255) + "\"}");
        while (longer.add(record) == Draft.Taken.TAKEN) {}
        assertThat(longer.finish().request().pathAndQuery().length()).isBetween(3_900, 8_000);
    }

    @Test
    void pollsOnlyJobsThatItHasNamed() {
        for (var job : new String[] {"", "import:", "job-1", "other:job-1"}) {
            assertThatThrownBy(() -> connector().poll(job)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(connector().poll("import:a/b").pathAndQuery()).isEqualTo("/api/profile-bulk-import-jobs/a%2Fb");
    }
}
