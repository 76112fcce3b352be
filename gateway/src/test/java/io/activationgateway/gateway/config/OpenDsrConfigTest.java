package io.activationgateway.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a node is told to take data subject requests. */
class OpenDsrConfigTest {

    private static final String NEEDED = "domain: dsr.acme.example, key: keys/dsr.key, certificate: keys/dsr.pem";

    @TempDir
    private Path folder;

    @Test
    void withoutItNoneAreTaken() {
        assertThat(load("").openDsr()).isNull();
    }

    @Test
    void onlyWhatIsNeededMustBeTold() {
        assertThat(load("opendsr: {" + NEEDED + "}").openDsr())
                .isEqualTo(new GatewayConfig.OpenDsr(
                        "dsr.acme.example",
                        folder.resolve("keys/dsr.key"),
                        folder.resolve("keys/dsr.pem"),
                        Set.of(),
                        Duration.ofDays(14),
                        Duration.ZERO,
                        false));
    }

    @Test
    void theRestMayBe() {
        assertThat(load("opendsr: {" + NEEDED + ", callback_hosts: [controller.example, \"other.example:8443\"],"
                                + " expected_days: 30, waiting_minutes: 1440, private_addresses: true}")
                        .openDsr())
                .isEqualTo(new GatewayConfig.OpenDsr(
                        "dsr.acme.example",
                        folder.resolve("keys/dsr.key"),
                        folder.resolve("keys/dsr.pem"),
                        Set.of("controller.example", "other.example:8443"),
                        Duration.ofDays(30),
                        Duration.ofDays(1),
                        true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "key: k, certificate: c                                        | domain",
                "domain: dsr.acme.example, certificate: c                      | key",
                "domain: dsr.acme.example, key: k                              | certificate",
                "domain: DSR.acme.example, key: k, certificate: c              | domain",
                "domain: localhost, key: k, certificate: c                     | domain",
                "domain: a.example, key: k, certificate: c, expected_days: 90  | expected_days",
                "domain: a.example, key: k, certificate: c, expected_days: 0   | expected_days",
                "domain: a.example, key: k, certificate: c, waiting_minutes: -1 | waiting_minutes",
                "domain: a.example, key: k, certificate: c, callback_hosts: ['https://x.example'] | callback_hosts",
                "domain: a.example, key: k, certificate: c, callback_host: x   | callback_host",
            })
    void whatIsWrongIsNamedWithItsPlace(String section, String place) {
        assertThatThrownBy(() -> load("opendsr: {" + section + "}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("opendsr")
                .hasMessageContaining(place);
    }

    /** The section that stands commented in the sample is one. */
    @Test
    void theSamplesSectionFitsOnceItIsNoLongerCommentedOut() throws IOException {
        var sample = Files.readString(Path.of("../deploy/config/eu-central.yaml"));
        var section = sample.lines()
                .dropWhile(line -> !line.equals("# opendsr:"))
                .takeWhile(line -> line.startsWith("# "))
                .map(line -> line.substring(2))
                .toList();

        assertThat(section).hasSizeGreaterThan(3);
        assertThat(load(String.join("\n", section) + "\n").openDsr()).isNotNull();
    }

    private GatewayConfig load(String more) {
        var text = """
                region: eu-central
                node: eu-central-1
                data: data
                policies: policies
                keys: {pseudonym: pseudonym.key, ledger: ledger.pem, policy_trust: [policy.pem.pub]}
                sources: {crm: {key: {env: KEY}, controller: acme-eu, brand: acme, destinations: [], purposes: []}}
                destinations: {}
                """ + more;
        try {
            return ConfigLoader.load(
                    Files.writeString(folder.resolve("node.yaml"), text), Map.of("KEY", "from-variable")::get);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
