package io.activationgateway.consent.event;

import io.activationgateway.consent.event.Change.Erased;
import io.activationgateway.consent.event.Change.Objected;
import io.activationgateway.consent.event.Change.Restricted;
import io.activationgateway.consent.event.Change.RestrictionLifted;
import io.activationgateway.consent.event.Change.Withdrawn;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.Objection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What closes several cells at once: {@link Merge} explains the rules.
 *
 * @param withdrawals the latest event of each withdrawal
 * @param objections the latest event of each objection
 * @param restriction the latest restriction, lifted or not
 * @param lift the latest lift that counts
 * @param erasure the latest erasure
 */
record Closings(
        Map<Withdrawn, RecordedEvent> withdrawals,
        Map<Objection, RecordedEvent> objections,
        @Nullable RecordedEvent restriction,
        @Nullable RecordedEvent lift,
        @Nullable RecordedEvent erasure) {

    /** Of a subject's events, oldest first. */
    static Closings of(List<RecordedEvent> sorted) {
        var withdrawals = new HashMap<Withdrawn, RecordedEvent>();
        var objections = new TreeMap<Objection, RecordedEvent>();
        @Nullable RecordedEvent restriction = null;
        @Nullable RecordedEvent lift = null;
        @Nullable RecordedEvent erasure = null;
        for (var event : sorted) {
            switch (event.change()) {
                case Withdrawn withdrawn -> withdrawals.put(withdrawn, event);
                case Objected(var objection) -> objections.put(objection, event);
                case Restricted() -> restriction = event;
                case RestrictionLifted() -> lift = event.proven() ? event : lift;
                case Erased() -> erasure = event;
                case Change.Choice _, Change.RecipientTold _, Change.Born _, Change.BirthErased _ -> {}
            }
        }
        boolean liftCounts = lift != null && (erasure == null || lift.isLaterThan(erasure));
        return new Closings(withdrawals, objections, restriction, liftCounts ? lift : null, erasure);
    }

    boolean restricted() {
        return restriction != null && (lift == null || !lift.isLaterThan(restriction));
    }

    boolean erased() {
        return erasure != null;
    }

    /** Whether an event counts at all: what was granted before an erasure has lost its evidence. */
    boolean leaves(RecordedEvent event) {
        return event.proven() && (event.change().closes() || erasure == null || event.isLaterThan(erasure));
    }

    /** The latest of what closes the cell, null where nothing does. */
    @Nullable
    RecordedEvent latest(Cell cell) {
        var covering = objections.entrySet().stream()
                .filter(entry -> entry.getKey().covers(cell))
                .map(Map.Entry::getValue);
        var ofPerson = Stream.of(restricted() ? restriction : null, erasure).flatMap(Stream::ofNullable);
        return Stream.concat(covering, ofPerson).max(RecordedEvent.TIME).orElse(null);
    }

    /** The latest withdrawal that speaks of the cell among others, null where none does. */
    @Nullable
    RecordedEvent withdrawal(Cell cell) {
        return withdrawals.entrySet().stream()
                .filter(entry -> entry.getKey().covers(cell))
                .map(Map.Entry::getValue)
                .max(RecordedEvent.TIME)
                .orElse(null);
    }

    /** The event that decides in place of a withdrawal, null where it does itself. */
    @Nullable
    RecordedEvent insteadOfWithdrawal(RecordedEvent event, Withdrawn withdrawn) {
        return other(event, withdrawals.get(withdrawn));
    }

    /** The event that decides in place of an objection, null where it does itself. */
    @Nullable
    RecordedEvent insteadOfObjection(RecordedEvent event, Objection objection) {
        return other(event, objections.get(objection));
    }

    /** The event that decides in place of a restriction, null where it does itself. */
    @Nullable
    RecordedEvent insteadOfRestriction(RecordedEvent event) {
        return other(event, restricted() ? restriction : lift);
    }

    /** The event that decides in place of a lift, null where it does itself. */
    @Nullable
    RecordedEvent insteadOfLift(RecordedEvent event) {
        if (!leaves(event)) {
            return erasure;
        }
        return other(event, restricted() ? restriction : lift);
    }

    /** The event that decides in place of an erasure, null where it does itself. */
    @Nullable
    RecordedEvent insteadOfErasure(RecordedEvent event) {
        return other(event, erasure);
    }

    private static @Nullable RecordedEvent other(RecordedEvent event, @Nullable RecordedEvent deciding) {
        return event.equals(deciding) ? null : deciding;
    }
}
