package io.activationgateway.connectors.sandbox;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Settings;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** A source of Customer.io's Pipelines. */
public record SimulatedPipelines(String destination, String writeKey) implements SimulatedVendor {

    public SimulatedPipelines {
        requireNonNull(destination, "destination");
        requireNonNull(writeKey, "writeKey");
    }

    /** The other side of a configured destination. */
    static SimulatedPipelines of(String destination, Settings settings) {
        return new SimulatedPipelines(destination, settings.text("write_key"));
    }

    @Override
    public Simulation play(InstantSource clock, LongSupplier ticker) {
        return new PipelinesSimulation(this, ticker);
    }

    @Override
    public String toString() {
        return "SimulatedPipelines[" + destination + "]";
    }
}
