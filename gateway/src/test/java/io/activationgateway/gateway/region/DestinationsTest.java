package io.activationgateway.gateway.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.catalogue.Vendors;
import io.activationgateway.gateway.config.ConfigException;
import io.activationgateway.gateway.config.DestinationConfig;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.table.PolicyTable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DestinationsTest {

    @Test
    void anEndpointInACountryThatThePolicyDoesNotNameSpeaksAgainstTheStart() {
        var connectors = Destinations.connect(
                List.of(iterable("iterable-us", "eu"), iterable("iterable-eu", "eu")), Vendors.all());

        assertThat(Destinations.contradictions(connectors, samplePolicy()))
                .singleElement()
                .asString()
                .contains("destinations.iterable-us", "[IE]", "[US]", "another data region");
    }

    @Test
    void everyWrongDestinationIsNamedAtOnce() {
        var unknown = new DestinationConfig("pigeon", "pigeon", false, new Settings("destinations.pigeon", Map.of()));

        assertThatThrownBy(() -> Destinations.connect(List.of(unknown, iterable("iterable-eu", "mars")), Vendors.all()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("destinations.pigeon.vendor")
                .hasMessageContaining("destinations.iterable-eu.region");
    }

    private static DestinationConfig iterable(String name, String region) {
        var settings = new Settings("destinations." + name, Map.of("region", region, "api_key", "a-key"));
        return new DestinationConfig(name, "iterable", false, settings);
    }

    private static PolicyTable samplePolicy() {
        return switch (PolicyDocuments.load(Path.of("..", "deploy", "policies"))) {
            case PolicyDocuments.Loaded loaded ->
                PolicyTable.compile(loaded.policies(), Instant.parse("2026-11-22T00:00:00Z"));
            case PolicyDocuments.Rejected(var errors) -> throw new AssertionError(errors);
        };
    }
}
