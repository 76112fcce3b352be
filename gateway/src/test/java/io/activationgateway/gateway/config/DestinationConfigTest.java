package io.activationgateway.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.courier.CourierSettings;
import io.activationgateway.connectors.courier.Reach;
import io.activationgateway.gateway.opendsr.TestProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a node's configuration says a destination is reached. */
class DestinationConfigTest {

    private static final String REST = """
            region: eu-central
            node: eu-central-1
            data: data
            policies: policies
            keys: {pseudonym: pseudonym.key, ledger: ledger.pem, policy_trust: [policy.pem.pub]}
            sources: {crm: {key: {env: KEY}, controller: acme-eu, brand: acme, destinations: [], purposes: []}}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("api.key"), "old-key\n");
        Files.writeString(folder.resolve("proxy.password"), "proxy-password\n");
        Files.writeString(folder.resolve("client.crt"), TestProcessor.certificatePem("gateway.example"));
        Files.writeString(folder.resolve("client.key"), TestProcessor.keyPem());
    }

    @Test
    void isReachedDirectlyAtPublicAddressesUnlessToldOtherwise() {
        var destination = destination("{vendor: iterable, region: eu, api_key: {file: api.key}}");

        assertThat(destination.sending()).isEqualTo(CourierSettings.DEFAULTS);
        assertThat(destination.settings().text("api_key")).isEqualTo("old-key");
    }

    @Test
    void saysCertificatesProxyAndBounds() {
        var destination = destination("""
                {vendor: iterable, region: eu, api_key: {file: api.key},
                 tls: {certificate: client.crt, key: client.key, authorities: client.crt},
                 proxy: {host: proxy.example, port: 3128, user: gateway, password: {file: proxy.password}},
                 sending: {connections: 9, deliveries: 8, attempts: 2, connect_timeout_ms: 700, request_timeout_ms: 900, linger_ms: 150}}
                """);

        var sending = destination.sending();
        assertThat(sending.reach())
                .isEqualTo(new Reach(
                        false,
                        new Reach.ClientCertificate(folder.resolve("client.crt"), folder.resolve("client.key")),
                        folder.resolve("client.crt"),
                        new Reach.Proxy("proxy.example", 3128, "gateway", "proxy-password")));
        assertThat(sending.connections()).isEqualTo(9);
        assertThat(sending.waiting()).isEqualTo(8);
        assertThat(sending.attempts()).isEqualTo(2);
        assertThat(sending.connectTimeout()).isEqualTo(Duration.ofMillis(700));
        assertThat(sending.requestTimeout()).isEqualTo(Duration.ofMillis(900));
        assertThat(sending.linger()).isEqualTo(Duration.ofMillis(150));
        destination.settings().text("region");
        destination.settings().text("api_key");
        destination.settings().refuseOthers();
        assertThat(destination.renewal().files())
                .containsExactlyInAnyOrder(
                        folder.resolve("api.key"),
                        folder.resolve("client.crt"),
                        folder.resolve("client.key"),
                        folder.resolve("proxy.password"));
    }

    @Test
    void readsAProxysPasswordAgain() throws IOException {
        var renewal = destination("""
                {vendor: iterable, region: eu, api_key: {file: api.key},
                 proxy: {host: proxy.internal, port: 3128, user: gateway, password: {file: proxy.password}}}""").renewal();

        Files.writeString(folder.resolve("proxy.password"), "another-password");
        assertThat(renewal.again().get().reach().proxy())
                .isEqualTo(new Reach.Proxy("proxy.internal", 3128, "gateway", "another-password"));
    }

    @Test
    void readsItsSecretsAgain() throws IOException {
        var renewal = destination("{vendor: iterable, region: eu, api_key: {file: api.key}}")
                .renewal();

        Files.writeString(folder.resolve("api.key"), "new-key");
        assertThat(renewal.again().get().settings().text("api_key")).isEqualTo("new-key");

        Files.writeString(folder.resolve("api.key"), "");
        assertThatThrownBy(() -> renewal.again().get())
                .isInstanceOf(ConfigException.class)
                .hasMessage("destinations.one.api_key: file api.key is empty (expected: the secret)");
    }

    @Test
    void namesWhatActivationsMayAskOfIt() {
        assertThat(destination("{vendor: iterable, operations: [remove, upsert]}")
                        .operations())
                .containsExactlyInAnyOrder(Operation.UPSERT, Operation.REMOVE);
        assertThat(destination("{vendor: iterable}").operations()).isEmpty();
        assertThatThrownBy(() -> destination("{vendor: iterable, operations: [delete]}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("destinations.one.operations")
                .hasMessageContaining("unsubscribe");
        assertThatThrownBy(() -> destination("{vendor: iterable, operations: []}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("destinations.one.operations");
    }

    @Test
    void namesThePlaceOfWhatIsWrong() {
        assertThatThrownBy(() -> destination("{vendor: iterable, tls: {certificate: client.key, key: nowhere.key}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "destinations.one.tls.certificate: file client.key holds no CERTIFICATE (expected: PEM with")
                .hasMessageContaining("destinations.one.tls.key: file nowhere.key cannot be read (expected: PEM with");
        assertThatThrownBy(() -> destination("{vendor: iterable, tls: {certificate: client.crt}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("destinations.one.tls");
        assertThatThrownBy(() -> destination("{vendor: iterable, sending: {connections: 0}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("destinations.one.sending.connections");
        assertThatThrownBy(() -> destination("{vendor: iterable, sending: {linger_ms: 2001}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("destinations.one.sending.linger_ms");
    }

    /** Else it would show at the first send, as a connection that fails. */
    @Test
    void refusesACertificateThatCannotBeShown() throws Exception {
        Files.writeString(
                folder.resolve("cut.crt"), "-----BEGIN CERTIFICATE-----\nY2FuYXJ5\n-----END CERTIFICATE-----\n");
        Files.writeString(
                folder.resolve("cut.key"), "-----BEGIN PRIVATE KEY-----\nY2FuYXJ5\n-----END PRIVATE KEY-----\n");
        Files.writeString(folder.resolve("other.key"), key("EC"));
        Files.writeString(folder.resolve("rsa.key"), key("RSA"));

        assertThatThrownBy(() -> destination("{vendor: temporal, tls: {certificate: cut.crt, key: client.key}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "destinations.one.tls.certificate: file cut.crt holds a certificate that cannot be"
                                + " read (expected: ");
        assertThatThrownBy(() -> destination("{vendor: temporal, tls: {authorities: cut.crt}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("destinations.one.tls.authorities: file cut.crt holds a certificate");
        for (var wrong : List.of("cut.key", "other.key", "rsa.key")) {
            assertThatThrownBy(
                            () -> destination("{vendor: temporal, tls: {certificate: client.crt, key: " + wrong + "}}"))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("destinations.one.tls.key: file " + wrong + " holds no key of the certificate"
                            + " (expected: ")
                    .hasMessageNotContaining("Y2FuYXJ5");
        }
        Files.writeString(
                folder.resolve("both.pem"),
                "der Schlüssel\n" + TestProcessor.keyPem() + "\na certificate\n"
                        + TestProcessor.certificatePem("gateway.example"));
        assertThat(destination("{vendor: temporal, tls: {certificate: both.pem, key: both.pem}}")
                        .sending()
                        .reach()
                        .certificate())
                .as("one file with both, and words between them")
                .isNotNull();
        TestProcessor.config(folder, Set.of(), Duration.ZERO);
        assertThat(destination("{vendor: temporal, tls: {certificate: dsr.pem, key: dsr.key}}")
                        .sending()
                        .reach()
                        .certificate())
                .as("an RSA key, and the authority's certificate behind its own")
                .isNotNull();
    }

    @Test
    void keepsTheCertificateWhereTheNextCannotBeShown() throws Exception {
        var renewal = destination("{vendor: temporal, tls: {certificate: client.crt, key: client.key}}")
                .renewal();

        Files.writeString(folder.resolve("client.key"), key("EC"));
        assertThatThrownBy(() -> renewal.again().get())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("destinations.one.tls.key: file client.key holds no key of the certificate");
    }

    private static String key(String algorithm) throws Exception {
        var key = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    private DestinationConfig destination(String text) {
        try {
            var file = folder.resolve("gateway.yaml");
            Files.writeString(file, REST + "destinations:\n  one: " + text.strip() + "\n");
            return ConfigLoader.load(file, Map.of("KEY", "a-key")::get)
                    .destinations()
                    .get("one");
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
