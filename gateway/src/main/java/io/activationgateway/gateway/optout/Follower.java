package io.activationgateway.gateway.optout;

import io.activationgateway.connectors.Operation;
import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.register.ConsentRegister;
import io.activationgateway.consent.register.LoggedEvent;
import io.activationgateway.gateway.optout.EntryLookup.Place;
import io.activationgateway.gateway.optout.OptOutStore.Arrival;
import io.activationgateway.residency.table.PolicyTable;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Follows the register's log and queues what it asks for: so nothing is lost by a crash between an event and its opt-outs.
 * A row is followed once no node can send, or still have under way, what it forbids. One thread; blocks.
 */
final class Follower {

    /** What comes within this is queued together: a busy region pays for a transaction a few times a second. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final ConsentRegister register;
    private final Disclosures disclosures;
    private final OptOutStore optOuts;
    private final Map<String, Target> targets;
    private final Pace pace;
    private final LogAhead ahead;
    private long queuedAt;
    private boolean isBehind;

    /**
     * When what is followed.
     *
     * @param clock legal time
     * @param ticker monotonic, in nanoseconds
     * @param settling how long after an event was received another node may still have under way what it forbids
     * @param giveUp how long a destination is asked at most
     */
    record Pace(InstantSource clock, LongSupplier ticker, Duration settling, Duration giveUp) {}

    Follower(
            ConsentRegister register,
            Disclosures disclosures,
            OptOutStore optOuts,
            Map<String, Target> targets,
            Pace pace) {
        this.register = register;
        this.disclosures = disclosures;
        this.optOuts = optOuts;
        this.targets = targets;
        this.pace = pace;
        this.ahead = new LogAhead(register);
        this.queuedAt = pace.ticker().getAsLong() - PAUSE.toNanos();
    }

    /** Follows some rows; answers whether there were any. */
    boolean step(PolicyTable policy) throws SQLException, InterruptedException {
        long applied = register.position().sequence();
        long followed = Math.min(optOuts.followed(), applied);
        if (applied == followed || !isTime()) {
            return false;
        }
        var events = settled(ahead.after(followed), applied);
        if (events.stream().anyMatch(event -> event.generation() != register.generation())) {
            // The pseudonym key is being rotated at this moment: the keys of the record follow.
            return false;
        }
        if (events.isEmpty()) {
            return false;
        }
        optOuts.follow(arrivals(events, policy), events.getLast().sequence(), pace.giveUp());
        queuedAt = pace.ticker().getAsLong();
        isBehind = events.size() == LogAhead.PAGE;
        return true;
    }

    private boolean isTime() {
        return isBehind || pace.ticker().getAsLong() - queuedAt >= PAUSE.toNanos();
    }

    /** This node has applied them, and every other has. */
    private List<LoggedEvent> settled(List<LoggedEvent> events, long applied) {
        boolean alone = register.nodes() <= 1;
        var before = pace.clock().instant().minus(pace.settling());
        return events.stream()
                .takeWhile(event -> event.sequence() <= applied
                        && (alone || !event.event().received().isAfter(before)))
                .toList();
    }

    private List<Arrival> arrivals(List<LoggedEvent> events, PolicyTable policy) throws SQLException {
        var closing =
                events.stream().filter(event -> event.event().change().closes()).toList();
        var keys = closing.stream()
                .flatMap(event -> event.keys().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (keys.isEmpty()) {
            return List.of();
        }
        var places = disclosures.lookup().places(keys).stream().collect(Collectors.groupingBy(Place::key));
        var arrivals = new ArrayList<Arrival>();
        for (var event : closing) {
            var seen = new HashSet<Long>();
            for (var key : event.keys()) {
                for (var place : places.getOrDefault(key, List.of())) {
                    if (seen.add(place.entry())) {
                        add(arrivals, event, place, policy);
                    }
                }
            }
        }
        return arrivals;
    }

    private void add(List<Arrival> arrivals, LoggedEvent event, Place place, PolicyTable policy) {
        var target = targets.get(place.destination());
        if (target == null) {
            // Nobody can be told at a destination that is configured no more, which must be seen.
            if (event.event().change() instanceof Change.Erased) {
                arrivals.add(arrival(event, place, Act.ERASE, "not-configured"));
            }
            return;
        }
        for (var act : Acts.of(event.event(), event.effect(), target.can(Operation.SUPPRESS), target.cells(policy))) {
            var refusal = target.refusal(act);
            arrivals.add(arrival(event, place, act, refusal == null ? null : refusal.wireName()));
        }
    }

    private static Arrival arrival(LoggedEvent event, Place place, Act act, @Nullable String refused) {
        return new Arrival(
                event.sequence(),
                place.destination(),
                place.entry(),
                act,
                event.event().received(),
                refused);
    }
}
