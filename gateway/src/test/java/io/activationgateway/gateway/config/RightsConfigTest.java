package io.activationgateway.gateway.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a source may do beyond sending rows is for its configuration to say, and all of it can be said there. */
class RightsConfigTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void everyRightCanBeGivenByItself(Right right) throws IOException {
        assertThat(source(right.wireName()).rights()).containsExactly(right);
    }

    @Test
    void namesThePlaceOfARightThatThereIsNot() {
        assertThatThrownBy(() -> source("everything"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sources.crm.rights");
    }

    private SourceConfig source(String right) throws IOException {
        var file = Files.writeString(folder.resolve("node.yaml"), """
                region: eu-central
                node: eu-central-1
                data: data
                policies: policies
                keys: {pseudonym: pseudonym.key, ledger: ledger.pem, policy_trust: [policy.pem.pub]}
                destinations: {}
                sources:
                  crm:
                    {key: {env: KEY}, controller: acme-eu, brand: acme, destinations: [], purposes: [], rights: [%s]}
                """.formatted(right));
        return requireNonNull(
                ConfigLoader.load(file, Map.of("KEY", "a-key")::get).sources().get("crm"));
    }
}
