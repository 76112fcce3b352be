package io.activationgateway.gateway.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.connectors.catalogue.Vendors;
import io.activationgateway.connectors.courier.CourierSettings;
import io.activationgateway.connectors.courier.Reach;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.gateway.config.ConfigException;
import io.activationgateway.gateway.config.DestinationConfig;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.table.PolicyTable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
    void everyEndpointOfADestinationIsHeldAgainstThePolicy() {
        var connector = new TwoEndpoints(
                new Endpoint(URI.create("https://eu.vendor.example"), Set.of("IE"), false),
                new Endpoint(URI.create("https://login.vendor.example"), Set.of("SG"), true));

        assertThat(Destinations.contradictions(Map.of("iterable-eu", connector), samplePolicy()))
                .singleElement()
                .asString()
                .contains("destinations.iterable-eu", "[SG]");
        assertThat(Destinations.isSandbox(connector)).isTrue();
    }

    @Test
    void everyWrongDestinationIsNamedAtOnce() {
        var unknown = new DestinationConfig("pigeon", "pigeon", false, new Settings("destinations.pigeon", Map.of()));

        assertThatThrownBy(() -> Destinations.connect(List.of(unknown, iterable("iterable-eu", "mars")), Vendors.all()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("destinations.pigeon.vendor")
                .hasMessageContaining("destinations.iterable-eu.region");
    }

    @Test
    void anOperationThatTheVendorDoesNotSupportIsAnError() {
        var segment = Map.<String, Object>of("region", "eu", "write_key", "a-key");

        assertThatThrownBy(() -> Destinations.connect(
                        List.of(taking(Set.of(Operation.UPSERT, Operation.SUBSCRIBE, Operation.SUPPRESS), segment)),
                        Vendors.all()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("destinations.segment.operations: segment does not support [subscribe, suppress]"
                        + " (expected: some of [upsert, add, remove, track])");
        assertThat(Destinations.connect(List.of(taking(Set.of(Operation.UPSERT), segment)), Vendors.all()))
                .containsKey("segment");
    }

    private static DestinationConfig taking(Set<Operation> operations, Map<String, Object> settings) {
        var read = new Settings("destinations.segment", settings);
        return new DestinationConfig(
                "segment",
                "segment",
                operations,
                CourierSettings.DEFAULTS,
                read,
                new DestinationConfig.Renewal(Set.of(), () -> new DestinationConfig.Renewed(read, Reach.PUBLIC)));
    }

    /** What is to leave through a proxy must not leave past it. */
    @Test
    void aProxyThatCannotBeUsedIsAnError() {
        var temporal = Map.<String, Object>of(
                "url", "https://temporal.example:7233",
                "country", "DE",
                "namespace", "activation",
                "task_queue", "activation",
                "workflow_type", "Activate",
                "encryption_key", Base64.getEncoder().encodeToString(new byte[32]),
                "encryption_key_id", "2026-11");
        var clear = Map.<String, Object>of(
                "region", "eu", "api_key", "a-key", "sandbox", true, "endpoint", "http://127.0.0.1:9000/iterable");

        assertThatThrownBy(() -> Destinations.connect(
                        List.of(proxied("temporal", temporal), proxied("iterable", clear)), Vendors.all()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("destinations.temporal.proxy: temporal is reached past it (expected: no proxy)")
                .hasMessageContaining("destinations.iterable.proxy: only tunnels TLS");
        var iterable = Map.<String, Object>of("region", "eu", "api_key", "a-key");
        assertThat(Destinations.connect(List.of(proxied("iterable", iterable)), Vendors.all()))
                .containsKey("iterable");
    }

    private static DestinationConfig proxied(String vendor, Map<String, Object> settings) {
        var reach = new Reach(false, null, null, new Reach.Proxy("proxy.example", 3128, null, null));
        return new DestinationConfig(
                vendor,
                vendor,
                Set.of(),
                CourierSettings.DEFAULTS.reaching(reach),
                new Settings("destinations." + vendor, settings),
                new DestinationConfig.Renewal(Set.of(), () -> {
                    throw new UnsupportedOperationException();
                }));
    }

    private record TwoEndpoints(Endpoint endpoint, Endpoint other) implements Connector {

        @Override
        public Set<Endpoint> endpoints() {
            return Set.of(endpoint, other);
        }

        @Override
        public Set<Operation> operations() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Limits limits(Operation operation) {
            throw new UnsupportedOperationException();
        }

        @Override
        public @Nullable VendorCode refusal(Operation operation, @Nullable String audience, Channel channel) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Draft draft(Attempt attempt) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Answer read(Sent sent, VendorResponse response) {
            throw new UnsupportedOperationException();
        }
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
