package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.VendorCode;
import java.time.Duration;
import java.util.List;

/** What is known of a job after it was asked for once. */
public sealed interface JobState {

    /**
     * It has ended.
     *
     * @param endings one for each of {@link OpenJob#indexes}, in order; {@link Ending#position} is that index
     */
    record Ended(List<Ending> endings) implements JobState {
        public Ended {
            endings = List.copyOf(endings);
        }
    }

    /** The vendor still works on it: ask again after so long. */
    record Running(Duration askAgain) implements JobState {}

    /**
     * The question was not answered: the records are accepted as before.
     *
     * @param askAgain how long to wait at least; the caller adds its own back-off
     */
    record Unanswered(VendorCode why, Duration askAgain) implements JobState {}
}
