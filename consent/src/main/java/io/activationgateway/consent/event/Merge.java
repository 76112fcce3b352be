package io.activationgateway.consent.event;

import io.activationgateway.consent.event.Change.Choice;
import io.activationgateway.consent.event.Change.Objected;
import io.activationgateway.consent.event.Change.Withdrawn;
import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.CellState;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.Objection;
import io.activationgateway.consent.profile.RecipientType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Folds the events of one subject into its profile. A pure function of the <em>set</em> of events: their order and
 * their repetition do not count. Any thread.
 *
 * <p>For each permission of each cell:
 *
 * <ol>
 *   <li>A grant without the evidence its basis needs never counts (GDPR Art 7(1)).
 *   <li>Of what the person said the greatest time wins ({@link RecordedEvent#countsFrom}); at the same instant a denial
 *       wins. A denial that names no basis speaks of all three permissions.
 *   <li>A withdrawal from several cells counts in each of them like one of its own.
 *   <li>What the sender claims (soft opt-in, legitimate interest, ...) yields to any denial, earlier or later: only an
 *       explicit grant supersedes one.
 *   <li>Grants that stand beside each other all count, each with its basis. A lapse ends the grant it names and no
 *       other; where it ended the last one the state is {@code EXPIRED}.
 *   <li>An objection stays in the profile. It closes each cell it covers, except those for which a {@code CONSENT} or
 *       {@code EXPLICIT_CONSENT} later than every covering objection stands: such a cell is
 *       {@link CellState#reopened()}.
 * </ol>
 *
 * The country is the one that the latest event to name one told.
 */
public final class Merge {

    /** A total order: events that differ in anything have one sequence, whatever order they were given in. */
    private static final Comparator<RecordedEvent> TIME = Comparator.comparing(RecordedEvent::countsFrom)
            .thenComparing(event -> event.change().closes())
            .thenComparing(event ->
                    event.change() instanceof Choice choice ? choice.state().name() : "")
            .thenComparing(RecordedEvent::id)
            .thenComparing(RecordedEvent::received)
            .thenComparing(RecordedEvent::country, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(RecordedEventCodec::encode, Arrays::compare);

    private Merge() {}

    /** The profile at {@code at}, and what becomes of it next. */
    public static Folded fold(Collection<RecordedEvent> events, Instant at) {
        var now = profile(events, at);
        var lapses = new TreeSet<Instant>();
        for (var event : events) {
            var expires = event.timing().expires();
            if (event.proven() && expires != null && expires.isAfter(at)) {
                lapses.add(expires);
            }
        }
        for (var lapse : lapses) {
            var then = profile(events, lapse);
            if (!then.equals(now)) {
                return new Folded(now, lapse, then);
            }
        }
        return new Folded(now, null, null);
    }

    /** The first instant after {@code at} at which the profile is another one; empty where it stays. */
    public static Optional<Instant> nextDue(Collection<RecordedEvent> events, Instant at) {
        return Optional.ofNullable(fold(events, at).dueAt());
    }

    /**
     * The profile at {@code at}. All events count whenever they were received: only lapses depend on the instant, so that
     * it may be any in the future.
     */
    public static ConsentProfile profile(Collection<RecordedEvent> events, Instant at) {
        var sorted = sorted(events);
        var cells = new TreeMap<Cell, CellState>();
        for (var entry : byCell(sorted).entrySet()) {
            var state = history(entry.getKey(), entry.getValue(), sorted).state(at);
            if (!state.equals(CellState.UNKNOWN)) {
                cells.put(entry.getKey(), state);
            }
        }
        var objections = new TreeSet<Objection>();
        for (var event : sorted) {
            if (event.change() instanceof Objected(var objection)) {
                objections.add(objection);
            }
        }
        return new ConsentProfile(
                cells, objections, false, false, RecipientType.INDIVIDUAL, AgeBand.UNKNOWN, country(sorted));
    }

    /**
     * What {@code event} does beside the other events of its subject.
     *
     * @param events all events of the subject, with or without {@code event}
     */
    public static Effect effect(RecordedEvent event, Collection<RecordedEvent> events, Instant at) {
        var all = new ArrayList<>(events);
        all.add(event);
        var sorted = sorted(all);
        return switch (event.change()) {
            case Choice choice ->
                history(choice.cell(), byCell(sorted).getOrDefault(choice.cell(), List.of()), sorted)
                        .effect(event, choice, at);
            case Withdrawn _, Objected _ -> {
                var newest = sorted.stream()
                        .filter(other -> other.change().equals(event.change()))
                        .reduce(event, (_, later) -> later);
                yield newest.equals(event) ? new Effect.Applied() : new Effect.SupersededBy(newest.id());
            }
            default -> new Effect.Applied();
        };
    }

    /** Oldest first, each once. */
    private static List<RecordedEvent> sorted(Collection<RecordedEvent> events) {
        return events.stream().distinct().sorted(TIME).toList();
    }

    private static SortedMap<Cell, List<RecordedEvent>> byCell(List<RecordedEvent> sorted) {
        var cells = new TreeMap<Cell, List<RecordedEvent>>();
        for (var event : sorted) {
            if (event.proven() && event.change() instanceof Choice choice) {
                cells.computeIfAbsent(choice.cell(), _ -> new ArrayList<>()).add(event);
            }
        }
        return cells;
    }

    private static CellHistory history(Cell cell, List<RecordedEvent> choices, List<RecordedEvent> all) {
        @Nullable RecordedEvent objection = null;
        var said = new ArrayList<RecordedEvent>(choices);
        for (var event : all) {
            if (event.change() instanceof Objected(var objected) && objected.covers(cell)) {
                objection = event;
            }
            if (event.change() instanceof Withdrawn withdrawn && withdrawn.covers(cell)) {
                said.add(in(cell, event));
            }
        }
        said.sort(TIME);
        return new CellHistory(said, objection);
    }

    /** What a withdrawal from several cells says in one of them. */
    private static RecordedEvent in(Cell cell, RecordedEvent event) {
        return new RecordedEvent(
                event.id(),
                new Choice(cell, ConsentState.WITHDRAWN, null),
                event.country(),
                event.timing(),
                event.received(),
                event.proven());
    }

    private static @Nullable String country(List<RecordedEvent> sorted) {
        return sorted.reversed().stream()
                .filter(RecordedEvent::proven)
                .map(RecordedEvent::country)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
