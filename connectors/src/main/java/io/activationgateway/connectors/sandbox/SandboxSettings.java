package io.activationgateway.connectors.sandbox;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the sandbox plays.
 *
 * @param host the address to listen on; loopback unless somebody wants it otherwise
 * @param port 0 for any free one
 * @param vendors one per destination, each below the path of its name
 * @param keptBytes how many bytes of bodies each keeps; what comes after is counted only, and shown as incomplete
 */
public record SandboxSettings(String host, int port, List<SimulatedVendor> vendors, int keptBytes) {

    /** Enough for every body of the demonstration. */
    public static final int KEPT_BYTES = 64 << 20;

    public SandboxSettings {
        requireNonNull(host, "host");
        vendors = List.copyOf(vendors);
        var names = new HashSet<String>();
        for (var vendor : vendors) {
            if (!names.add(vendor.destination())) {
                throw new IllegalArgumentException("two simulated vendors are called " + vendor.destination());
            }
        }
        if (keptBytes < 0) {
            throw new IllegalArgumentException("keptBytes is " + keptBytes + " (expected: 0 or more)");
        }
    }

    /** Loopback, with the usual room for bodies. */
    public SandboxSettings(int port, List<SimulatedVendor> vendors) {
        this("127.0.0.1", port, vendors, KEPT_BYTES);
    }

    /** A vendor to be played. Holds secrets: it does not print them. */
    public sealed interface SimulatedVendor {

        /** The destination's name, the first part of the path. */
        String destination();
    }

    /**
     * An Iterable project.
     *
     * @param project how it knows people
     * @param everybodyKnown whether list calls find people that no upsert created
     * @param forgotten identifiers (user ids, e-mail addresses in lower case) that were told to be forgotten
     */
    public record SimulatedIterable(
            String destination, String apiKey, ProjectType project, boolean everybodyKnown, Set<String> forgotten)
            implements SimulatedVendor {

        public SimulatedIterable {
            requireNonNull(destination, "destination");
            requireNonNull(apiKey, "apiKey");
            requireNonNull(project, "project");
            forgotten = Set.copyOf(forgotten);
        }

        @Override
        public String toString() {
            return "SimulatedIterable[" + destination + "]";
        }
    }

    /** How an Iterable project knows people. */
    public enum ProjectType {
        USER_ID,
        HYBRID,
        EMAIL
    }

    /** A Segment source. */
    public record SimulatedSegment(String destination, String writeKey) implements SimulatedVendor {

        public SimulatedSegment {
            requireNonNull(destination, "destination");
            requireNonNull(writeKey, "writeKey");
        }

        @Override
        public String toString() {
            return "SimulatedSegment[" + destination + "]";
        }
    }

    /** A receiver of signed webhooks that accepts a signature by any of its secrets. */
    public record SimulatedWebhook(String destination, List<String> secrets) implements SimulatedVendor {

        public SimulatedWebhook {
            requireNonNull(destination, "destination");
            secrets = List.copyOf(secrets);
        }

        @Override
        public String toString() {
            return "SimulatedWebhook[" + destination + "]";
        }
    }
}
