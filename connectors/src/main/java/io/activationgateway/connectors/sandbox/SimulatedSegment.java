package io.activationgateway.connectors.sandbox;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Settings;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A Segment source and the workspace around it.
 *
 * @param publicApiToken null where nobody may ask for regulations
 */
public record SimulatedSegment(
        String destination, String writeKey, @Nullable String publicApiToken) implements SimulatedVendor {

    public SimulatedSegment {
        requireNonNull(destination, "destination");
        requireNonNull(writeKey, "writeKey");
    }

    /** The other side of a configured destination. */
    static SimulatedSegment of(String destination, Settings settings) {
        return new SimulatedSegment(destination, settings.text("write_key"), settings.optionalText("public_api_token"));
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
