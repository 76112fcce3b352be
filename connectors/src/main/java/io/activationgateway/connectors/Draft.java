package io.activationgateway.connectors;

import static java.util.Objects.requireNonNull;

/** A request under construction: records one after the other, then {@link #finish}. Not thread-safe. */
public interface Draft {

    /**
     * Writes one record. After any answer other than {@link Taken} the draft is as it was before the call.
     *
     * <p>The first record of a draft is never {@link Full}: what does not fit alone is {@link Unsayable}.
     */
    Addition add(OutgoingRecord record);

    /** How many records were taken. */
    int records();

    /** The bytes of the body if it were finished now. */
    int bytes();

    /**
     * Ends the request.
     *
     * @throws IllegalStateException where no record was taken, or when called twice
     */
    Sent finish();

    /** What became of a record that was to be added. */
    sealed interface Addition {}

    /** The record is part of the request. */
    record Taken() implements Addition {
        public static final Taken TAKEN = new Taken();
    }

    /** The request takes no more: finish it, and begin the next one with this record. */
    record Full() implements Addition {
        public static final Full FULL = new Full();
    }

    /** No request of this vendor can carry the record, alone neither. */
    record Unsayable(VendorCode code) implements Addition {
        public Unsayable {
            requireNonNull(code, "code");
        }
    }
}
