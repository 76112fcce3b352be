package io.activationgateway.connectors.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.VendorCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connector and simulated vendor agree on every operation. */
class RudderstackSimulationTest {

    private SandboxHarness harness;

    @BeforeEach
    void start() throws Exception {
        harness = new SandboxHarness(new SimulatedRudderstack("rudderstack-us", "rs-key", "rs-token"));
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    @Test
    void takesCallsOnce() throws Exception {
        for (var operation : new Operation[] {Operation.UPSERT, Operation.ADD, Operation.REMOVE, Operation.TRACK}) {
            var row = "{\"dedupe\":\"" + operation + "\",\"user_id\":\"u-1\",\"event\":\"Seen\",\"city\":\"Köln\"}";
            for (int i = 0; i < 2; i++) {
                assertThat(SandboxHarness.lines(harness.send(connector(Map.of()), operation, "vip", row)))
                        .containsExactly("0 ACCEPTED OK");
            }
        }
        assertThat(harness.heard()).hasSize(4);
        assertThat(harness.heard(1).getJsonObject("fields").getValue("aud_vip")).isEqualTo(true);
        assertThat(harness.heard(0)
                        .getJsonObject("context")
                        .getJsonObject("consentManagement")
                        .getJsonArray("allowedConsentIds"))
                .containsExactly("marketing");
    }

    @Test
    void takesListsAndGroups() throws Exception {
        var lists = connector(Map.of("audience_as", "list", "list_fields", Map.of("email", "EMAIL")));
        assertThat(SandboxHarness.lines(harness.send(lists, Operation.ADD, "vip", "{\"email\":\"one@example.com\"}")))
                .containsExactly("0 ACCEPTED OK");
        var groups = connector(Map.of("group_id_field", "account"));
        harness.send(groups, Operation.UPSERT, null, "{\"dedupe\":\"g\",\"user_id\":\"u-1\",\"account\":7}");
        assertThat(harness.heard(0).getString("operation")).isEqualTo("audiencelist");
        assertThat(harness.heard(1).getJsonObject("identifiers").getString("groupId"))
                .isEqualTo("7");
    }

    @Test
    void dropsInSilenceWhatSuppressedPeopleDo() throws Exception {
        var connector = connector(Map.of());
        assertThat(SandboxHarness.lines(harness.send(connector, Operation.SUPPRESS, null, "{\"user_id\":\"u-1\"}")))
                .containsExactly("0 ACCEPTED OK");
        assertThat(SandboxHarness.lines(harness.send(
                        connector, Operation.ERASE, null, "{\"user_id\":\"u-2\",\"email\":\"two@example.com\"}")))
                .containsExactly("0 ACCEPTED OK");
        assertThat(SandboxHarness.lines(harness.send(
                        connector, Operation.UPSERT, null, "{\"user_id\":\"u-1\"}", "{\"user_id\":\"u-3\"}")))
                .containsExactly("0 ACCEPTED OK", "1 ACCEPTED OK");
        assertThat(harness.heard().stream()
                        .map(heard -> ((JsonObject) heard).getString("operation") + " "
                                + ((JsonObject) heard).getString("refused")))
                .containsExactly("suppress null", "suppress_with_delete null", "identify suppressed", "identify null");
    }

    @Test
    void refusesOtherKeysAndWholeBatches() throws Exception {
        var stop = new Answer.Stop(VendorCode.CREDENTIALS_REFUSED);
        var row = "{\"user_id\":\"u-1\"}";
        assertThat(harness.send(connector(Map.of("write_key", "x")), Operation.UPSERT, null, row))
                .isEqualTo(stop);
        assertThat(harness.send(connector(Map.of("access_token", "x")), Operation.ERASE, null, row))
                .isEqualTo(stop);
        var headers = Map.of("Authorization", "Basic cnMta2V5Og==");
        for (var body :
                new String[] {"{", "{\"batch\":[]}", "{\"batch\":[7]}", "{\"batch\":[{\"userId\":\"u\"},{}]}"}) {
            assertThat(harness.raw(HttpMethod.POST, "/rudderstack-us/v1/batch", headers, Buffer.buffer(body))
                            .status())
                    .as(body)
                    .isEqualTo(400);
        }
    }

    private Connector connector(Map<String, ?> more) {
        var settings = new HashMap<String, Object>(Map.of(
                "region", "us",
                "url", "https://acme.dataplane.example.com",
                "country", "US",
                "write_key", "rs-key",
                "access_token", "rs-token",
                "destination_ids", "dst-b2",
                "consents", Map.of("newsletter", "marketing")));
        settings.putAll(more);
        return harness.connector("rudderstack", settings);
    }
}
