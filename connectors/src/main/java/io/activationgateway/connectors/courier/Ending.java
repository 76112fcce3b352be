package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.VendorCode;

/**
 * How one record ended, in one attempt or in all.
 *
 * @param code what the vendor, or the gateway before it, says of it
 */
public record Ending(int position, Kind kind, VendorCode code) {

    /** Where a record can end. */
    public enum Kind {
        /** The vendor has queued it. */
        ACCEPTED,
        /** The vendor has applied it. */
        APPLIED,
        /** Certainly not taken, and never will be. */
        REJECTED,
        /** Certainly not taken; a later try may succeed. */
        UNAVAILABLE,
        /** Bytes left, no readable answer: it may have been taken. */
        UNCERTAIN,
        /** Taken back by the consignment before it left. */
        WITHDRAWN;

        /** Whether the vendor has it. */
        public boolean forwarded() {
            return this == ACCEPTED || this == APPLIED;
        }
    }
}
