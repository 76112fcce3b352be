package io.activationgateway.consent.register;

import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.profile.ConsentProfile;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * All that the register holds about one subject. Personal data: it does not print.
 *
 * @param keys the keys that are linked to each other
 * @param formerKeys what those keys that were asked for were before the pseudonym key was rotated, the oldest first:
 *     evidence written then names them
 * @param profile what counts now
 * @param events every event of the subject, in the order of the log
 * @param due what will count by itself later, in order of time
 */
public record HeldSubject(
        List<SubjectKey> keys,
        List<SubjectKey> formerKeys,
        ConsentProfile profile,
        List<LoggedEvent> events,
        List<Due> due) {

    /** From this instant on, unless another event comes, this profile counts. */
    public record Due(Instant at, ConsentProfile profile) {}

    public HeldSubject {
        keys = List.copyOf(keys);
        formerKeys = List.copyOf(formerKeys);
        events = List.copyOf(events);
        due = List.copyOf(due);
    }

    /** The same with the former keys of those of its keys that {@code former} names. */
    HeldSubject with(Map<SubjectKey, List<SubjectKey>> former) {
        var ofThis = keys.stream()
                .flatMap(key -> former.getOrDefault(key, List.of()).stream())
                .toList();
        return new HeldSubject(keys, ofThis, profile, events, due);
    }

    @Override
    public String toString() {
        return "HeldSubject[redacted]";
    }
}
