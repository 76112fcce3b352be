package io.activationgateway.gateway.consents;

import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.gateway.ingest.RowFault;
import org.jspecify.annotations.Nullable;

/** What one record of a body came to. */
public sealed interface EventReading {

    /** The record's place in the body, from 0. */
    int index();

    /** An event as the register takes it. */
    record Valid(int index, ConsentEvent event) implements EventReading {}

    /**
     * The record is no event: it ends as {@code failed}, the others of the body stand.
     *
     * @param eventId the sender's id of the event, null where it gave none that can be repeated
     * @param fault names the field and what to send instead, never a value
     */
    record Invalid(int index, @Nullable String eventId, RowFault fault) implements EventReading {}
}
