package io.activationgateway.connectors.sandbox;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Settings;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;

/** A receiver of signed webhooks that accepts a signature by any of its secrets. */
public record SimulatedWebhook(String destination, List<String> secrets) implements SimulatedVendor {

    public SimulatedWebhook {
        requireNonNull(destination, "destination");
        secrets = List.copyOf(secrets);
    }

    /** The other side of a configured destination. */
    static SimulatedWebhook of(String destination, Settings settings) {
        return new SimulatedWebhook(destination, settings.texts("secret"));
    }

    @Override
    public Simulation play(InstantSource clock, LongSupplier ticker) {
        return new WebhookSimulation(this, clock);
    }

    @Override
    public String toString() {
        return "SimulatedWebhook[" + destination + "]";
    }
}
