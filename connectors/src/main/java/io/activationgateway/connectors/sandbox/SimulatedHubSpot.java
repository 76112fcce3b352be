package io.activationgateway.connectors.sandbox;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Settings;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * A HubSpot account. It knows every property with a proper name but those that begin with {@code unknown_}, and every event
 * of the account 1234567 or of the configured names.
 *
 * @param idProperty a property whose values are unique, beside the address
 * @param lists the ids of its manual lists
 * @param subscriptions the ids of its subscription types
 */
public record SimulatedHubSpot(
        String destination, String accessToken, String idProperty, Set<String> lists, Set<Long> subscriptions)
        implements SimulatedVendor {

    public SimulatedHubSpot {
        requireNonNull(destination, "destination");
        requireNonNull(accessToken, "accessToken");
        requireNonNull(idProperty, "idProperty");
        lists = Set.copyOf(lists);
        subscriptions = Set.copyOf(subscriptions);
    }

    /** The other side of a configured destination, with the lists and subscription types that it names. */
    static SimulatedHubSpot of(String destination, Settings settings) {
        var lists = new HashSet<String>();
        settings.numbers("lists").values().forEach(id -> lists.add(Long.toString(id)));
        return new SimulatedHubSpot(
                destination,
                settings.text("access_token"),
                settings.text("id_property"),
                lists,
                new HashSet<>(settings.numbers("subscriptions").values()));
    }

    @Override
    public Simulation play(InstantSource clock, LongSupplier ticker) {
        return new HubSpotSimulation(this, clock, ticker);
    }

    @Override
    public String toString() {
        return "SimulatedHubSpot[" + destination + "]";
    }
}
