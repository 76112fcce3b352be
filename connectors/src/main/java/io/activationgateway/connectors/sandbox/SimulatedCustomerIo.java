package io.activationgateway.connectors.sandbox;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Settings;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * A Customer.io workspace at the Track API.
 *
 * @param region where its account lives, {@code us} or {@code eu}
 * @param segments the ids of its manual segments
 */
public record SimulatedCustomerIo(String destination, String siteId, String apiKey, String region, Set<Long> segments)
        implements SimulatedVendor {

    public SimulatedCustomerIo {
        requireNonNull(destination, "destination");
        requireNonNull(siteId, "siteId");
        requireNonNull(apiKey, "apiKey");
        requireNonNull(region, "region");
        segments = Set.copyOf(segments);
    }

    /** The other side of a configured destination, its account where the destination believes it. */
    static SimulatedCustomerIo of(String destination, Settings settings) {
        return new SimulatedCustomerIo(
                destination,
                settings.text("site_id"),
                settings.text("api_key"),
                settings.text("region"),
                Set.copyOf(settings.numbers("segments").values()));
    }

    @Override
    public Simulation play(InstantSource clock, LongSupplier ticker) {
        return new CustomerIoSimulation(this, ticker);
    }

    @Override
    public String toString() {
        return "SimulatedCustomerIo[" + destination + "]";
    }
}
