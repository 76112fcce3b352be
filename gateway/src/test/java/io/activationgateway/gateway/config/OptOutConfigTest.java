package io.activationgateway.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When opt-outs are late, and when they are given up. */
class OptOutConfigTest {

    private static final String REST = """
            region: eu-central
            node: eu-central-1
            data: data
            policies: policies
            keys: {pseudonym: pseudonym.key, ledger: ledger.pem, policy_trust: [policy.pem.pub]}
            sources: {crm: {key: {env: KEY}, controller: acme-eu, brand: acme, destinations: [], purposes: []}}
            destinations: {}
            """;

    @TempDir
    private Path folder;

    @Test
    void threeDaysAndThirtyUnlessToldOtherwise() throws IOException {
        assertThat(load("").delivery().optOuts())
                .isEqualTo(new GatewayConfig.OptOuts(Duration.ofDays(3), Duration.ofDays(30)));
        assertThat(load("delivery: {opt_outs: {overdue_hours: 24, give_up_days: 60}}\n")
                        .delivery()
                        .optOuts())
                .isEqualTo(new GatewayConfig.OptOuts(Duration.ofDays(1), Duration.ofDays(60)));
    }

    @Test
    void whatIsOutOfBoundsOrNeverReportedIsRefused() {
        assertThatThrownBy(() -> load("delivery: {opt_outs: {give_up_days: 91}}\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("delivery.opt_outs.give_up_days");
        assertThatThrownBy(() -> load("delivery: {opt_outs: {overdue_hours: 48, give_up_days: 2}}\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("delivery.opt_outs.overdue_hours")
                .hasMessageContaining("48 hours");
    }

    private GatewayConfig load(String more) throws IOException {
        var file = folder.resolve("gateway.yaml");
        Files.writeString(file, REST + more);
        return ConfigLoader.load(file, Map.of("KEY", "key")::get);
    }
}
