package io.activationgateway.consent.register;

import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.profile.ConsentProfile;
import java.time.Instant;
import java.util.List;

/**
 * All that the register holds about one subject. Personal data: it does not print.
 *
 * @param keys the keys that are linked to each other
 * @param profile what counts now
 * @param events every event of the subject, in the order of the log
 * @param due what will count by itself later, in order of time
 */
public record HeldSubject(List<SubjectKey> keys, ConsentProfile profile, List<LoggedEvent> events, List<Due> due) {

    /** From this instant on, unless another event comes, this profile counts. */
    public record Due(Instant at, ConsentProfile profile) {}

    public HeldSubject {
        keys = List.copyOf(keys);
        events = List.copyOf(events);
        due = List.copyOf(due);
    }

    @Override
    public String toString() {
        return "HeldSubject[redacted]";
    }
}
