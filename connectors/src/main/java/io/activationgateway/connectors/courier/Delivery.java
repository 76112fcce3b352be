package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.VendorCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consignment on its way: takes requests from its backlog, one for each permit, and keeps count of how each record
 * ended. Confined to one context.
 */
final class Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final Desk desk;
    private final Consignment consignment;
    private final ContextInternal context;
    private final Promise<List<Ending>> done = Promise.promise();
    private final Tally tally;
    private final Backlog backlog;
    private final Map<Batch, Trial> running = new HashMap<>();
    private Gate.@Nullable Waiter waiter;
    /** Why nothing more is begun; null while something may be. */
    private @Nullable VendorCode over;

    private Runnable callOffDeadline = () -> {};

    Delivery(Desk desk, Consignment consignment, ContextInternal context) {
        this.desk = desk;
        this.consignment = consignment;
        this.context = context;
        this.tally = new Tally(consignment.size());
        this.backlog = new Backlog(desk, consignment, tally, this::goOn);
    }

    /**
     * The endings of the positions from one to before another, as soon as all of them have ended: others may still be
     * tried. Ask before it begins; it completes on the context of the promise.
     */
    void tellEnds(int from, int to, Promise<List<Ending>> whom) {
        tally.tellEnds(from, to, whom);
    }

    /** Never fails. Call it once, on the context. */
    Future<List<Ending>> begin() {
        var refusal = desk.connector()
                .refusal(
                        consignment.operation(),
                        consignment.audience(),
                        consignment.use().channel());
        if (refusal != null) {
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

    private void goOn() {
        pump();
        settle();
    }

    /** Asks for one permit as long as there is something to send: several requests may run at once. */
    private void pump() {
        if (over == null && waiter == null && backlog.hasNext()) {
            waiter = desk.gate().ask(consignment.operation(), context, this::granted);
        }
    }

    private void granted() {
        waiter = null;
        if (over == null && !backlog.inTime(0)) {
            stop(VendorCode.OUT_OF_TIME);
        }
        if (over == null && !backlog.goesOn() && desk.breaker().refuses()) {
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

    private @Nullable Batch nextBatch() {
        try {
            return backlog.next();
        } catch (RuntimeException broken) {
            LOG.error("A request could not be written: {}", Fault.of(broken));
            stop(VendorCode.NOT_WRITTEN);
            return null;
        }
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
            goOn();
        });
    }

    private void concluded(Batch batch, Trial trial, Trial.Result result) {
        switch (result) {
            case Trial.NotIntended _ -> tally.finish(batch.positions, Ending.Kind.UNAVAILABLE, VendorCode.NOT_RECORDED);
            case Trial.Pending(var pause) -> {
                batch.pending = trial;
                if (over != null || !backlog.takesBack(batch, pause)) {
                    giveUp(batch, VendorCode.PUT_OFF);
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

        var left = left(batch, ended);
        if (ended.course() instanceof Course.Stop(var why)) {
            stop(why);
        }
        if (!ended.unsaid().isEmpty()) {
            backlog.add(ended.unsaid());
            if (over != null) {
                stop(over);
            }
        }
        var positions = new BitSet();
        left.keySet().forEach(positions::set);
        if (left.isEmpty() || over != null || !backlog.takesBack(batch, positions, ended.course())) {
            left.values().forEach(tally::finish);
        }
    }

    /** The records that may be tried again, and how they end where they are not; the others have ended. */
    private Map<Integer, Ending> left(Batch batch, Trial.Ended ended) {
        var left = new HashMap<Integer, Ending>();
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
                left.put(at, ending);
                batch.why = ending.code();
            } else {
                tally.finish(ending);
            }
        }
        return left;
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

    /** After bytes have left without an answer: an event without a key would count twice, all else has one effect. */
    private boolean repeatable(int position) {
        return desk.connector().repeatable(consignment.operation())
                && (consignment.operation() != Operation.TRACK
                        || !consignment.record(position).dedupeKey().isEmpty());
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
        backlog.empty(batch -> giveUp(batch, why), why);
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

    private void settle() {
        tally.tell();
        if (!tally.isComplete() || !running.isEmpty() || done.future().isComplete()) {
            return;
        }
        callOffDeadline.run();
        tally.counts().forEach(desk.metrics()::ended);
        done.complete(tally.endings());
    }
}
