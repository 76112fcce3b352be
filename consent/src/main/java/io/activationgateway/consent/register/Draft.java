package io.activationgateway.consent.register;

import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.event.FirstEvents;
import io.activationgateway.consent.event.Folded;
import io.activationgateway.consent.event.Merge;
import io.activationgateway.consent.event.RecordedEvent;
import io.activationgateway.consent.identity.SubjectKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the log whose profiles have no numbers yet.
 *
 * @param bare what the event gives without the dates of birth that are known, null where none is
 */
record Draft(
        long sequence,
        Subject subject,
        List<SubjectKey> keys,
        Entry entry,
        FirstEvents.Outcome outcome,
        @Nullable Folded bare) {

    /** Folds an event into what its subject has, which has it from now on. */
    static Draft of(long sequence, Subject subject, Entry entry, Instant now, FirstEvents firstEvents) {
        if (entry.event().change() instanceof Change.Erased) {
            subject.forgetBirths();
        }
        var outcome = outcome(subject, entry.event(), now, firstEvents);
        var bare = bare(subject, entry.event(), now);
        subject.add(new Subject.Live(sequence, entry.event()));
        return new Draft(sequence, subject, List.copyOf(subject.keys()), entry, outcome, bare);
    }

    private static FirstEvents.Outcome outcome(
            Subject subject, RecordedEvent event, Instant now, FirstEvents firstEvents) {
        if (subject.live().isEmpty()) {
            return firstEvents.of(event, now);
        }
        return FirstEvents.Outcome.of(Merge.of(events(subject, event)), event, now);
    }

    private static @Nullable Folded bare(Subject subject, RecordedEvent event, Instant now) {
        boolean tells = event.tellsBirth()
                || subject.live().stream().anyMatch(live -> live.event().tellsBirth());
        return tells
                ? Merge.of(events(subject, event).stream()
                                .map(RecordedEvent::withoutBirth)
                                .toList())
                        .fold(now)
                : null;
    }

    private static List<RecordedEvent> events(Subject subject, RecordedEvent event) {
        var events = new ArrayList<RecordedEvent>();
        subject.live().forEach(live -> events.add(live.event()));
        events.add(event);
        return events;
    }

    /** All that the row says of profiles. */
    List<Folded> folded() {
        return bare == null ? List.of(outcome.folded()) : List.of(outcome.folded(), bare);
    }
}
