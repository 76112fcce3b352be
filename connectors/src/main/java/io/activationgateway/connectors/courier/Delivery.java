package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.VendorCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consignment on its way: cuts it into requests, one for each permit, and keeps count of how each record ended.
 * Confined to one context.
 */
final class Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final Desk desk;
    private final Consignment consignment;
    private final ContextInternal context;
    private final Promise<List<Ending>> done = Promise.promise();

    private final Tally tally;

    /** The first record that no request was made for yet. */
    private int cursor;

    private int requests;
    private final Deque<Batch> ready = new ArrayDeque<>();
    private final Set<Batch> pausing = new HashSet<>();
    private final Map<Batch, Trial> running = new HashMap<>();
    private Gate.@Nullable Waiter waiter;
    /** Why nothing more is begun; null while something may be. */
    private @Nullable VendorCode over;

    private Runnable callOffDeadline = () -> {};

    /** Who waits for a part of it only. */
    private final List<Share> shares = new ArrayList<>();

    private record Share(int from, int to, Promise<List<Ending>> whom) {}

    Delivery(Desk desk, Consignment consignment, ContextInternal context) {
        this.desk = desk;
        this.consignment = consignment;
        this.context = context;
        this.tally = new Tally(consignment.size());
    }

    /** Never fails. Call it once, on the context. */
    Future<List<Ending>> begin() {
        var refusal = desk.connector()
                .refusal(
                        consignment.operation(),
                        consignment.audience(),
                        consignment.use().channel());
        if (refusal != null) {
            cursor = tally.size();
            tally.finishFrom(0, Ending.Kind.REJECTED, refusal);
        } else {
            long left = consignment.deadline() - desk.now();
            if (desk.breaker().refuses()) {
                stop(VendorCode.CIRCUIT_OPEN);
            } else if (left > 0) {
                callOffDeadline = desk.after(left, this::expire);
                pump();
            } else {
                stop(VendorCode.OUT_OF_TIME);
            }
        }
        settle();
        return done.future();
    }

    private Operation operation() {
        return consignment.operation();
    }

    /** Asks for one permit as long as there is something to send: several requests may run at once. */
    private void pump() {
        if (over == null && waiter == null && (!ready.isEmpty() || cursor < tally.size())) {
            waiter = desk.gate().ask(operation(), context, this::granted);
        }
    }

    private void granted() {
        waiter = null;
        if (over == null && !inTime(0)) {
            stop(VendorCode.OUT_OF_TIME);
        }
        if (over == null && !goesOn() && desk.breaker().refuses()) {
            stop(VendorCode.CIRCUIT_OPEN);
        }
        Batch batch = over == null ? nextBatch() : null;
        if (batch == null) {
            desk.gate().release();
        } else {
            run(batch);
            pump();
        }
        settle();
    }

    /** Whether an exchange that has begun is next. */
    private boolean goesOn() {
        var next = ready.peekFirst();
        return next != null && next.pending != null;
    }

    private @Nullable Batch nextBatch() {
        try {
            return ready.isEmpty() ? plan() : ready.removeFirst();
        } catch (RuntimeException broken) {
            LOG.error("A request could not be written: {}", Fault.of(broken));
            stop(VendorCode.NOT_WRITTEN);
            return null;
        }
    }

    /** Writes the next request ahead, to learn how many records it takes; null where none is left that can be said. */
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
                var planned = new Batch(consignment, requests++, manifest.carried());
                // Where fewer fit than were offered, another key may be theirs: then the request is written once more.
                planned.prepared = planned.key.equals(batch.key) ? manifest : null;
                return planned;
            }
        }
        return null;
    }

    private void run(Batch batch) {
        var pending = batch.pending;
        batch.pending = null;
        if (batch.intents > 0 && pending == null) {
            desk.metrics().retried();
        }
        var trial = pending != null ? pending : new Trial(desk, consignment, batch.attempt(), batch.prepared);
        batch.prepared = null;
        running.put(batch, trial);
        (pending != null ? trial.resume() : trial.begin()).onComplete(result -> {
            running.remove(batch);
            desk.gate().release();
            if (result.succeeded()) {
                concluded(batch, trial, result.result());
            } else {
                LOG.error("An attempt broke off, what it carried is uncertain: {}", Fault.of(result.cause()));
                concluded(batch, trial, trial.broken());
            }
            pump();
            settle();
        });
    }

    private void concluded(Batch batch, Trial trial, Trial.Result result) {
        switch (result) {
            case Trial.NotIntended _ -> tally.finish(batch.positions, Ending.Kind.UNAVAILABLE, VendorCode.NOT_RECORDED);
            case Trial.Pending(var pause) -> {
                batch.pending = trial;
                long nanos = pause == null ? pause(1, null) : Backoff.capped(pause);
                if (over != null || !inTime(nanos)) {
                    giveUp(batch, VendorCode.PUT_OFF);
                } else {
                    later(batch, nanos);
                }
            }
            case Trial.Ended ended -> apply(batch, ended);
        }
    }

    private void apply(Batch batch, Trial.Ended ended) {
        var attempt = ended.attempt();
        if (!attempt.positions().isEmpty()) {
            tell(ended);
        }
        var notGranted = (BitSet) batch.positions.clone();
        notGranted.andNot(attempt.positions());
        notGranted.stream().mapToObj(consignment::leftOut).forEach(tally::finish);

        var left = new BitSet();
        var last = new HashMap<Integer, Ending>();
        for (var ending : ended.endings()) {
            int at = ending.position();
            if (ended.unsaid().get(at)) {
                continue;
            }
            if (ending.kind() == Ending.Kind.UNCERTAIN) {
                tally.touch(at);
            }
            boolean mayRepeat = ending.kind() == Ending.Kind.UNAVAILABLE
                    || (ending.kind() == Ending.Kind.UNCERTAIN && repeatable(at));
            if (mayRepeat) {
                left.set(at);
                last.put(at, ending);
                batch.why = ending.code();
            } else {
                tally.finish(ending);
            }
        }
        if (ended.course() instanceof Course.Stop(var why)) {
            stop(why);
        }
        if (!ended.unsaid().isEmpty()) {
            // a request of their own: under the old key a vendor may take them for known ones
            ready.addLast(new Batch(consignment, requests++, ended.unsaid()));
            if (over != null) {
                stop(over);
            }
        }
        if (left.isEmpty() || !follows(batch, left, ended.course())) {
            last.values().forEach(tally::finish);
        }
    }

    /** What breaks here must not leave the sender without an answer. */
    private void tell(Trial.Ended ended) {
        try {
            var open = ended.open();
            if (open != null) {
                consignment.working(ended.attempt(), open.job(), open.positions(), open.askAgain());
            }
            consignment.ended(ended.attempt(), ended.endings());
        } catch (RuntimeException broken) {
            LOG.error("The end of an attempt could not be told: {}", Fault.of(broken));
        }
    }

    /** Sends what is left of a request again, as the course of its last attempt wants; false where nothing more follows. */
    private boolean follows(Batch batch, BitSet left, Course course) {
        if (over != null) {
            return false;
        }
        switch (course) {
            case Course.Stop _ -> {
                return false;
            }
            case Course.Halves _ -> {
                for (var half : Batch.halves(left)) {
                    ready.addFirst(new Batch(consignment, requests++, half));
                }
                return true;
            }
            case Course.Anew _ -> {
                batch.positions.and(left);
                batch.tries--;
                return again(batch, pause(1, null));
            }
            case Course.Again(var after) -> {
                batch.positions.and(left);
                return batch.tries < desk.settings().attempts() && again(batch, pause(batch.tries, after));
            }
            case Course.Rest _ -> {
                var rest = new Batch(consignment, requests++, left);
                rest.tries = batch.tries;
                rest.why = batch.why;
                return batch.tries < desk.settings().attempts() && again(rest, pause(batch.tries, null));
            }
        }
    }

    private boolean again(Batch batch, long pause) {
        if (!inTime(pause)) {
            return false;
        }
        later(batch, pause);
        return true;
    }

    /** After bytes have left without an answer: an event without a key would count twice, all else has one effect. */
    private boolean repeatable(int position) {
        return desk.connector().repeatable(operation())
                && (operation() != Operation.TRACK
                        || !consignment.record(position).dedupeKey().isEmpty());
    }

    private long pause(int tries, @Nullable Duration after) {
        return Backoff.pause(tries, after, desk.settings(), desk.time().clocks().jitter());
    }

    private boolean inTime(long pause) {
        return desk.now() + pause - consignment.deadline() < 0;
    }

    private void later(Batch batch, long nanos) {
        pausing.add(batch);
        batch.callOff = desk.after(nanos, () -> {
            pausing.remove(batch);
            ready.addLast(batch);
            pump();
            settle();
        });
    }

    private void expire() {
        stop(VendorCode.OUT_OF_TIME);
        List.copyOf(running.values()).forEach(Trial::cancel);
        settle();
    }

    /** Begins nothing more: what waits ends here, what is running ends by itself. */
    private void stop(VendorCode why) {
        over = why;
        if (waiter != null && desk.gate().cancel(waiter)) {
            waiter = null;
        }
        pausing.forEach(batch -> batch.callOff.run());
        ready.addAll(pausing);
        pausing.clear();
        for (var batch = ready.pollFirst(); batch != null; batch = ready.pollFirst()) {
            giveUp(batch, why);
        }
        int from = cursor;
        cursor = tally.size();
        tally.finishFrom(from, Ending.Kind.UNAVAILABLE, why);
    }

    private void giveUp(Batch batch, VendorCode why) {
        var pending = batch.pending;
        batch.pending = null;
        if (pending != null) {
            apply(batch, pending.giveUp(VendorCode.PUT_OFF));
            return;
        }
        var code = batch.tries > 0 ? batch.why : why;
        tally.finish(batch.positions, Ending.Kind.UNAVAILABLE, code);
    }

    /**
     * The endings of the positions from one to before another, as soon as all of them have ended: others may still be
     * tried. Ask before it begins; it completes on the context of the promise.
     */
    void tellEnds(int from, int to, Promise<List<Ending>> whom) {
        shares.add(new Share(from, to, whom));
    }

    private boolean told(Share share) {
        boolean ended = tally.isComplete(share.from(), share.to());
        if (ended) {
            share.whom().complete(tally.endings(share.from(), share.to()));
        }
        return ended;
    }

    private void settle() {
        shares.removeIf(this::told);
        if (!tally.isComplete() || !running.isEmpty() || done.future().isComplete()) {
            return;
        }
        callOffDeadline.run();
        tally.counts().forEach(desk.metrics()::ended);
        done.complete(tally.endings());
    }
}
