package io.activationgateway.connectors.sandbox;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.List;

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
        var namespaces = new HashSet<String>();
        for (var vendor : vendors) {
            if (!names.add(vendor.destination())) {
                throw new IllegalArgumentException("two simulated vendors are called " + vendor.destination());
            }
            if (vendor instanceof SimulatedTemporal temporal && !namespaces.add(temporal.namespace())) {
                throw new IllegalArgumentException(
                        "two simulated namespaces of Temporal are called " + temporal.namespace());
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
}
