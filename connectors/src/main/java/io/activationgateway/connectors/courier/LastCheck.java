package io.activationgateway.connectors.courier;

import java.util.BitSet;

/** The answer of the last check of an attempt. */
public sealed interface LastCheck {

    /**
     * Send it now.
     *
     * @param positions the records that still may go: not empty, a subset of the attempt's; the others are withdrawn
     * @param altered whether a record says less than it did when the attempt was intended, so that it must be written
     *     anew; it never says more
     * @param passage told when the bytes are out
     * @param stamp names this check as the evidence of it does, in visible ASCII; a simulated vendor is told, a real one
     *     never
     */
    record Go(BitSet positions, boolean altered, Passage passage, String stamp) implements LastCheck {}

    /** None of the records may go any more: they are withdrawn. */
    record Nothing() implements LastCheck {}

    /** Nothing can be decided at the moment (a stale state): asked again a little later, not counted as an attempt. */
    record Hold() implements LastCheck {}

    /** The records must be screened anew (another policy version): intended again, not counted as an attempt. */
    record Anew() implements LastCheck {}
}
