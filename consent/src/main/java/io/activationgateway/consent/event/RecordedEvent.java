package io.activationgateway.consent.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as the log keeps it and the merge sees it: neither identifiers nor evidence. An event that comes again is
 * stored once (see {@link #repeats}).
 *
 * @param id the source's id of the event
 * @param country the person's country as the event told it, null where it did not
 * @param received the database's time in the transaction that appended it
 * @param proven whether the event carried the evidence its basis needs; a denial needs none
 */
public record RecordedEvent(
        String id, Change change, @Nullable String country, Timing timing, Instant received, boolean proven) {

    public RecordedEvent {
        requireNonNull(id, "id");
        requireNonNull(change, "change");
        requireNonNull(timing, "timing");
        requireNonNull(received, "received");
    }

    /**
     * The instant from which this event counts. A grant counts at the earlier of claimed and received time. What closes
     * counts at its claimed time only if the source's clock is trusted and the time not in the future; else from its
     * arrival, so that a wrong clock never lets an older grant win.
     */
    public Instant countsFrom() {
        var claimed = timing.claimed();
        if (claimed == null || claimed.isAfter(received) || (change.closes() && !timing.trusted())) {
            return received;
        }
        return claimed;
    }

    /** Whether this is a grant that had lapsed by {@code at}. */
    public boolean hasLapsed(Instant at) {
        var expires = timing.expires();
        return expires != null && !change.closes() && !at.isBefore(expires);
    }

    /** Whether this is {@code other} received another time: the register keeps the first and appends nothing. */
    public boolean repeats(RecordedEvent other) {
        return equals(new RecordedEvent(other.id, other.change, other.country, other.timing, received, other.proven));
    }
}
