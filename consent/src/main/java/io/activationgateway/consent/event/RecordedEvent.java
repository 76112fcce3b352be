package io.activationgateway.consent.event;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.event.Change.BirthErased;
import io.activationgateway.consent.event.Change.Born;
import io.activationgateway.consent.event.Change.Choice;
import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.profile.LegalBasis;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * An event as the log keeps it and the merge sees it: neither identifiers nor evidence. An event that comes again is
 * stored once (see {@link #repeats}).
 *
 * @param id the source's id of the event
 * @param country the person's country as the event told it, null where it did not
 * @param received the database's time in the transaction that appended it
 * @param proven whether the event carried the evidence it needs; a denial needs none
 * @param registration of a message approval, which the Turkish registry keeps; null of everything else
 */
public record RecordedEvent(
        String id,
        Change change,
        @Nullable String country,
        Timing timing,
        Instant received,
        boolean proven,
        @Nullable Registration registration) {

    /**
     * Oldest first; at one instant what closes comes last. A total order: events that differ in anything have one
     * sequence, whatever order they were given in.
     */
    static final Comparator<RecordedEvent> TIME = Comparator.comparing(RecordedEvent::countsFrom)
            .thenComparing(event -> event.change().closes())
            .thenComparing(event ->
                    event.change() instanceof Choice choice ? choice.state().name() : "")
            .thenComparing(RecordedEvent::id)
            .thenComparing(RecordedEvent::received)
            .thenComparing(RecordedEvent::country, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(RecordedEventCodec::encode, Arrays::compare);

    public RecordedEvent {
        requireNonNull(id, "id");
        requireNonNull(change, "change");
        requireNonNull(timing, "timing");
        requireNonNull(received, "received");
        if ((registration != null) != isApproval(change)) {
            throw new IllegalArgumentException("recorded event: " + (registration == null ? "no " : "a ")
                    + "registration (expected: one exactly for a grant on " + LegalBasis.MSG_APPROVAL_IYS + ")");
        }
    }

    /** An event that no registry keeps. */
    public RecordedEvent(
            String id, Change change, @Nullable String country, Timing timing, Instant received, boolean proven) {
        this(id, change, country, timing, received, proven, null);
    }

    /**
     * The instant from which this event counts. A grant counts at the earlier of claimed and received time. What closes
     * counts at its claimed time only if the source's clock is trusted and the time not in the future; else from its
     * arrival, so that a wrong clock never lets an older grant win.
     */
    public Instant countsFrom() {
        return change.closes() && !timing.trusted() ? received : grantCountsFrom(timing, received);
    }

    /** Whether this counts strictly later than {@code other}: at the same instant what closes wins. */
    boolean isLaterThan(RecordedEvent other) {
        return countsFrom().isAfter(other.countsFrom());
    }

    /** The earlier of claimed and received time. */
    static Instant grantCountsFrom(Timing timing, Instant received) {
        var claimed = timing.claimed();
        return claimed == null || claimed.isAfter(received) ? received : claimed;
    }

    /** Whether this grants a message approval, which counts only once the Turkish registry knows it. */
    static boolean isApproval(Change change) {
        return change instanceof Choice choice && !choice.closes() && choice.basis() == LegalBasis.MSG_APPROVAL_IYS;
    }

    /** Whether this is a grant that had lapsed by {@code at}. */
    public boolean hasLapsed(Instant at) {
        var expires = timing.expires();
        return expires != null && !change.closes() && !at.isBefore(expires);
    }

    /**
     * Whether this is {@code first} received another time: the register keeps the first and appends nothing. What
     * follows from the time of arrival is not compared: a deadline, and whether a date of birth still is a minor's. Neither
     * is a date that an erasure destroyed: it does not come back by the same event.
     */
    public boolean repeats(RecordedEvent first) {
        var told = switch (first.change) {
            case Born born -> born.kept(AgeBand.today(received));
            case BirthErased erased -> change instanceof Born ? change : erased;
            default -> first.change;
        };
        return equals(
                new RecordedEvent(first.id, told, first.country, first.timing, received, first.proven, registration));
    }

    /**
     * Whether {@code earlier} changes nothing beside this event, whatever else the subject's events are or will be: the
     * same was told again later, for as long, and a country with it where there was one. The merge may leave such an
     * event out, and may do so before a date of birth is erased. Approvals stay, as each waits for a registration of its
     * own; and so do a birth beside one that was told while it was still ahead, which tells no age, and births of which
     * the day they were told counts, now or once they are erased.
     */
    public boolean outweighs(RecordedEvent earlier) {
        return change.equals(earlier.change)
                && proven == earlier.proven
                && registration == null
                && !Births.isAhead(this)
                && (!isOfMinor() || !received.isBefore(earlier.received))
                && TIME.compare(earlier, this) < 0
                && (country != null || earlier.country == null)
                && lapsesNoSoonerThan(earlier.timing.expires());
    }

    private boolean isOfMinor() {
        return tellsBirth() || change instanceof BirthErased;
    }

    /** Whether this holds a date of birth. */
    public boolean tellsBirth() {
        return change instanceof Born born && born.isDated();
    }

    /** What an erasure leaves of this event; the event itself where it holds no date of birth. */
    public RecordedEvent withoutBirth() {
        return tellsBirth() ? with(new BirthErased()) : this;
    }

    /** The event of which {@link #withoutBirth} left this. */
    public RecordedEvent bornOn(LocalDate date) {
        return with(new Born(date));
    }

    private RecordedEvent with(Change other) {
        return new RecordedEvent(id, other, country, timing, received, proven, registration);
    }

    private boolean lapsesNoSoonerThan(@Nullable Instant other) {
        var expires = timing.expires();
        return expires == null || (other != null && !expires.isBefore(other));
    }
}
