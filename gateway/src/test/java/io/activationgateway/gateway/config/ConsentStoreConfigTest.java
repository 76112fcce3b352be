package io.activationgateway.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.gateway.config.GatewayConfig.ConsentStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a node's configuration says the consent register lies. */
class ConsentStoreConfigTest {

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
    void liesInTheDataFolderUnlessToldOtherwise() {
        assertThat(load("").consentStore()).isEqualTo(new ConsentStore.InDataFolder());
    }

    @Test
    void evidenceIsKeptForThreeYearsUnlessToldOtherwise() {
        assertThat(load("").consent().evidence()).isEqualTo(Duration.ofDays(1096));
        assertThat(load("consent: {evidence_days: 365}\n").consent().evidence()).isEqualTo(Duration.ofDays(365));
        assertThatThrownBy(() -> load("consent: {evidence_days: 0}\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("consent.evidence_days");
    }

    @Test
    void liesInPostgresWithThePasswordFromAFileOrTheEnvironment() throws IOException {
        Files.writeString(folder.resolve("db.password"), "from-file\n");

        var byFile = load("""
                consent:
                  store: {url: "jdbc:postgresql://db/consents", user: gateway, password: {file: db.password}}
                """).consentStore();
        var byVariable = load("""
                consent:
                  store: {url: "jdbc:postgresql://db/consents", user: gateway, password: {env: KEY}}
                """).consentStore();

        assertThat(byFile)
                .isEqualTo(new ConsentStore.PostgreSql(
                        "jdbc:postgresql://db/consents", "gateway", new Secret("from-file")));
        assertThat(byVariable)
                .isEqualTo(new ConsentStore.PostgreSql(
                        "jdbc:postgresql://db/consents", "gateway", new Secret("from-variable")));
        assertThat(byFile.toString()).doesNotContain("from-file");
    }

    @Test
    void namesThePlaceOfWhatIsWrong() {
        assertThatThrownBy(() -> load("""
                        consent:
                          store: {url: "jdbc:mysql://db/consents", user: gateway, password: {env: KEY}}
                        """))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("consent.store.url");
        assertThatThrownBy(() -> load("""
                        consent:
                          store: {url: "jdbc:postgresql://db/consents", user: gateway, password: {env: UNSET}}
                        """))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("consent.store.password: environment variable UNSET is not set");
    }

    @Test
    void severalNodesNeedADatabaseThatTheyShare() {
        assertThatThrownBy(() -> load("cluster: {members: [\"10.0.0.1:5701\", \"10.0.0.2:5701\"]}\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("consent.store: is missing")
                .hasMessageContaining("2 members");
    }

    @Test
    void thePasswordIsListedAmongTheSecrets() {
        var file = write("""
                consent:
                  store: {url: "jdbc:postgresql://db/consents", user: gateway, password: {env: UNSET}}
                """);

        assertThat(SecretUse.of(file, Map.of("KEY", "x")::get))
                .contains(new SecretUse.InEnvironment(
                        "consent.store.password", SecretUse.Purpose.DATABASE_PASSWORD, "UNSET", false));
    }

    private GatewayConfig load(String more) {
        return ConfigLoader.load(write(more), Map.of("KEY", "from-variable")::get);
    }

    private Path write(String more) {
        try {
            return Files.writeString(folder.resolve("node.yaml"), REST + more);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
