package io.activationgateway.consent.event;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.event.Change.Choice;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.CellState;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.Permission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was said about one cell, as far as it still counts: {@link Merge} explains the rules. Lists are oldest first.
 *
 * @param denials the latest denial of each permission
 * @param grants what no denial and no erasure ended; a grant may have lapsed
 * @param unregistered approvals among them that the Turkish registry does not know, or knew too late
 * @param asked the permissions that somebody ever granted
 * @param closing the latest of what closes the cell whatever was granted before, null where nothing does
 */
record CellHistory(
        Map<Permission, RecordedEvent> denials,
        List<Grant> grants,
        List<Grant> unregistered,
        Set<Permission> asked,
        @Nullable RecordedEvent closing) {

    /** A grant and its basis. */
    record Grant(RecordedEvent event, LegalBasis basis) {

        boolean stands(Instant at) {
            return !event.hasLapsed(at);
        }

        /** Whether this is an approval that the registry may still come to know in time. */
        boolean waits(Instant at) {
            var registration = event.registration();
            return registration != null && !registration.isVoid(at) && stands(at);
        }

        /** When the wait is over, whether or not it is already. */
        Instant until() {
            var registration = requireNonNull(event.registration(), "registration");
            return earlier(registration.deadline(), lapse());
        }

        /** When this lapses, {@link Instant#MAX} if never. */
        Instant lapse() {
            var expires = event.timing().expires();
            return expires == null ? Instant.MAX : expires;
        }

        boolean isRegistered() {
            var registration = event.registration();
            return registration == null || registration.inTime();
        }
    }

    /** Of the proven choices about one cell, oldest first. */
    static CellHistory of(Cell cell, List<RecordedEvent> choices, Closings closings) {
        var denials = denials(choices, closings.withdrawal(cell));
        var granted = new ArrayList<Grant>();
        var asked = EnumSet.noneOf(Permission.class);
        for (var event : choices) {
            if (!(event.change() instanceof Choice choice)) {
                continue;
            }
            var basis = choice.basis();
            if (!choice.closes() && basis != null) {
                asked.add(basis.permission());
                granted.add(new Grant(event, basis));
            }
        }
        var grants = new ArrayList<Grant>();
        var unregistered = new ArrayList<Grant>();
        for (var grant : granted) {
            if (closings.leaves(grant.event) && !isEnded(grant, denials.get(grant.basis.permission()))) {
                (grant.isRegistered() ? grants : unregistered).add(grant);
            }
        }
        return new CellHistory(denials, grants, unregistered, asked, closings.latest(cell));
    }

    private static Map<Permission, RecordedEvent> denials(
            List<RecordedEvent> choices, @Nullable RecordedEvent withdrawal) {
        var denials = new EnumMap<Permission, RecordedEvent>(Permission.class);
        for (var permission : Permission.values()) {
            var own = choices.reversed().stream()
                    .filter(event ->
                            event.change() instanceof Choice choice && choice.closes() && choice.speaksOf(permission));
            Stream.concat(own.limit(1), Stream.ofNullable(withdrawal))
                    .max(RecordedEvent.TIME)
                    .ifPresent(latest -> denials.put(permission, latest));
        }
        return denials;
    }

    CellState state(Instant at) {
        var reopening = reopening(at);
        var bases = new TreeSet<LegalBasis>();
        for (var grant : grants) {
            if (grant.stands(at) && (reopening.isEmpty() || grant.basis.permission() != Permission.DATA)) {
                bases.add(grant.basis);
            }
        }
        reopening.forEach(grant -> bases.add(grant.basis));
        var message = state(Permission.MESSAGE, bases, at);
        return new CellState(
                state(Permission.DATA, bases, at),
                message,
                state(Permission.TRANSFER, bases, at),
                bases,
                message != ConsentState.GRANTED && unregistered.stream().anyMatch(grant -> grant.waits(at)),
                !reopening.isEmpty());
    }

    /** The instants after {@code at} from which the state may be another one: a few, however many grants there are. */
    Set<Instant> turningPoints(Instant at) {
        var turning = new TreeSet<Instant>();
        turning.addAll(lastLapses(grants));
        turning.addAll(lastLapses(afterClosing()));
        unregistered.stream().map(Grant::until).max(Instant::compareTo).ifPresent(turning::add);
        return turning.tailSet(at, false);
    }

    Effect effect(RecordedEvent event, Choice choice, Instant at) {
        var basis = choice.basis();
        if (choice.closes() || basis == null) {
            return Effect.unless(insteadOfDenial(event, choice));
        }
        if (event.hasLapsed(at)) {
            return new Effect.Lapsed();
        }
        var registration = event.registration();
        if (registration != null && registration.isVoid(at)) {
            return new Effect.Unregistered();
        }
        return Effect.unless(insteadOfGrant(new Grant(event, basis), at));
    }

    private @Nullable RecordedEvent insteadOfGrant(Grant grant, Instant at) {
        if (!grants.contains(grant) && !unregistered.contains(grant)) {
            var denial = denials.get(grant.basis.permission());
            return denial != null && isEnded(grant, denial) ? denial : closing;
        }
        if (closing != null) {
            var reopening = reopening(at);
            if (reopening.isEmpty()) {
                return closing;
            }
            if (grant.basis.permission() == Permission.DATA && !reopening.contains(grant)) {
                return reopening.getLast().event;
            }
        }
        var latest = latest(grants, grant.basis, at);
        var deciding = latest == null ? latest(unregistered, grant.basis, at) : latest;
        return grant.event.equals(deciding) ? null : deciding;
    }

    private static @Nullable RecordedEvent latest(List<Grant> grants, LegalBasis basis, Instant at) {
        return grants.reversed().stream()
                .filter(grant -> grant.basis == basis && grant.stands(at))
                .filter(grant -> grant.isRegistered() || grant.waits(at))
                .map(Grant::event)
                .findFirst()
                .orElse(null);
    }

    /** A permission that nobody ever granted does not make a denial count that a later consent beats for the data. */
    private @Nullable RecordedEvent insteadOfDenial(RecordedEvent denial, Choice choice) {
        @Nullable RecordedEvent instead = null;
        for (var permission : Permission.values()) {
            if (!choice.speaksOf(permission)) {
                continue;
            }
            var granted = grants.reversed().stream()
                    .filter(grant -> grant.basis.permission() == permission)
                    .map(Grant::event)
                    .findFirst();
            var deciding = granted.orElse(denials.get(permission));
            boolean decides = deciding == null || deciding.equals(denial);
            if (decides && (instead == null || asked.contains(permission))) {
                return null;
            }
            if (!decides && instead == null) {
                instead = deciding;
            }
        }
        return instead;
    }

    private ConsentState state(Permission permission, Set<LegalBasis> bases, Instant at) {
        if (bases.stream().anyMatch(basis -> basis.permission() == permission)) {
            return ConsentState.GRANTED;
        }
        if (grants.stream().anyMatch(grant -> grant.basis.permission() == permission)) {
            return ConsentState.EXPIRED;
        }
        var denial = denials.get(permission);
        if (denial != null) {
            return denial.change() instanceof Choice choice ? choice.state() : ConsentState.WITHDRAWN;
        }
        boolean isVoid = permission == Permission.MESSAGE
                && !unregistered.isEmpty()
                && unregistered.stream().noneMatch(grant -> grant.waits(at));
        return isVoid ? ConsentState.VOID : ConsentState.UNKNOWN;
    }

    /** The standing grants of the data after the closing, if one of them reopens the cell; else, or if open, none. */
    private List<Grant> reopening(Instant at) {
        var later = afterClosing().stream().filter(grant -> grant.stands(at)).toList();
        return later.stream().anyMatch(grant -> grant.basis.reopens()) ? later : List.of();
    }

    private List<Grant> afterClosing() {
        return closing == null
                ? List.of()
                : grants.stream()
                        .filter(grant -> grant.basis.permission() == Permission.DATA
                                && grant.basis.isAffirmative()
                                && grant.event.isLaterThan(closing))
                        .toList();
    }

    /** When the last grant of each basis lapses, where all of them do. */
    private static List<Instant> lastLapses(List<Grant> grants) {
        var last = new EnumMap<LegalBasis, Instant>(LegalBasis.class);
        for (var grant : grants) {
            last.merge(grant.basis, grant.lapse(), CellHistory::later);
        }
        last.values().removeIf(Instant.MAX::equals);
        return List.copyOf(last.values());
    }

    private static boolean isEnded(Grant grant, @Nullable RecordedEvent denial) {
        return denial != null && !(grant.basis.isAffirmative() && grant.event.isLaterThan(denial));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
