package io.activationgateway.connectors.sandbox;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Settings;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A RudderStack workspace: its data plane and its control plane.
 *
 * @param accessToken null where nobody may ask for regulations
 */
public record SimulatedRudderstack(
        String destination, String writeKey, @Nullable String accessToken) implements SimulatedVendor {

    public SimulatedRudderstack {
        requireNonNull(destination, "destination");
        requireNonNull(writeKey, "writeKey");
    }

    /** The other side of a configured destination. */
    static SimulatedRudderstack of(String destination, Settings settings) {
        return new SimulatedRudderstack(destination, settings.text("write_key"), settings.optionalText("access_token"));
    }

    @Override
    public Simulation play(InstantSource clock, LongSupplier ticker) {
        return new RudderstackSimulation(this, ticker);
    }

    @Override
    public String toString() {
        return "SimulatedRudderstack[" + destination + "]";
    }
}
