package io.activationgateway.gateway.cli;

import io.activationgateway.connectors.sandbox.SimulatedVendor;
import io.activationgateway.connectors.sandbox.Simulations;
import io.activationgateway.gateway.config.ConfigException;
import io.activationgateway.gateway.config.DestinationConfig;
import io.activationgateway.gateway.config.GatewayConfig;
import java.util.List;
import java.util.TreeMap;

/** The other side of every destination that is configured to be simulated. */
final class SimulatedVendors {

    private SimulatedVendors() {}

    /**
     * In order of name. A destination that several nodes configure alike is played once.
     *
     * @throws ConfigException where two nodes differ on a destination, or a vendor cannot be played
     * @throws io.activationgateway.connectors.SettingsException where a setting is missing or wrong
     */
    static List<SimulatedVendor> of(List<GatewayConfig> configs) {
        var vendors = new TreeMap<String, SimulatedVendor>();
        for (var config : configs) {
            for (var destination : config.destinations().values()) {
                if (destination.settings().flag("sandbox", false)) {
                    var vendor = of(destination);
                    var other = vendors.putIfAbsent(destination.name(), vendor);
                    if (other != null && !other.equals(vendor)) {
                        throw new ConfigException("destinations." + destination.name()
                                + ": configured differently by another file (expected: the same vendor and secret, or"
                                + " another name)");
                    }
                }
            }
        }
        return List.copyOf(vendors.values());
    }

    private static SimulatedVendor of(DestinationConfig destination) {
        return Simulations.of(destination.vendor(), destination.name(), destination.settings())
                .orElseThrow(() ->
                        new ConfigException("destinations." + destination.name() + ".vendor: " + destination.vendor()
                                + " cannot be simulated (expected: one of " + Simulations.names() + ")"));
    }
}
