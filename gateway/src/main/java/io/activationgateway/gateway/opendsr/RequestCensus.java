package io.activationgateway.gateway.opendsr;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The region's requests at one moment.
 *
 * @param counts how many there are of each kind and status; none where a group is missing
 * @param oldestOpen when the oldest of those was received that are not done yet, null where there is none
 */
record RequestCensus(Map<Group, Integer> counts, @Nullable Instant oldestOpen) {

    static final RequestCensus NONE = new RequestCensus(Map.of(), null);

    RequestCensus {
        counts = Map.copyOf(counts);
    }

    /** Requests of one kind and status. */
    record Group(RequestKind kind, RequestStatus status) {

        /** Whether they are still to be carried out. */
        boolean isOpen() {
            return status == RequestStatus.PENDING || status == RequestStatus.IN_PROGRESS;
        }
    }
}
