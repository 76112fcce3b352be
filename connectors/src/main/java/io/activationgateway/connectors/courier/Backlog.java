package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.VendorCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What of a consignment is still to be sent: requests that may go now, those that pause before their next try, and records
 * that no request was made for yet. Confined to the context of its delivery.
 */
final class Backlog {

    private final Desk desk;
    private final Consignment consignment;
    private final Tally tally;
    private final Runnable refilled;
    private final Deque<Batch> ready = new ArrayDeque<>();
    private final Set<Batch> pausing = new HashSet<>();

    /** The first record that no request was made for yet. */
    private int cursor;

    private int requests;

    /**
     * All of the consignment.
     *
     * @param tally is told of records that cannot be said
     * @param refilled runs when a pause has ended
     */
    Backlog(Desk desk, Consignment consignment, Tally tally, Runnable refilled) {
        this.desk = desk;
        this.consignment = consignment;
        this.tally = tally;
        this.refilled = refilled;
    }

    /** Whether something may go now. */
    boolean hasNext() {
        return !ready.isEmpty() || cursor < tally.size();
    }

    /** Whether an exchange that has begun is next. */
    boolean goesOn() {
        var next = ready.peekFirst();
        return next != null && next.pending != null;
    }

    /** What goes now, taken out; null where none of the records that are left can be said. */
    @Nullable
    Batch next() {
        return ready.isEmpty() ? plan() : ready.removeFirst();
    }

    /** Writes the next request ahead, to learn how many records it takes. */
    private @Nullable Batch plan() {
        int most = desk.connector().limits(operation()).maxRecords();
        while (cursor < tally.size()) {
            int end = (int) Math.min(tally.size(), (long) cursor + most);
            var candidates = new BitSet(end);
            candidates.set(cursor, end);
            var batch = new Batch(consignment, requests, candidates);
            var first = batch.attempt();
            var manifest =
                    Manifest.write(desk.connector(), consignment, Trial.said(desk, consignment, first), candidates);
            cursor = manifest.next() < 0 ? end : manifest.next();
            manifest.refused().values().forEach(tally::finish);
            if (!manifest.carried().isEmpty()) {
                var planned = request(manifest.carried());
                // Where fewer fit than were offered, another key may be theirs: then the request is written once more.
                planned.prepared = planned.key.equals(batch.key) ? manifest : null;
                return planned;
            }
        }
        return null;
    }

    private Batch request(BitSet positions) {
        return new Batch(consignment, requests++, positions);
    }

    /** These go in a request of their own: under the old key a vendor may take them for known ones. */
    void add(BitSet positions) {
        ready.addLast(request(positions));
    }

    /** Takes back what is left of a request, as the course of its last attempt wants; false where nothing more follows. */
    boolean takesBack(Batch batch, BitSet left, Course course) {
        return switch (course) {
            case Course.Stop _ -> false;
            case Course.Halves _ -> {
                Batch.halves(left).forEach(half -> ready.addFirst(request(half)));
                yield true;
            }
            case Course.Anew _ -> {
                batch.positions.and(left);
                batch.tries--;
                yield pauses(batch, pause(1, null));
            }
            case Course.Again(var after) -> {
                batch.positions.and(left);
                yield mayTryAgain(batch) && pauses(batch, pause(batch.tries, after));
            }
            case Course.Rest _ -> {
                var rest = request(left);
                rest.tries = batch.tries;
                rest.why = batch.why;
                yield mayTryAgain(batch) && pauses(rest, pause(batch.tries, null));
            }
        };
    }

    private boolean mayTryAgain(Batch batch) {
        return batch.tries < desk.settings().attempts();
    }

    /** Takes back a request whose exchange goes on after a pause, null for the usual one; false where no time is left. */
    boolean takesBack(Batch batch, @Nullable Duration pause) {
        return pauses(batch, pause == null ? pause(1, null) : Backoff.capped(pause));
    }

    private long pause(int tries, @Nullable Duration after) {
        return Backoff.pause(tries, after, desk.settings(), desk.time().clocks().jitter());
    }

    private boolean pauses(Batch batch, long nanos) {
        if (!inTime(nanos)) {
            return false;
        }
        pausing.add(batch);
        batch.callOff = desk.after(nanos, () -> {
            pausing.remove(batch);
            ready.addLast(batch);
            refilled.run();
        });
        return true;
    }

    /** Whether the deadline lies beyond so many nanoseconds. */
    boolean inTime(long nanos) {
        return desk.now() + nanos - consignment.deadline() < 0;
    }

    /**
     * Empties it.
     *
     * @param each takes the requests, and may add others meanwhile
     * @param why records end as unavailable that no request was made for
     */
    void empty(Consumer<Batch> each, VendorCode why) {
        pausing.forEach(batch -> batch.callOff.run());
        ready.addAll(pausing);
        pausing.clear();
        for (var batch = ready.pollFirst(); batch != null; batch = ready.pollFirst()) {
            each.accept(batch);
        }
        int from = cursor;
        cursor = tally.size();
        tally.finishFrom(from, Ending.Kind.UNAVAILABLE, why);
    }

    private Operation operation() {
        return consignment.operation();
    }
}
