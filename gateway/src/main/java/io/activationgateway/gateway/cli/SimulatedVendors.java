package io.activationgateway.gateway.cli;

import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.sandbox.SandboxSettings.ProjectType;
import io.activationgateway.connectors.sandbox.SandboxSettings.SimulatedIterable;
import io.activationgateway.connectors.sandbox.SandboxSettings.SimulatedSegment;
import io.activationgateway.connectors.sandbox.SandboxSettings.SimulatedVendor;
import io.activationgateway.connectors.sandbox.SandboxSettings.SimulatedWebhook;
import io.activationgateway.gateway.config.ConfigException;
import io.activationgateway.gateway.config.DestinationConfig;
import io.activationgateway.gateway.config.GatewayConfig;
import java.util.List;
import java.util.Set;
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
        var name = destination.name();
        var settings = destination.settings();
        return switch (destination.vendor()) {
            case "iterable" ->
                new SimulatedIterable(name, settings.text("api_key"), project(settings), false, Set.of());
            case "segment" -> new SimulatedSegment(name, settings.text("write_key"));
            case "webhook" -> new SimulatedWebhook(name, settings.texts("secret"));
            default ->
                throw new ConfigException("destinations." + name + ".vendor: " + destination.vendor()
                        + " cannot be simulated (expected: iterable, segment or webhook)");
        };
    }

    /** As the vendor sets projects up, and as its connector takes it: by user id in the EU, by e-mail in the US. */
    private static ProjectType project(Settings settings) {
        var usual = settings.text("region").equals("eu") ? "user-id" : "email";
        return switch (settings.choice("project", usual, Set.of("user-id", "hybrid", "email"))) {
            case "user-id" -> ProjectType.USER_ID;
            case "hybrid" -> ProjectType.HYBRID;
            default -> ProjectType.EMAIL;
        };
    }
}
