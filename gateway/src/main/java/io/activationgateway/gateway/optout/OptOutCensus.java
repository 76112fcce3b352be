package io.activationgateway.gateway.optout;

import java.time.Instant;
import java.util.Map;

/**
 * The region's opt-outs at one moment.
 *
 * @param counts how many there are at each destination in each status; none where a group is missing
 * @param open those that are still to be sent, by destination; none where one is missing
 */
public record OptOutCensus(Map<Group, Long> counts, Map<String, Open> open) {

    static final OptOutCensus NONE = new OptOutCensus(Map.of(), Map.of());

    public OptOutCensus {
        counts = Map.copyOf(counts);
        open = Map.copyOf(open);
    }

    /** Opt-outs at one destination in one status. */
    public record Group(String destination, OptOutStatus status) {}

    /**
     * What is still to be sent to a destination.
     *
     * @param count how many
     * @param oldest when the event of the oldest was received
     * @param overdue how many have waited longer than the alarm allows
     */
    public record Open(long count, Instant oldest, long overdue) {

        Open and(Open other) {
            return new Open(
                    count + other.count,
                    oldest.isBefore(other.oldest) ? oldest : other.oldest,
                    overdue + other.overdue);
        }
    }
}
