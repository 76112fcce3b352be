package io.activationgateway.connectors.rudderstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.connectors.ConnectorContract;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.SettingsException;
import io.activationgateway.connectors.Vendor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RudderstackTest extends ConnectorContract {

    @Override
    protected Vendor vendor() {
        return new RudderstackVendor();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of(
                "region", "eu",
                "url", "https://acme.dataplane.example.com",
                "country", "DE",
                "write_key", "rs-key",
                "access_token", "rs-token",
                "destination_ids", List.of("dst-b2"),
                "consents", Map.of("newsletter", "marketing", "scores", "profiling"));
    }

    @Test
    void cannotEraseOrSuppressWithoutWhatThatTakes() {
        assertThat(operations("access_token")).doesNotContain(Operation.SUPPRESS, Operation.ERASE);
        assertThat(operations("destination_ids")).contains(Operation.SUPPRESS).doesNotContain(Operation.ERASE);
    }

    @Test
    void saysWhereDataAndRegulationsGo() {
        assertThat(connector().endpoint(Operation.TRACK).host()).isEqualTo("acme.dataplane.example.com");
        assertThat(connector().endpoint(Operation.ERASE).host()).isEqualTo("api.eu.rudderstack.com");
        assertThat(connector().endpoints()).hasSize(2);
    }

    @Test
    void paysForEachDestinationThatDeletes() {
        var settings = new HashMap<>(settings());
        settings.put("destination_ids", List.of("a", "b", "c", "d"));
        var limits = vendor().connect(new Settings("destinations.x", settings)).limits(Operation.ERASE);
        assertThat(limits.requestsPerSecond() * 4)
                .isEqualTo(connector().limits(Operation.ERASE).requestsPerSecond());
    }

    @Test
    void namesTheSettingThatIsWrong() {
        refused("url", "http://acme.dataplane.example.com", "destinations.x.url");
        refused("url", "https://acme.dataplane.example.com/?a=b", "destinations.x.url");
        refused("country", "Germany", "destinations.x.country");
        refused("audience_as", "list", "destinations.x.list_fields");
        refused("list_fields", Map.of("email", "EMAIL"), "destinations.x.list_fields");
        refused("list_fields", Map.of("fax", "FAX"), "destinations.x.list_fields.fax");
    }

    private Set<Operation> operations(String without) {
        var settings = new HashMap<>(settings());
        settings.remove(without);
        return vendor().connect(new Settings("destinations.x", settings)).operations();
    }

    private void refused(String name, Object value, String path) {
        var settings = new HashMap<>(settings());
        settings.put(name, value);
        assertThatThrownBy(() -> vendor().connect(new Settings("destinations.x", settings)))
                .isInstanceOfSatisfying(
                        SettingsException.class, e -> assertThat(e.path()).isEqualTo(path));
    }
}
