package io.activationgateway.gateway.region;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.SettingsException;
import io.activationgateway.connectors.Vendor;
import io.activationgateway.connectors.catalogue.Vendors;
import io.activationgateway.connectors.courier.ThroughSdk;
import io.activationgateway.gateway.config.ConfigException;
import io.activationgateway.gateway.config.DestinationConfig;
import io.activationgateway.residency.table.PolicyTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Makes the connectors of the configured destinations and holds them against the policy. */
final class Destinations {

    private Destinations() {}

    /** One connector per destination; throws with everything that is wrong with their settings. */
    static Map<String, Connector> connect(Collection<DestinationConfig> destinations, Vendors vendors) {
        var errors = new ArrayList<String>();
        var connectors = new LinkedHashMap<String, Connector>();
        for (var destination : destinations) {
            var vendor = vendors.find(destination.vendor());
            if (vendor == null) {
                errors.add("destinations." + destination.name() + ".vendor: " + destination.vendor()
                        + " is not known (expected: one of " + new TreeSet<>(vendors.names()) + ")");
                continue;
            }
            try {
                var connector = vendor.connect(destination.settings());
                connectors.put(destination.name(), connector);
                errors.addAll(misfits(destination, vendor, connector));
            } catch (SettingsException wrong) {
                errors.add(wrong.getMessage());
            }
        }
        if (!errors.isEmpty()) {
            throw new ConfigException(errors);
        }
        return connectors;
    }

    /** What a destination's configuration asks of its vendor that it cannot have. */
    private static List<String> misfits(DestinationConfig destination, Vendor vendor, Connector connector) {
        var place = "destinations." + destination.name();
        var errors = new ArrayList<String>();
        var unsupported = new TreeSet<>(destination.operations(connector));
        unsupported.removeAll(connector.operations());
        if (!unsupported.isEmpty()) {
            errors.add(place + ".operations: " + vendor.name() + " does not support " + named(unsupported)
                    + " (expected: some of " + named(connector.operations()) + ")");
        }
        if (destination.sending().reach().proxy() != null) {
            proxyError(vendor, connector).ifPresent(error -> errors.add(place + ".proxy: " + error));
        }
        return errors;
    }

    private static List<String> named(Set<Operation> operations) {
        return operations.stream().sorted().map(Operation::wireName).toList();
    }

    /** Why a destination cannot go through its proxy: it must not go past it instead. */
    private static Optional<String> proxyError(Vendor vendor, Connector connector) {
        if (vendor instanceof ThroughSdk) {
            return Optional.of(vendor.name() + " is reached past it (expected: no proxy)");
        }
        return connector.endpoints().stream().allMatch(Endpoint::tls)
                ? Optional.empty()
                : Optional.of(
                        "only tunnels TLS, and an endpoint of the vendor is not https (expected: https, or no proxy)");
    }

    /** Whether any of a destination's requests goes to a stand-in for the vendor. */
    static boolean isSandbox(Connector connector) {
        return connector.endpoints().stream().anyMatch(Endpoint::sandbox);
    }

    /**
     * What speaks against a start: a destination with an endpoint in a country that its policy document does not
     * name. A destination without a policy document is no error: nothing goes there ({@code gap.destination}).
     */
    static List<String> contradictions(Map<String, Connector> connectors, PolicyTable policy) {
        var errors = new ArrayList<String>();
        connectors.forEach((name, connector) -> policy.destination(name).ifPresent(declared -> {
            var undeclared = new TreeSet<String>();
            connector.endpoints().forEach(endpoint -> undeclared.addAll(endpoint.countries()));
            undeclared.removeAll(declared.importer().processingCountries());
            if (!undeclared.isEmpty()) {
                errors.add("destinations." + name + ": its requests go to " + undeclared
                        + ", its policy document allows " + declared.importer().processingCountries()
                        + " (expected: another data region, or the countries in the document)");
            }
        }));
        return errors;
    }
}
