package io.activationgateway.connectors.braze;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.ConnectorContract;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.JsonRecord;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.Vendor;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.profile.Channel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrazeTest extends ConnectorContract {

    @Override
    protected Vendor vendor() {
        return new BrazeVendor();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of(
                "region", "eu-01",
                "api_key", "brz-key",
                "subscription_groups", Map.of("sms", "a1b2c3d4-0000-4000-8000-000000000001"));
    }

    @Test
    void subscribesToChannelsThatTheWorkspaceHas() {
        for (var operation : new Operation[] {Operation.SUBSCRIBE, Operation.UNSUBSCRIBE}) {
            assertThat(connector().refusal(operation, null, Channel.EMAIL)).isNull();
            assertThat(connector().refusal(operation, null, Channel.PUSH)).isNull();
            assertThat(connector().refusal(operation, null, Channel.SMS)).isNull();
            assertThat(connector().refusal(operation, null, Channel.MESSENGER)).isEqualTo(VendorCode.CHANNEL_UNKNOWN);
            assertThat(connector().refusal(operation, null, Channel.NONE)).isEqualTo(VendorCode.CHANNEL_UNKNOWN);
        }
    }

    @Test
    void erasesPeopleOfOneKeyARequest() {
        var draft = connector().draft(attempt(Operation.ERASE));
        assertThat(draft.add(JsonRecord.of(0, "{\"user_id\":\"u-1\"}"))).isEqualTo(Draft.Taken.TAKEN);
        assertThat(draft.add(JsonRecord.of(1, "{\"email\":\"a@example.com\"}"))).isEqualTo(Draft.Full.FULL);
        assertThat(draft.finish().size()).isEqualTo(1);
    }

    @Test
    void sendsPurchasesAndEventsApart() {
        var connector = vendor().connect(new Settings(
                "destinations.x", Map.of("region", "eu-01", "api_key", "brz-key", "purchase_event", "bought")));
        var draft = connector.draft(attempt(Operation.TRACK));
        assertThat(draft.add(JsonRecord.of(0, "{\"user_id\":\"u-1\",\"event\":\"seen\"}")))
                .isEqualTo(Draft.Taken.TAKEN);
        assertThat(draft.add(JsonRecord.of(1, "{\"user_id\":\"u-1\",\"event\":\"bought\"}")))
                .isEqualTo(Draft.Full.FULL);
    }

    @Test
    void countsByCall() {
        assertThat(List.of(Operation.ADD, Operation.REMOVE, Operation.TRACK, Operation.SUPPRESS))
                .allMatch(operation -> connector().budget(operation) == Operation.UPSERT);
        assertThat(connector().budget(Operation.UNSUBSCRIBE)).isEqualTo(Operation.SUBSCRIBE);
        assertThat(connector().budget(Operation.ERASE)).isEqualTo(Operation.ERASE);
    }

    @Test
    void repeatsEventsOnlyWhereThatIsPermitted() {
        assertThat(connector().repeatable(Operation.UPSERT)).isTrue();
        assertThat(connector().repeatable(Operation.TRACK)).isFalse();
        var settings = Map.of("region", "eu-01", "api_key", "brz-key", "repeat_uncertain_events", true);
        assertThat(vendor().connect(new Settings("destinations.x", settings)).repeatable(Operation.TRACK))
                .isTrue();
    }
}
