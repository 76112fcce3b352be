package io.activationgateway.consent.event;

import org.jspecify.annotations.Nullable;

/** What became of one event beside the others of its subject. */
public sealed interface Effect {

    /** The effect of an event in whose place another decides, or none. */
    static Effect unless(@Nullable RecordedEvent other) {
        return other == null ? new Applied() : new SupersededBy(other.id());
    }

    /** The event takes part in deciding the profile; an approval that waits for its registration does, too. */
    record Applied() implements Effect {}

    /** Another event decides where this one speaks. */
    record SupersededBy(String eventId) implements Effect {}

    /** A grant without the evidence its basis needs: it never counts. */
    record Unproven() implements Effect {}

    /** A message approval that was not entered in the Turkish registry in time: it does not count. */
    record Unregistered() implements Effect {}

    /** A grant whose time is over: it no longer counts. */
    record Lapsed() implements Effect {}
}
