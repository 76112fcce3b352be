package io.activationgateway.connectors.sandbox;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Settings;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A receiver that a template describes.
 *
 * @param headers what a request must bear
 */
public record SimulatedTemplate(String destination, Map<String, String> headers) implements SimulatedVendor {

    public SimulatedTemplate {
        requireNonNull(destination, "destination");
        headers = Map.copyOf(headers);
    }

    /** The other side of a configured destination. */
    static SimulatedTemplate of(String destination, Settings settings) {
        return new SimulatedTemplate(destination, settings.textMap("headers"));
    }

    @Override
    public Simulation play(InstantSource clock, LongSupplier ticker) {
        return new TemplateSimulation(this);
    }

    @Override
    public String toString() {
        return "SimulatedTemplate[" + destination + "]";
    }
}
