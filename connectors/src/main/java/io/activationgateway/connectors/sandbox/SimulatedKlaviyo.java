package io.activationgateway.connectors.sandbox;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Settings;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * A Klaviyo account.
 *
 * @param lists the ids of its lists
 */
public record SimulatedKlaviyo(String destination, String apiKey, Set<String> lists) implements SimulatedVendor {

    public SimulatedKlaviyo {
        requireNonNull(destination, "destination");
        requireNonNull(apiKey, "apiKey");
        lists = Set.copyOf(lists);
    }

    /** The other side of a configured destination, with the lists that it names. */
    static SimulatedKlaviyo of(String destination, Settings settings) {
        var lists = new HashSet<>(settings.textMap("lists").values());
        var subscriptions = settings.optionalText("subscription_list");
        if (subscriptions != null) {
            lists.add(subscriptions);
        }
        return new SimulatedKlaviyo(destination, settings.text("api_key"), lists);
    }

    @Override
    public Simulation play(InstantSource clock, LongSupplier ticker) {
        return new KlaviyoSimulation(this, clock, ticker);
    }

    @Override
    public String toString() {
        return "SimulatedKlaviyo[" + destination + "]";
    }
}
