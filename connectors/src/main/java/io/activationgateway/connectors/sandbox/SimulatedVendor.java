package io.activationgateway.connectors.sandbox;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/** A vendor to be played. Compared by value; holds secrets and does not print them. */
public interface SimulatedVendor {

    /** The destination's name, the first part of the path. */
    String destination();

    /**
     * The vendor, knowing nobody yet.
     *
     * @param clock what timestamps are held against
     * @param ticker what rates are measured by, in nanoseconds
     */
    Simulation play(InstantSource clock, LongSupplier ticker);
}
