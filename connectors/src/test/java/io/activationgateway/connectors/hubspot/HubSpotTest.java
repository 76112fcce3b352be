package io.activationgateway.connectors.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.connectors.Connector;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HubSpotTest extends ConnectorContract {

    private static final String TOKEN = "pat-eu1-00000000-aaaa-bbbb-cccc-111111111111";

    @Override
    protected Vendor vendor() {
        return new HubSpotVendor();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of(
                "region",
                "eu1",
                "access_token",
                TOKEN,
                "id_property",
                "external_ref",
                "lists",
                Map.of("vip", 42),
                "subscriptions",
                Map.of("newsletter", 7654321));
    }

    /** One host serves all regions: only the token tells where the data goes. */
    @Test
    void refusesATokenOfAnotherRegionOrOfNone() {
        refused(Map.of("region", "na1"), "access_token");
        refused(
                Map.of("access_token", "CJSP5qf1KhICAQEYs-gDIIGOBii1hQIyGQAf3xBKmlwHjX7OIpuIFEavB2-qYAGQsF4"),
                "access_token");
        var sandbox = Map.of("sandbox", true, "endpoint", "http://127.0.0.1:9000/hubspot");
        var other = new HashMap<String, Object>(sandbox);
        other.put("access_token", "anything");
        assertThat(connected(other)).isNotNull();
        other.put("access_token", "pat-na1-0");
        refused(other, "access_token");
    }

    /** 100 requests in ten seconds for an account, whatever they say, and looking somebody up is one of them. */
    @Test
    void sharesOnePace() {
        assertThat(connector().operations()).extracting(connector()::budget).containsOnly(Operation.UPSERT);
        assertThat(connector().requests(Operation.UPSERT)).isEqualTo(1);
        assertThat(connector().requests(Operation.ADD)).isEqualTo(2);
        assertThat(connector().requests(Operation.ERASE)).isEqualTo(2);
        assertThat(connected(Map.of("id_property", "email")).requests(Operation.ERASE))
                .isEqualTo(1);
        assertThat(connector().requests(Operation.TRACK)).isEqualTo(2);
        for (var without : List.<Map<String, ?>>of(
                Map.of("event_look_up", false),
                Map.of("id_property", "email"),
                Map.of("event_keys", Map.of("user_id", "objectId")))) {
            assertThat(connected(without).requests(Operation.TRACK)).isEqualTo(1);
        }
    }

    @Test
    void fillsEachPropertyFromOneColumn() {
        refused(Map.of("properties", Map.of("a", "x", "b", "x")), "properties.");
        refused(Map.of("properties", Map.of("mail", "email")), "properties.mail");
        refused(Map.of("properties", Map.of("a", "Not A Name")), "properties.a");
        refused(Map.of("id_property", "External Ref"), "id_property");
        refused(Map.of("events", Map.of("bought", "bought")), "events.bought");
        refused(Map.of("event_keys", Map.of("user_id", "email")), "event_keys.user_id");
        refused(Map.of("event_keys", Map.of("email", "utk")), "event_keys.email");
        refused(Map.of("event_keys", Map.of("fax", "utk")), "event_keys.fax");
    }

    @Test
    void namesNobodyTwiceInARequest() {
        var upsert = connector().draft(attempt(Operation.UPSERT));
        assertThat(upsert.add(person(0, "user_id", "u"))).isEqualTo(Draft.Taken.TAKEN);
        assertThat(upsert.add(person(1, "user_id", "U"))).isEqualTo(Draft.Taken.TAKEN);
        assertThat(upsert.add(person(2, "user_id", "u"))).isEqualTo(Draft.Full.FULL);
        assertThat(upsert.finish().size()).isEqualTo(2);

        var suppress = connector().draft(attempt(Operation.SUPPRESS));
        assertThat(suppress.add(person(0, "email", "a@example.com"))).isEqualTo(Draft.Taken.TAKEN);
        assertThat(suppress.add(person(1, "email", "A@example.com"))).isEqualTo(Draft.Full.FULL);
    }

    @Test
    void looksUpAHundredPeopleOfEventsAtOnce() {
        var events = connector().draft(attempt(Operation.TRACK));
        for (int i = 0; i < 100; i++) {
            assertThat(events.add(event(i, "u" + i))).isEqualTo(Draft.Taken.TAKEN);
        }
        assertThat(events.add(event(100, "u7"))).isEqualTo(Draft.Taken.TAKEN);
        assertThat(events.add(JsonRecord.of(101, "{\"email\":\"a@example.com\",\"event\":\"pe1_seen\"}")))
                .isEqualTo(Draft.Taken.TAKEN);
        assertThat(events.add(event(102, "u100"))).isEqualTo(Draft.Full.FULL);
        assertThat(events.finish().size()).isEqualTo(102);
    }

    @Test
    void knowsSubscriptionsOfEmailAndOfConfiguredPurposesOnly() {
        for (var channel : Channel.values()) {
            assertThat(connector().refusal(Operation.UNSUBSCRIBE, null, channel))
                    .isEqualTo(channel == Channel.EMAIL ? null : VendorCode.CHANNEL_UNKNOWN);
        }
        var without = connected(Map.of("subscriptions", Map.of()));
        assertThat(without.refusal(Operation.SUBSCRIBE, null, Channel.EMAIL)).isEqualTo(VendorCode.CHANNEL_UNKNOWN);
        var others = connected(Map.of("subscriptions", Map.of("parcels", 11)));
        assertThat(others.draft(attempt(Operation.UNSUBSCRIBE)).add(person(0, "email", "a@example.com")))
                .isEqualTo(new Draft.Unsayable(VendorCode.CHANNEL_UNKNOWN));
        assertThat(connector().refusal(Operation.SUPPRESS, null, Channel.SMS)).isEqualTo(VendorCode.CHANNEL_UNKNOWN);
        assertThat(connector().refusal(Operation.ADD, "others", Channel.EMAIL)).isEqualTo(VendorCode.AUDIENCE_UNKNOWN);
    }

    private Connector connected(Map<String, ?> changed) {
        var settings = new HashMap<>(settings());
        settings.putAll(changed);
        return vendor().connect(new Settings("destinations.x", settings));
    }

    private void refused(Map<String, ?> changed, String path) {
        assertThatThrownBy(() -> connected(changed))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("destinations.x." + path);
    }

    private static JsonRecord event(int index, String userId) {
        return JsonRecord.of(index, "{\"user_id\":\"" + userId + "\",\"event\":\"pe1_seen\"}");
    }

    private static JsonRecord person(int index, String name, String value) {
        return JsonRecord.of(index, "{\"" + name + "\":\"" + value + "\"}");
    }
}
