package io.activationgateway.gateway.api;

import io.activationgateway.consent.register.HeldSubject;
import io.activationgateway.gateway.optout.Disclosure;
import java.util.List;

/**
 * All that is held about whom some identifiers belong to. Personal data: it does not print.
 *
 * @param subjects none, one, or several that nobody linked
 * @param recipients to whom they were disclosed, oldest first
 */
public record SubjectRecord(List<HeldSubject> subjects, List<Disclosure> recipients) {

    public SubjectRecord {
        subjects = List.copyOf(subjects);
        recipients = List.copyOf(recipients);
    }

    @Override
    public String toString() {
        return "SubjectRecord[redacted]";
    }
}
