package io.activationgateway.connectors.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.BasicCredentials;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.VendorCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every operation of every preset, over HTTP. */
class AutomationSimulationTest {

    private static final Map<String, Map<String, String>> KEYS = Map.of(
            "n8n", Map.of("country", "DE", "header_name", "x-key", "header_value", "n8n-key"),
            "make", Map.of("country", "IE", "api_key", "make-key"),
            "zapier", Map.of());

    @ParameterizedTest
    @EnumSource
    void isTakenOnceByEachProduct(Operation operation) throws Exception {
        for (var vendor : KEYS.keySet()) {
            try (var harness = harness(vendor)) {
                var connector = harness.connector(vendor, settings(vendor, harness));
                var row = "{\"user_id\":\"u-1\",\"event\":\"Seen\",\"city\":\"Köln\"}";
                for (int i = 0; i < 2; i++) {
                    assertThat(SandboxHarness.lines(harness.send(connector, operation, "vip", row)))
                            .as(vendor)
                            .containsExactly("0 ACCEPTED OK");
                }
                assertThat(harness.heard()).hasSize(1);
                var heard = harness.heard(0).encode();
                assertThat(heard).contains("u-1");
                assertThat(heard.contains("Köln")).isEqualTo(!operation.takesAway());
            }
        }
    }

    @Test
    void refusesAnotherKey() throws Exception {
        for (var vendor : new String[] {"n8n", "make"}) {
            try (var harness = harness(vendor)) {
                var settings = settings(vendor, harness);
                settings.replaceAll((name, value) -> String.valueOf(value).endsWith("-key") ? "wrong" : value);
                assertThat(harness.send(
                                harness.connector(vendor, settings), Operation.UPSERT, null, "{\"user_id\":\"u\"}"))
                        .isEqualTo(new Answer.Stop(VendorCode.CREDENTIALS_REFUSED));
            }
        }
    }

    /** n8n tells missing credentials from wrong ones, and names the method that its node does not listen for. */
    @Test
    void answersInTheWordsOfN8n() throws Exception {
        var basic = Map.of("country", "DE", "basic_user", "gateway", "basic_password", "n8n-key");
        try (var harness = new SandboxHarness(Simulations.of("n8n", "hook", new Settings("destinations.x", basic))
                .orElseThrow())) {
            var body = Buffer.buffer("{\"type\":\"profile.upsert\"}");
            assertThat(harness.raw(HttpMethod.POST, "/hook", Map.of(), body).status())
                    .isEqualTo(401);
            var wrong = Map.of("Authorization", BasicCredentials.header("gateway", "x"));
            assertThat(harness.raw(HttpMethod.POST, "/hook", wrong, body).status())
                    .isEqualTo(403);
            var get = harness.raw(HttpMethod.GET, "/hook", Map.of(), Buffer.buffer());
            assertThat(get.status()).isEqualTo(404);
            assertThat(get.body().toJsonObject().fieldNames()).containsExactlyInAnyOrder("code", "message", "hint");
        }
    }

    private static SandboxHarness harness(String vendor) throws Exception {
        return new SandboxHarness(Simulations.of(vendor, "hook", new Settings("destinations.x", KEYS.get(vendor)))
                .orElseThrow());
    }

    private static Map<String, Object> settings(String vendor, SandboxHarness harness) {
        var settings = new HashMap<String, Object>(KEYS.get(vendor));
        settings.put("url", harness.endpoint());
        return settings;
    }
}
