package io.activationgateway.gateway.opendsr;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.gateway.config.ConfigException;
import io.activationgateway.gateway.config.GatewayConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessorIdentityTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {TestProcessor.DOMAIN, "*.acme.example", "DSR.acme.example"})
    void aCertificateForTheDomainIsTaken(String name) {
        var own = ProcessorIdentity.load(config(TestProcessor.keyPem(), TestProcessor.certificatePem(name)), NOW);

        assertThat(own.domain()).isEqualTo(TestProcessor.DOMAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.acme.example", "*.example", "dsr.acme.example.evil.example"})
    void aCertificateForAnotherNameIsNone(String name) {
        assertRefused(
                TestProcessor.keyPem(), TestProcessor.certificatePem(name), "opendsr.certificate", "does not name");
    }

    @Test
    void aCertificateForAnotherKeyIsNone() {
        assertRefused(
                TestProcessor.otherKeyPem(),
                TestProcessor.certificatePem(TestProcessor.DOMAIN),
                "opendsr.certificate",
                "not of the key");
    }

    @Test
    void filesThatHoldSomethingElseAreNamed() {
        var certificate = TestProcessor.certificatePem(TestProcessor.DOMAIN);

        assertRefused("no key", certificate, "opendsr.key", "PKCS#8");
        assertRefused(
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", certificate, "opendsr.key", "PKCS#8");
        assertRefused(TestProcessor.keyPem(), "no certificate", "opendsr.certificate", "X.509");
    }

    /** The test's certificates are valid from 2026 to 2046, the authority's too. */
    @ParameterizedTest
    @ValueSource(strings = {"2025-12-31T23:59:59Z", "2046-01-01T00:00:01Z"})
    void aCertificateThatIsNotValidNowIsNone(String now) {
        var config = config(TestProcessor.keyPem(), TestProcessor.certificatePem(TestProcessor.DOMAIN));

        assertThatThrownBy(() -> ProcessorIdentity.load(config, Instant.parse(now)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("opendsr.certificate: ")
                .hasMessageContaining("2046-01-01T00:00:00Z")
                .hasMessageContaining("(expected: ");
        assertThat(ProcessorIdentity.load(config, NOW).validUntil()).isEqualTo(Instant.parse("2046-01-01T00:00:00Z"));
    }

    @Test
    void onlyCertificatesAreServedWhateverTheFileHolds() {
        var pem = new String(
                ProcessorIdentity.load(
                                config(TestProcessor.keyPem(), TestProcessor.certificatePem(TestProcessor.DOMAIN)), NOW)
                        .certificate(),
                US_ASCII);

        assertThat(pem)
                .isEqualTo(TestProcessor.certificatePem(TestProcessor.DOMAIN))
                .doesNotContain("PRIVATE");
    }

    private void assertRefused(String key, String certificate, String place, String detail) {
        assertThatThrownBy(() -> ProcessorIdentity.load(config(key, certificate), NOW))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(place + ": ")
                .hasMessageContaining(detail)
                .hasMessageContaining("(expected: ");
    }

    private GatewayConfig.OpenDsr config(String key, String certificate) {
        return new GatewayConfig.OpenDsr(
                TestProcessor.DOMAIN,
                TestProcessor.write(folder.resolve("key.pem"), key),
                TestProcessor.write(folder.resolve("certificate.pem"), certificate),
                Set.of(),
                Duration.ofDays(14),
                Duration.ZERO,
                false);
    }
}
