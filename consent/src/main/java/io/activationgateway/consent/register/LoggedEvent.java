package io.activationgateway.consent.register;

import io.activationgateway.consent.event.Effect;
import io.activationgateway.consent.event.Evidence;
import io.activationgateway.consent.event.RecordedEvent;
import io.activationgateway.consent.identity.SubjectKey;
import java.util.List;

/**
 * One row of the register's log, as it is exported. Personal data: it does not print.
 *
 * @param sequence its place in the log, from 1 without gaps
 * @param generation of the keys: a register that has gone on to a later one brings them there as it takes them
 * @param keys all keys of the subject once this event was appended
 * @param effect what the event did when it was appended
 * @param evidence what proves it; {@link Evidence#NONE} where there was none or the subject was erased
 */
public record LoggedEvent(
        long sequence, int generation, List<SubjectKey> keys, RecordedEvent event, Effect effect, Evidence evidence) {

    public LoggedEvent {
        keys = List.copyOf(keys);
    }

    @Override
    public String toString() {
        return "LoggedEvent[" + sequence + ", redacted]";
    }
}
