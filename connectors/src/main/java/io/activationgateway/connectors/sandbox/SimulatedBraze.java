package io.activationgateway.connectors.sandbox;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Settings;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * A Braze workspace.
 *
 * @param groups the subscription groups that it has
 * @param blocked external ids that it was told to take no more
 */
public record SimulatedBraze(String destination, String apiKey, Set<String> groups, Set<String> blocked)
        implements SimulatedVendor {

    public SimulatedBraze {
        requireNonNull(destination, "destination");
        requireNonNull(apiKey, "apiKey");
        groups = Set.copyOf(groups);
        blocked = Set.copyOf(blocked);
    }

    /** The other side of a configured destination. */
    static SimulatedBraze of(String destination, Settings settings) {
        return new SimulatedBraze(
                destination,
                settings.text("api_key"),
                Set.copyOf(settings.textMap("subscription_groups").values()),
                Set.of());
    }

    @Override
    public Simulation play(InstantSource clock, LongSupplier ticker) {
        return new BrazeSimulation(this, clock, ticker);
    }

    @Override
    public String toString() {
        return "SimulatedBraze[" + destination + "]";
    }
}
