package io.activationgateway.connectors;

import static java.util.Objects.requireNonNull;

/**
 * What a vendor's answer means for one record.
 *
 * @param index the record's {@link OutgoingRecord#index() position in the activation}
 */
public record RecordResult(int index, Outcome outcome, VendorCode code) {

    public RecordResult {
        requireNonNull(outcome, "outcome");
        requireNonNull(code, "code");
    }

    /** What became of a record. */
    public enum Outcome {
        /** The vendor took it and works on it later. */
        ACCEPTED,
        /** The vendor did what was asked. */
        APPLIED,
        /** Certainly not taken, and a repetition would not be either. */
        REJECTED,
        /** Certainly not taken; a repetition may be. */
        RETRYABLE,
        /** The answer does not tell whether it was taken. */
        UNCERTAIN
    }
}
