package io.activationgateway.connectors.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.TestKeys;
import io.activationgateway.connectors.VendorCode;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups, consents and regulations; the rest is in {@link SandboxTest}. */
class SegmentSimulationTest {

    private SandboxHarness harness;

    @BeforeEach
    void start() throws Exception {
        harness = new SandboxHarness(new SimulatedSegment("segment-us", "seg-key", "seg-token"));
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    @Test
    void takesGroupsWithConsent() throws Exception {
        var connector = connector(Map.of("group_id_field", "account", "consents", Map.of("newsletter", "marketing")));
        assertThat(SandboxHarness.lines(harness.send(
                        connector, Operation.UPSERT, null, "{\"user_id\":\"u-1\",\"account\":\"a-1\",\"seats\":3}")))
                .containsExactly("0 ACCEPTED OK");
        assertThat(harness.heard(0).getString("operation")).isEqualTo("group");
        assertThat(harness.heard(0).getJsonObject("fields")).isEqualTo(new JsonObject().put("seats", 3));
        assertThat(harness.heard(0).getJsonObject("context").encode())
                .isEqualTo("{\"consent\":{\"categoryPreferences\":{\"marketing\":true}}}");
    }

    @Test
    void erasesInStepsAndDropsWhatComesLater() throws Exception {
        var connector = connector(Map.of());
        var answer = (Answer.Working) harness.send(connector, Operation.ERASE, null, "{\"user_id\":\"u-1\"}");
        answer = (Answer.Working) harness.exchange(connector, answer.next());
        var told = harness.raw(answer.next().request()).body().toJsonObject();
        assertThat(told.getJsonObject("data").getJsonObject("regulation")).isEqualTo(new JsonObject("""
                        {"id":"reg0","workspaceId":"workspace","overallStatus":"RUNNING",\
                        "createdAt":"2026-03-01T09:15:02Z","finishedAt":"","streamStatus":[]}"""));
        assertThat(SandboxHarness.lines(harness.exchange(connector, answer.next())))
                .containsExactly("0 APPLIED OK");
        harness.send(connector, Operation.UPSERT, null, "{\"user_id\":\"u-1\"}");
        assertThat(harness.heard(0).getString("operation")).isEqualTo("SUPPRESS_WITH_DELETE");
        assertThat(harness.heard(1).getString("refused")).isEqualTo("suppressed");
    }

    @Test
    void wantsJson() throws Exception {
        var request = SandboxHarness.draft(connector(Map.of()), Operation.UPSERT, null, "x", "{\"user_id\":\"u-1\"}")
                .request();
        var headers = new HashMap<>(request.headers());
        headers.put("Content-Type", "text/plain");
        assertThat(harness.raw(request.method(), request.pathAndQuery(), headers, request.body())
                        .status())
                .isEqualTo(400);
        assertThat(harness.heard()).isEmpty();
    }

    @Test
    void suppressesAndDeletesApart() throws Exception {
        var connector = connector(Map.of("erasure", "delete-only"));
        harness.send(connector, Operation.ERASE, null, "{\"user_id\":\"u-1\"}");
        harness.send(connector, Operation.UPSERT, null, "{\"user_id\":\"u-1\"}");
        harness.send(connector, Operation.SUPPRESS, null, "{\"user_id\":\"u-2\"}");
        harness.send(connector, Operation.UPSERT, null, "{\"dedupe\":\"k\",\"user_id\":\"u-2\"}");
        assertThat(harness.heard().stream()
                        .map(heard -> ((JsonObject) heard).getString("operation") + " "
                                + ((JsonObject) heard).getBoolean("accepted")))
                .containsExactly("DELETE_ONLY true", "identify true", "SUPPRESS_ONLY true", "identify false");
        assertThat(harness.send(
                        connector(Map.of("public_api_token", "x")), Operation.ERASE, null, "{\"user_id\":\"u\"}"))
                .isEqualTo(new Answer.Stop(VendorCode.CREDENTIALS_REFUSED));
    }

    @Test
    void lendsTokensToItsApplication() throws Exception {
        harness.close();
        var app = new SimulatedSegment.App("app-1", "kid-1", "https://oauth2.segment.io", TestKeys.RSA.getPublic());
        harness = new SandboxHarness(new SimulatedSegment("segment-us", "seg-key", null, app));
        var oauth = Map.of("oauth_app_id", "app-1", "oauth_key_id", "kid-1", "oauth_private_key", TestKeys.PEM);
        assertThat(SandboxHarness.lines(
                        harness.send(connector(oauth), Operation.UPSERT, null, "{\"user_id\":\"u-1\"}")))
                .containsExactly("0 ACCEPTED OK");
        assertThat(harness.heard(0).getJsonObject("identifiers").getString("userId"))
                .isEqualTo("u-1");
        var stop = new Answer.Stop(VendorCode.CREDENTIALS_REFUSED);
        for (var wrong : List.of("oauth_app_id", "oauth_key_id", "write_key")) {
            var settings = new HashMap<String, Object>(oauth);
            settings.put(wrong, "other");
            assertThat(harness.send(connector(settings), Operation.UPSERT, null, "{\"user_id\":\"u-1\"}"))
                    .as(wrong)
                    .isEqualTo(stop);
        }
        assertThat(harness.send(connector(Map.of()), Operation.UPSERT, null, "{\"user_id\":\"u-1\"}"))
                .isEqualTo(stop);
    }

    private Connector connector(Map<String, ?> more) {
        var settings = new HashMap<String, Object>(
                Map.of("region", "us", "write_key", "seg-key", "public_api_token", "seg-token"));
        settings.putAll(more);
        return harness.connector("segment", settings);
    }
}
