package io.activationgateway.consent.event;

import io.activationgateway.consent.event.Change.BirthErased;
import io.activationgateway.consent.event.Change.Born;
import io.activationgateway.consent.event.Change.Choice;
import io.activationgateway.consent.event.Change.Erased;
import io.activationgateway.consent.event.Change.Objected;
import io.activationgateway.consent.event.Change.RecipientTold;
import io.activationgateway.consent.event.Change.Restricted;
import io.activationgateway.consent.event.Change.RestrictionLifted;
import io.activationgateway.consent.event.Change.Withdrawn;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.CellState;
import io.activationgateway.consent.profile.ConsentProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The events of one subject, merged. A pure function of the <em>set</em> of events: their order and their repetition do
 * not count. It costs one sort of the events; asking costs little. Immutable; any thread.
 *
 * <p>For each permission of each cell:
 *
 * <ol>
 *   <li>A grant without the evidence its basis needs never counts (GDPR Art 7(1)). Neither does one that is not later
 *       than an erasure, which deleted its evidence.
 *   <li>Of what the person said the greatest time wins ({@link RecordedEvent#countsFrom}); at the same instant a denial
 *       wins. A denial that names no basis speaks of all three permissions.
 *   <li>A withdrawal from several cells counts in each of them like one of its own.
 *   <li>What the sender claims (soft opt-in, legitimate interest, ...) yields to any denial, earlier or later: only an
 *       explicit grant supersedes one.
 *   <li>Grants that stand beside each other all count, each with its basis. A lapse ends the grant it names and no
 *       other; where it ended the last one the state is {@code EXPIRED}.
 *   <li>A message approval counts from the time it was taken, and only if the Turkish registry (İYS) knew it before its
 *       {@link Registration#deadline}. Until then one that the registry does not know waits; from then on, and if the
 *       registry knew it too late, it is {@code VOID}. The registration may come in an event of its own, which tells
 *       the same taking; one approval that counts is enough.
 *   <li>Objections, a restriction and an erasure stay in the profile and <em>close</em> each cell they cover, except
 *       those for which a {@code CONSENT} or {@code EXPLICIT_CONSENT} later than all of them stands: such a cell is
 *       {@link CellState#reopened()}. A restriction is over where a proven lift is later than every restriction.
 * </ol>
 *
 * <p>Of the person:
 *
 * <ul>
 *   <li>The recipient is what was told last, with evidence unless it is an individual; where sources contradict each
 *       other at one instant, or an erasure deleted the evidence, an individual.
 *   <li>The age follows from the latest date of birth that anybody told, whenever: the younger wins. One that
 *       an erasure destroyed counts as the day on which it was told.
 *   <li>The country is the one that the latest proven event to name one told.
 * </ul>
 *
 * <p>What a clock does. An event counts <em>from</em>:
 *
 * <table>
 * <caption>Received at {@code r} with a claimed time {@code c}</caption>
 * <tr><th>claimed time</th><th>what permits</th><th>what closes, clock trusted</th><th>what closes, not trusted</th></tr>
 * <tr><td>none</td><td>{@code r}</td><td>{@code r}</td><td>{@code r}</td></tr>
 * <tr><td>past: {@code c < r}</td><td>{@code c}: it does not beat a denial given since</td>
 *     <td>{@code c}: a consent given since stands</td><td>{@code r}: no consent received before stands</td></tr>
 * <tr><td>future: {@code c > r}</td><td>{@code r}</td><td>{@code r}: a consent received afterwards stands</td>
 *     <td>{@code r}</td></tr>
 * <tr><td>a clock that is slow</td><td>too early: it permits less</td><td>too early: a consent given just before may
 *     stand, so trust only a clock that is kept</td><td>{@code r}: it does not matter</td></tr>
 * <tr><td>a clock that is fast</td><td>{@code r} at the latest</td><td>{@code r} at the latest</td><td>{@code r}</td></tr>
 * <tr><td>the same instant as what it contradicts</td><td>it does not count</td><td>it wins</td><td>it wins</td></tr>
 * </table>
 *
 * A registration counts at the time told, so that one told for after the deadline is too late; one whose time nobody
 * told counts when received.
 */
public final class Merge {

    private final Closings closings;
    private final Recipients recipients;
    private final Births births;
    private final SortedMap<Cell, CellHistory> cells;
    private final @Nullable String country;

    private Merge(List<RecordedEvent> sorted) {
        closings = Closings.of(sorted);
        recipients = Recipients.of(counting(sorted, closings, change -> change instanceof RecipientTold));
        births = Births.of(
                counting(sorted, closings, change -> change instanceof Born || change instanceof BirthErased));
        cells = cells(sorted, closings);
        country = country(sorted);
    }

    /** Merges the events of one subject. */
    public static Merge of(Collection<RecordedEvent> events) {
        return new Merge(events.stream().distinct().sorted(RecordedEvent.TIME).toList());
    }

    /**
     * The profile at {@code at}. All events count whenever they were received: only what falls due depends on the
     * instant, so that it may be any in the future.
     */
    public ConsentProfile profile(Instant at) {
        return profile(states(at), at);
    }

    /** The profile at {@code at}, and all that becomes of it by itself. */
    public Folded fold(Instant at) {
        var states = states(at);
        var now = profile(states, at);
        var later = new ArrayList<Folded.Due>();
        var before = now;
        for (var turn : turningPoints(at).entrySet()) {
            for (var cell : turn.getValue()) {
                put(states, cell, turn.getKey());
            }
            var profile = profile(states, turn.getKey());
            if (!profile.equals(before)) {
                later.add(new Folded.Due(turn.getKey(), profile));
                before = profile;
            }
        }
        return new Folded(now, later);
    }

    /**
     * What an event does beside the others.
     *
     * @param event one of those merged
     */
    public Effect effect(RecordedEvent event, Instant at) {
        return switch (event.change()) {
            case Choice choice ->
                event.proven() ? history(choice.cell()).effect(event, choice, at) : new Effect.Unproven();
            case Withdrawn withdrawn -> Effect.unless(closings.insteadOfWithdrawal(event, withdrawn));
            case Objected(var objection) -> Effect.unless(closings.insteadOfObjection(event, objection));
            case Restricted() -> Effect.unless(closings.insteadOfRestriction(event));
            case Erased() -> Effect.unless(closings.insteadOfErasure(event));
            case RestrictionLifted() -> ifProven(event, closings.insteadOfLift(event));
            case RecipientTold _ ->
                ifProven(event, closings.leaves(event) ? recipients.insteadOf(event) : closings.erasure());
            case Born _, BirthErased _ -> ifProven(event, births.insteadOf(event));
        };
    }

    private static Effect ifProven(RecordedEvent event, @Nullable RecordedEvent instead) {
        return event.proven() ? Effect.unless(instead) : new Effect.Unproven();
    }

    private CellHistory history(Cell cell) {
        var history = cells.get(cell);
        if (history == null) {
            throw new IllegalArgumentException("effect of an event that was not merged");
        }
        return history;
    }

    private SortedMap<Cell, CellState> states(Instant at) {
        var states = new TreeMap<Cell, CellState>();
        cells.keySet().forEach(cell -> put(states, cell, at));
        return states;
    }

    private void put(Map<Cell, CellState> states, Cell cell, Instant at) {
        var state = history(cell).state(at);
        if (state.equals(CellState.UNKNOWN)) {
            states.remove(cell);
        } else {
            states.put(cell, state);
        }
    }

    private ConsentProfile profile(SortedMap<Cell, CellState> states, Instant at) {
        return new ConsentProfile(
                states,
                closings.objections().keySet(),
                closings.restricted(),
                closings.erased(),
                recipients.type(),
                births.age(at),
                country);
    }

    /** The instants after {@code at} from which the profile may be another one, and the cells that may be. */
    private SortedMap<Instant, List<Cell>> turningPoints(Instant at) {
        var turning = new TreeMap<Instant, List<Cell>>();
        cells.forEach((cell, history) -> {
            for (var turn : history.turningPoints(at)) {
                turning.computeIfAbsent(turn, _ -> new ArrayList<>()).add(cell);
            }
        });
        for (var day = births.birthdayAfter(at); day != null; day = births.birthdayAfter(day)) {
            turning.putIfAbsent(day, List.of());
        }
        return turning;
    }

    private static List<RecordedEvent> counting(List<RecordedEvent> sorted, Closings closings, Predicate<Change> kind) {
        return sorted.stream()
                .filter(event -> kind.test(event.change()) && closings.leaves(event))
                .toList();
    }

    private static SortedMap<Cell, CellHistory> cells(List<RecordedEvent> sorted, Closings closings) {
        var choices = new TreeMap<Cell, List<RecordedEvent>>();
        for (var event : sorted) {
            if (event.proven() && event.change() instanceof Choice choice) {
                choices.computeIfAbsent(choice.cell(), _ -> new ArrayList<>()).add(event);
            }
        }
        var cells = new TreeMap<Cell, CellHistory>();
        choices.forEach((cell, told) -> cells.put(cell, CellHistory.of(cell, told, closings)));
        return cells;
    }

    private static @Nullable String country(List<RecordedEvent> sorted) {
        for (var event : sorted.reversed()) {
            if (event.proven() && event.country() != null) {
                return event.country();
            }
        }
        return null;
    }
}
