package io.activationgateway.consent.event;

import io.activationgateway.consent.event.Change.Choice;
import io.activationgateway.consent.profile.CellState;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.Permission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What was said about one cell: {@link Merge} explains the rules.
 *
 * @param choices the cell's choices, oldest first
 * @param objection the latest objection that covers the cell, null where none does
 */
record CellHistory(List<RecordedEvent> choices, @Nullable RecordedEvent objection) {

    CellState state(Instant at) {
        var bases = new TreeSet<LegalBasis>();
        for (var permission : Permission.values()) {
            bases.addAll(bases(standing(permission, at)));
        }
        var reopening = reopening(at);
        if (!reopening.isEmpty()) {
            bases.removeIf(basis -> basis.permission() == Permission.DATA);
            bases.addAll(bases(reopening));
        }
        return new CellState(
                state(Permission.DATA, at),
                state(Permission.MESSAGE, at),
                state(Permission.TRANSFER, at),
                bases,
                false,
                !reopening.isEmpty());
    }

    Effect effect(RecordedEvent event, Choice choice, Instant at) {
        var basis = choice.basis();
        boolean grants = !choice.closes();
        if (grants && !event.proven()) {
            return new Effect.Unproven();
        }
        if (event.hasLapsed(at)) {
            return new Effect.Lapsed();
        }
        var beatenBy = grants && basis != null ? beatsGrant(event, basis, at) : beatsDenial(event, choice);
        return beatenBy == null ? new Effect.Applied() : new Effect.SupersededBy(beatenBy.id());
    }

    private @Nullable RecordedEvent beatsGrant(RecordedEvent grant, LegalBasis basis, Instant at) {
        var permission = basis.permission();
        var standing = standing(permission, at);
        if (!standing.contains(grant)) {
            return lastDenial(permission);
        }
        if (objection != null) {
            var reopening = reopening(at);
            if (reopening.isEmpty()) {
                return objection;
            }
            if (permission == Permission.DATA && !reopening.contains(grant)) {
                return reopening.getLast();
            }
        }
        return otherThan(
                grant,
                standing.stream()
                        .filter(other -> basis == basis(other))
                        .toList()
                        .getLast());
    }

    /** A permission that nobody ever granted does not make a denial count that a later consent beats for the data. */
    private @Nullable RecordedEvent beatsDenial(RecordedEvent denial, Choice choice) {
        @Nullable RecordedEvent beatenBy = null;
        for (var permission : Permission.values()) {
            if (!choice.speaksOf(permission)) {
                continue;
            }
            var grants = unended(permission);
            var top = grants.isEmpty() ? lastDenial(permission) : grants.getLast();
            boolean decides = top == null || top.equals(denial);
            if (decides && (beatenBy == null || !proven(permission).isEmpty())) {
                return null;
            }
            if (!decides && beatenBy == null) {
                beatenBy = top;
            }
        }
        return beatenBy;
    }

    private ConsentState state(Permission permission, Instant at) {
        if (!standing(permission, at).isEmpty()) {
            return ConsentState.GRANTED;
        }
        if (!unended(permission).isEmpty()) {
            return ConsentState.EXPIRED;
        }
        var denial = lastDenial(permission);
        return denial != null && denial.change() instanceof Choice choice ? choice.state() : ConsentState.UNKNOWN;
    }

    /** The grants that stand at {@code at}. */
    private List<RecordedEvent> standing(Permission permission, Instant at) {
        return unended(permission).stream()
                .filter(grant -> !grant.hasLapsed(at))
                .toList();
    }

    /** The grants that no denial ended; they may have lapsed. */
    private List<RecordedEvent> unended(Permission permission) {
        var denial = lastDenial(permission);
        return proven(permission).stream()
                .filter(grant -> denial == null || (isAffirmative(grant) && isLater(grant, denial)))
                .toList();
    }

    private List<RecordedEvent> proven(Permission permission) {
        return about(permission, choice -> !choice.closes()).stream()
                .filter(RecordedEvent::proven)
                .toList();
    }

    /** The standing grants after the last objection, if one of them lifts it; else, and without an objection, none. */
    private List<RecordedEvent> reopening(Instant at) {
        if (objection == null) {
            return List.of();
        }
        var later = standing(Permission.DATA, at).stream()
                .filter(grant -> isAffirmative(grant) && isLater(grant, objection))
                .toList();
        return bases(later).stream().anyMatch(LegalBasis::reopensObjection) ? later : List.of();
    }

    private @Nullable RecordedEvent lastDenial(Permission permission) {
        var denials = about(permission, Choice::closes);
        return denials.isEmpty() ? null : denials.getLast();
    }

    private List<RecordedEvent> about(Permission permission, Predicate<Choice> kind) {
        var found = new ArrayList<RecordedEvent>();
        for (var event : choices) {
            if (event.change() instanceof Choice choice && choice.speaksOf(permission) && kind.test(choice)) {
                found.add(event);
            }
        }
        return found;
    }

    private static @Nullable RecordedEvent otherThan(RecordedEvent event, RecordedEvent top) {
        return top.equals(event) ? null : top;
    }

    private static boolean isLater(RecordedEvent grant, RecordedEvent closing) {
        return grant.countsFrom().isAfter(closing.countsFrom());
    }

    private static boolean isAffirmative(RecordedEvent grant) {
        var basis = basis(grant);
        return basis != null && basis.isAffirmative();
    }

    private static @Nullable LegalBasis basis(RecordedEvent event) {
        return event.change() instanceof Choice choice ? choice.basis() : null;
    }

    private static List<LegalBasis> bases(Collection<RecordedEvent> grants) {
        var bases = new ArrayList<LegalBasis>();
        for (var grant : grants) {
            var basis = basis(grant);
            if (basis != null) {
                bases.add(basis);
            }
        }
        return bases;
    }
}
