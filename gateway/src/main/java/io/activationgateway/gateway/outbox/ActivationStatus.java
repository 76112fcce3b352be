package io.activationgateway.gateway.outbox;

import java.util.Map;

/**
 * How far a stored activation is.
 *
 * @param queued whether it was posted to be sent later
 * @param counts the records in each state; they sum to the records that were received
 * @param atWork how many of the forwarded ones a vendor's job has taken whose end is not known yet
 */
public record ActivationStatus(
        StoredActivation activation, boolean queued, Map<RecordState, Integer> counts, int atWork) {

    public ActivationStatus {
        counts = Map.copyOf(counts);
    }

    /** How many records were received. */
    public int received() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    public int count(RecordState state) {
        return counts.getOrDefault(state, 0);
    }

    /** Whether nothing of it waits any more. */
    public boolean isDone() {
        return count(RecordState.WAITING) == 0;
    }
}
