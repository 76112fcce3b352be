package io.activationgateway.gateway.outbox;

import java.util.Set;

/** What an attempt brought for one record. */
public sealed interface Attempted {

    /** The record's position in the activation. */
    int index();

    /**
     * It has ended.
     *
     * @param reason its code; {@code ok} where the vendor has it
     * @param result the result as a JSON object
     * @param written the columns whose values left, those that only say who it is about left out
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on once and never compared
    record Ended(int index, RecordState state, String reason, byte[] result, Set<String> written) implements Attempted {

        public Ended {
            written = Set.copyOf(written);
        }

        @Override
        public String toString() {
            return "Ended[" + index + ", " + state + "]";
        }
    }

    /**
     * It is tried again.
     *
     * @param reason why it did not succeed
     * @param counted false where nothing was attempted, because nothing could be decided
     * @param touched whether bytes of it may have left
     */
    record Again(int index, String reason, boolean counted, boolean touched) implements Attempted {}
}
