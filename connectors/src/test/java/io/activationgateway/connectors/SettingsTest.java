package io.activationgateway.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private static final DataRegion EU = new DataRegion("eu", Set.of("IE"), URI.create("https://eu.example.com"));

    @Test
    void namesThePlaceTheProblemAndTheRemedyButNoValue() {
        var settings = new Settings("destinations.d", Map.of("secret", 42, "flag", "yes", "n", 11, "word", "canary"));
        refused("secret", () -> settings.text("secret"));
        refused("absent", () -> settings.text("absent"));
        refused("flag", () -> settings.flag("flag", false));
        refused("n", () -> settings.number("n", 1, 1, 10));
        refused("word", () -> settings.choice("word", "", Set.of("other")));
        refused("word", () -> settings.uri("word"));
        refused("word", () -> settings.numbers("word"));
        refused("word", () -> settings.textMap("word"));
        refused("names.a", () -> new Settings("destinations.d", Map.of("names", Map.of("a", 42))).textMap("names"));
        assertThat(settings.toString()).doesNotContain("canary");
    }

    @Test
    void fallsBackWhereASettingIsAbsent() {
        var settings = new Settings("destinations.d", Map.of());
        assertThat(settings.flag("flag", true)).isTrue();
        assertThat(settings.number("n", 7, 1, 10)).isEqualTo(7);
        assertThat(settings.choice("word", "usual", Set.of("other"))).isEqualTo("usual");
        assertThat(settings.optionalText("text")).isNull();
        assertThat(settings.numbers("lists")).isEmpty();
        assertThat(settings.textMap("names")).isEmpty();
    }

    @Test
    void refusesWhatNobodyRead() {
        var settings = new Settings("destinations.d", Map.of("known", "x", "unknown", "y"));
        settings.text("known");
        refused("unknown", settings::refuseOthers);
    }

    @Test
    void usesTheRegionsHostUnlessTheSandboxStandsIn() {
        var usual = endpoint(Map.of());
        assertThat(usual).isEqualTo(new Endpoint(EU.endpoint(), Set.of("IE"), false));
        assertThat(usual.port()).isEqualTo(443);
        assertThat(usual.path("/v1")).isEqualTo("/v1");

        var sandbox = endpoint(Map.of("sandbox", true, "endpoint", "http://localhost:81/x"));
        assertThat(sandbox.sandbox()).isTrue();
        assertThat(sandbox.port()).isEqualTo(81);
        assertThat(sandbox.tls()).isFalse();
        assertThat(sandbox.path("/v1")).isEqualTo("/x/v1");

        refused("endpoint", () -> endpoint(Map.of("endpoint", "https://elsewhere.example.com")));
        refused("sandbox", () -> endpoint(Map.of("sandbox", true)));
        for (var wrong : List.of("ftp://x.example", "localhost:81", "http://u:p@x.example", "http://x.example?a=b")) {
            refused("endpoint", () -> endpoint(Map.of("sandbox", true, "endpoint", wrong)));
        }
    }

    private static Endpoint endpoint(Map<String, ?> more) {
        var values = new HashMap<String, Object>(more);
        values.put("region", "eu");
        var settings = new Settings("destinations.d", values);
        return settings.endpoint(settings.region(List.of(EU)));
    }

    private static void refused(String name, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("destinations.d." + name)
                .hasMessageNotContainingAny("canary", "42", "elsewhere")
                .satisfies(e -> assertThat(((SettingsException) e).remedy()).isNotBlank());
    }
}
