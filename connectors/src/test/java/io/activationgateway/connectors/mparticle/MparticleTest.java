package io.activationgateway.connectors.mparticle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.connectors.ConnectorContract;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.JsonRecord;
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

class MparticleTest extends ConnectorContract {

    @Override
    protected Vendor vendor() {
        return new MparticleVendor();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of(
                "region", "eu1",
                "api_key", "mp-key",
                "api_secret", "mp-secret",
                "workspace_key", "ws-key",
                "workspace_secret", "ws-secret",
                "consents", Map.of("newsletter", "marketing_email"),
                "consented_at_field", "consented_at");
    }

    @Override
    protected String large(int bytes) {
        return manyFields(bytes);
    }

    @Test
    void cannotEraseOrSubscribeWithoutWhatThatTakes() {
        var bare = Map.of("region", "us1", "api_key", "mp-key", "api_secret", "mp-secret");
        var connector = vendor().connect(new Settings("destinations.x", bare));
        assertThat(connector.operations())
                .containsExactlyInAnyOrder(Operation.UPSERT, Operation.ADD, Operation.REMOVE, Operation.TRACK);
        for (var operation : List.of(Operation.ERASE, Operation.SUBSCRIBE, Operation.UNSUBSCRIBE)) {
            assertThat(connector.refusal(operation, null, Channel.EMAIL)).isEqualTo(VendorCode.OPERATION_NOT_SUPPORTED);
        }
        assertThatThrownBy(() -> connector.poll("acc47fe0-6009-486f-9cae-91cc9c58f986"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysWhereErasuresGo() {
        var connector = connector();
        assertThat(connector.endpoint(Operation.ERASE).host()).isEqualTo("opendsr.mparticle.com");
        assertThat(connector.endpoint(Operation.ERASE).countries()).containsExactlyInAnyOrder("DE", "US");
        assertThat(connector.endpoint(Operation.TRACK).countries()).containsExactly("DE");
        assertThat(connector.endpoints().stream().map(Endpoint::host))
                .containsExactlyInAnyOrder("s2s.eu1.mparticle.com", "opendsr.mparticle.com");
    }

    @Test
    void asksOnlyForJobsItCanHaveNamed() {
        for (var job : new String[] {"", "1-1-1-1-1", "../secrets", "acc47fe0-6009-486f-9cae-91cc9c58f986/x"}) {
            assertThatThrownBy(() -> connector().poll(job)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void subscribesForNoPurposeWithoutACounterpart() {
        var settings = new HashMap<>(settings());
        settings.put("consents", Map.of("sms-offers", "marketing_sms"));
        var connector = vendor().connect(new Settings("destinations.x", settings));
        for (var operation : List.of(Operation.SUBSCRIBE, Operation.UNSUBSCRIBE)) {
            assertThat(connector.draft(attempt(operation)).add(JsonRecord.of(0, "{\"user_id\":\"u\"}")))
                    .isEqualTo(new Draft.Unsayable(VendorCode.CHANNEL_UNKNOWN));
        }
    }

    @Test
    void keepsEventsOfLongAgoApart() {
        var draft = connector().draft(attempt(Operation.TRACK));
        var old = "{\"user_id\":\"u\",\"event\":\"e\",\"occurred_at\":\"2025-03-01T00:00:00Z\"}";
        assertThat(draft.add(JsonRecord.of(0, "{\"user_id\":\"u\",\"event\":\"e\"}")))
                .isEqualTo(Draft.Taken.TAKEN);
        assertThat(draft.add(JsonRecord.of(1, old))).isEqualTo(Draft.Full.FULL);
        assertThat(draft.finish().request().pathAndQuery()).isEqualTo("/v2/bulkevents");
        var history = connector().draft(attempt(Operation.TRACK));
        assertThat(history.add(JsonRecord.of(0, old))).isEqualTo(Draft.Taken.TAKEN);
        assertThat(history.finish().request().pathAndQuery()).isEqualTo("/v2/bulkevents/historical");
    }

    @Test
    void refusesAHundredAndOneAttributes() {
        var json = new StringBuilder("{\"user_id\":\"u\"");
        for (int i = 0; i < 100; i++) {
            json.append(",\"a").append(i).append("\":1");
        }
        var draft = connector().draft(attempt(Operation.UPSERT));
        assertThat(draft.add(JsonRecord.of(0, json + "}"))).isEqualTo(Draft.Taken.TAKEN);
        assertThat(draft.add(JsonRecord.of(0, json + ",\"one\":1}")))
                .isEqualTo(new Draft.Unsayable(VendorCode.RECORD_TOO_LARGE));
        assertThat(draft.add(JsonRecord.of(0, "{\"user_id\":\"u\",\"" + "n".repeat(257) + "\":1}")))
                .isEqualTo(new Draft.Unsayable(VendorCode.RECORD_TOO_LARGE));
    }

    @Test
    void namesTheSettingThatIsWrong() {
        refused("identities", Map.of("phone", "telephone"), "destinations.x.identities.phone");
        refused("identities", Map.of("fax", "other"), "destinations.x.identities.fax");
        refused("identities", Map.of("phone", "email"), "destinations.x.identities");
        refused("workspace_secret", null, "destinations.x.workspace_secret");
        refused("workspace_key", null, "destinations.x.workspace_key");
        refused("consented_at_field", null, "destinations.x.consented_at_field");
        refused("data_sale_purposes", List.of(), "destinations.x.data_sale_purposes");
    }

    private void refused(String name, Object value, String path) {
        var settings = new HashMap<>(settings());
        settings.put(name, value);
        settings.values().removeIf(one -> one == null);
        assertThatThrownBy(() -> vendor().connect(new Settings("destinations.x", settings)))
                .isInstanceOfSatisfying(
                        SettingsException.class, e -> assertThat(e.path()).isEqualTo(path));
    }
}
