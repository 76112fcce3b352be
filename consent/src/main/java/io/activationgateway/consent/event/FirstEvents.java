package io.activationgateway.consent.event;

import io.activationgateway.consent.event.Change.BirthErased;
import io.activationgateway.consent.event.Change.Born;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the first event of a subject gives. Of most people that are imported nothing else is known, and they make the
 * same few choices: those are merged once. The answer is always that of {@link Merge}. For one thread at a time.
 */
public final class FirstEvents {

    /** Far more than a policy has cells, laws' bases and countries together. */
    private static final int MOST = 4_096;

    private final Map<Told, Outcome> known = new HashMap<>();

    /**
     * What an event gives.
     *
     * @param effect what it does
     * @param folded the subject's profile with it
     */
    public record Outcome(Effect effect, Folded folded) {

        /** What {@code event} gives beside the others. */
        public static Outcome of(Merge merge, RecordedEvent event, Instant now) {
            return new Outcome(merge.effect(event, now), merge.fold(now));
        }
    }

    /** All that the merge of a single event looks at, where nothing falls due. */
    private record Told(Change change, @Nullable String country, boolean proven) {}

    /** What {@code event} gives at {@code now}, alone. */
    public Outcome of(RecordedEvent event, Instant now) {
        if (isTimed(event)) {
            return merged(event, now);
        }
        var told = new Told(event.change(), event.country(), event.proven());
        var outcome = known.get(told);
        if (outcome == null) {
            outcome = merged(event, now);
            if (known.size() < MOST) {
                known.put(told, outcome);
            }
        }
        return outcome;
    }

    /** Whether it depends on the instant what the event gives. */
    private static boolean isTimed(RecordedEvent event) {
        return event.timing().expires() != null
                || event.registration() != null
                || event.change() instanceof Born
                || event.change() instanceof BirthErased;
    }

    private static Outcome merged(RecordedEvent event, Instant now) {
        return Outcome.of(Merge.of(List.of(event)), event, now);
    }
}
