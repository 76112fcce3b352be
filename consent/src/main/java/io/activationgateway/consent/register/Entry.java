package io.activationgateway.consent.register;

import io.activationgateway.consent.calendar.BusinessCalendar;
import io.activationgateway.consent.event.RecordedEvent;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.register.AppendResult.Refusal;
import io.activationgateway.consent.register.AppendResult.Refused;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A submission as the log would have it.
 *
 * @param keys those that its identifiers have, each once
 * @param hash of the event's id, see {@link Repeats#hash}
 */
record Entry(Submission submission, List<SubjectKey> keys, RecordedEvent event, long hash) {

    /**
     * @param received the database's time in the transaction that would append it
     * @param calendar the business days of the policy that acts
     */
    static Entry of(Submission submission, Keying keying, Instant received, Supplier<BusinessCalendar> calendar) {
        return switch (submission) {
            case Submission.Told(var event) -> {
                var ofEvent = new LinkedHashSet<SubjectKey>();
                event.identifiers().forEach(identifier -> ofEvent.add(keying.key(identifier)));
                var recorded = event.recorded(received, calendar.get());
                yield new Entry(submission, List.copyOf(ofEvent), recorded, Repeats.hash(recorded.id()));
            }
            case Submission.Exported(var logged) ->
                new Entry(
                        submission,
                        isAhead(logged, keying) ? logged.keys() : keying.of(logged.generation(), logged.keys()),
                        logged.event(),
                        Repeats.hash(logged.event().id()));
        };
    }

    private static boolean isAhead(LoggedEvent logged, Keying keying) {
        return logged.generation() > keying.generation();
    }

    /** What is answered where nothing is appended, null where the event is to be. */
    @Nullable
    AppendResult answer(Subjects subjects, Repeats repeats, Head locked) {
        switch (submission) {
            case Submission.Told(var told) -> {
                if (told.identifiers().size() > AppendResult.MAX_IDENTIFIERS) {
                    return new Refused(Refusal.TOO_MANY_IDENTIFIERS);
                }
            }
            case Submission.Exported(var logged) -> {
                if (isAhead(logged, subjects.keying())) {
                    return new Refused(Refusal.KEYS_AHEAD);
                }
                if (logged.event().received().isAfter(locked.received())) {
                    return new Refused(Refusal.RECEIVED_IN_FUTURE);
                }
            }
        }
        var subject = subjects.of(keys.getFirst());
        return subject != null && subject.keys().containsAll(keys) ? repeats.find(subject, hash, event) : null;
    }
}
