package io.activationgateway.gateway.api;

import io.activationgateway.consent.register.Acknowledgement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a bulk came to so far, of what was answered. For one thread. */
final class BulkTally {

    private static final long NOWHERE = -1;

    private final Map<String, Long> counts = new LinkedHashMap<>();
    private long received;
    private long sequence;
    private long stoppedAt = NOWHERE;
    private @Nullable Acknowledgement acknowledgement;

    void add(ConsentIntake.Taken taken) {
        received += taken.results().size();
        sequence = Math.max(sequence, taken.sequence());
        ConsentAnswers.counts(taken).forEach((name, count) -> counts.merge(name, (long) count, Long::sum));
        var appended = taken.appended();
        if (appended != null) {
            var next = appended.acknowledgement();
            acknowledgement = acknowledgement == null ? next : acknowledgement.and(next);
        }
    }

    /** The record from which on nothing is certain. */
    void stopAt(long row) {
        stoppedAt = row;
    }

    boolean hasStopped() {
        return stoppedAt != NOWHERE;
    }

    boolean isEmpty() {
        return received == 0;
    }

    Map<String, Long> counts() {
        return counts;
    }

    long received() {
        return received;
    }

    long sequence() {
        return sequence;
    }

    @Nullable
    Acknowledgement acknowledgement() {
        return acknowledgement;
    }
}
