package io.activationgateway.connectors.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.VendorCode;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateSimulationTest {

    @Test
    void hearsWhatTheTemplateSays() throws Exception {
        try (var harness = new SandboxHarness(new SimulatedTemplate("crm", Map.of("X-Api-Key", "tp-key")))) {
            var act = Map.of("method", "PUT", "path", "/p/{{identifier.user_id}}", "body", "{{fields}}");
            var settings = Map.of(
                    "url", harness.endpoint(),
                    "country", "DE",
                    "headers", Map.of("X-Api-Key", "tp-key"),
                    "template", Map.of("operations", Map.of("upsert", act)));
            var row = "{\"user_id\":\"u 1\",\"city\":\"Köln\"}";
            assertThat(SandboxHarness.lines(
                            harness.send(harness.connector("template", settings), Operation.UPSERT, null, row)))
                    .containsExactly("0 ACCEPTED OK");
            assertThat(harness.heard(0).getString("path")).startsWith("/p/u");
            assertThat(harness.heard(0).encode()).contains("\"city\":\"Köln\"", "\"operation\":\"PUT\"");

            var stranger = new HashMap<String, Object>(settings);
            stranger.remove("headers");
            assertThat(harness.send(harness.connector("template", stranger), Operation.UPSERT, null, row))
                    .isEqualTo(new Answer.Stop(VendorCode.CREDENTIALS_REFUSED));
        }
    }
}
