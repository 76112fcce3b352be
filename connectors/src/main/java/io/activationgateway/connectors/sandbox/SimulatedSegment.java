package io.activationgateway.connectors.sandbox;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Settings;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** A Segment source. */
public record SimulatedSegment(String destination, String writeKey) implements SimulatedVendor {

    public SimulatedSegment {
        requireNonNull(destination, "destination");
        requireNonNull(writeKey, "writeKey");
    }

    /** The other side of a configured destination. */
    static SimulatedSegment of(String destination, Settings settings) {
        return new SimulatedSegment(destination, settings.text("write_key"));
    }

    @Override
    public Simulation play(InstantSource clock, LongSupplier ticker) {
        return new SegmentSimulation(this, ticker);
    }

    @Override
    public String toString() {
        return "SimulatedSegment[" + destination + "]";
    }
}
