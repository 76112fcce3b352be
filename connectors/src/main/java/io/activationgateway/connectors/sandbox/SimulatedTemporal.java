package io.activationgateway.connectors.sandbox;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Settings;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A namespace of Temporal and the workers behind it. The sandbox takes its gRPC calls on its own port, and those of the
 * HTTP API below the destination's path.
 *
 * @param apiKey null where the namespace asks for none
 * @param keyId what the workers know their key by
 * @param key base64 of the key that they open payloads with
 */
public record SimulatedTemporal(
        String destination, String namespace, @Nullable String apiKey, String keyId, String key)
        implements SimulatedVendor {

    public SimulatedTemporal {
        requireNonNull(destination, "destination");
        requireNonNull(namespace, "namespace");
        requireNonNull(keyId, "keyId");
        requireNonNull(key, "key");
    }

    /** The other side of a configured destination. */
    static SimulatedTemporal of(String destination, Settings settings) {
        return new SimulatedTemporal(
                destination,
                settings.text("namespace"),
                settings.optionalText("api_key"),
                settings.text("encryption_key_id"),
                settings.text("encryption_key"));
    }

    @Override
    public Simulation play(InstantSource clock, LongSupplier ticker) {
        return new TemporalSimulation(this, ticker);
    }

    @Override
    public String toString() {
        return "SimulatedTemporal[" + destination + "]";
    }
}
