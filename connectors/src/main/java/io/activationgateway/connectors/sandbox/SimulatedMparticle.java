package io.activationgateway.connectors.sandbox;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Settings;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An input of an mParticle workspace.
 *
 * @param workspaceKey null where nobody may ask for erasures
 */
public record SimulatedMparticle(
        String destination,
        String apiKey,
        String apiSecret,
        @Nullable String workspaceKey,
        @Nullable String workspaceSecret)
        implements SimulatedVendor {

    public SimulatedMparticle {
        requireNonNull(destination, "destination");
        requireNonNull(apiKey, "apiKey");
        requireNonNull(apiSecret, "apiSecret");
    }

    /** The other side of a configured destination. */
    static SimulatedMparticle of(String destination, Settings settings) {
        return new SimulatedMparticle(
                destination,
                settings.text("api_key"),
                settings.text("api_secret"),
                settings.optionalText("workspace_key"),
                settings.optionalText("workspace_secret"));
    }

    @Override
    public Simulation play(InstantSource clock, LongSupplier ticker) {
        return new MparticleSimulation(this, clock, ticker);
    }

    @Override
    public String toString() {
        return "SimulatedMparticle[" + destination + "]";
    }
}
