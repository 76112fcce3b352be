package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Operation;
import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Lets the requests of one destination go: so many at once, at the pace of their operation, in the order of asking
 * unless only the pace of the first one's operation stands in the way. Any thread; its lock is held for moments only.
 */
final class Gate {

    private final Deque<Waiter> waiting = new ArrayDeque<>();
    private final Map<Operation, Pace> paces = new EnumMap<>(Operation.class);
    private final ToDoubleFunction<Operation> perSecond;
    private final LongSupplier ticker;
    private final Timers timers;
    private int permits;
    private @Nullable Runnable alarm;

    Gate(int permits, ToDoubleFunction<Operation> perSecond, LongSupplier ticker, Timers timers) {
        this.permits = permits;
        this.perSecond = perSecond;
        this.ticker = ticker;
        this.timers = timers;
    }

    /** Someone who asked for a permit. */
    static final class Waiter {
        private final Operation operation;
        private final Context context;
        private final Runnable granted;

        private Waiter(Operation operation, Context context, Runnable granted) {
            this.operation = operation;
            this.context = context;
            this.granted = granted;
        }
    }

    /** Asks for a permit; {@code granted} runs on the context, always later, and then owns it until {@link #release}. */
    Waiter ask(Operation operation, Context context, Runnable granted) {
        var waiter = new Waiter(operation, context, granted);
        synchronized (this) {
            waiting.addLast(waiter);
            grant();
        }
        return waiter;
    }

    /** Withdraws the question; false where the permit was granted already and its call is on the way. */
    synchronized boolean cancel(Waiter waiter) {
        return waiting.remove(waiter);
    }

    synchronized void release() {
        permits++;
        grant();
    }

    /** Lets no request of the operation go for so long. */
    synchronized void holdOff(Operation operation, long nanos) {
        long now = ticker.getAsLong();
        pace(operation, now).holdOff(now + nanos);
    }

    private void grant() {
        long now = ticker.getAsLong();
        long soonest = Long.MAX_VALUE;
        var tooFast = EnumSet.noneOf(Operation.class);
        var waiters = waiting.iterator();
        while (permits > 0 && waiters.hasNext()) {
            var waiter = waiters.next();
            if (tooFast.contains(waiter.operation)) {
                continue;
            }
            var pace = pace(waiter.operation, now);
            if (pace.take(now)) {
                permits--;
                waiters.remove();
                waiter.context.runOnContext(_ -> waiter.granted.run());
            } else {
                tooFast.add(waiter.operation);
                soonest = Math.min(soonest, pace.untilNext(now));
            }
        }
        ring(soonest);
    }

    private void ring(long nanos) {
        if (alarm != null) {
            alarm.run();
            alarm = null;
        }
        if (nanos != Long.MAX_VALUE) {
            alarm = timers.after(nanos, this::wake);
        }
    }

    private synchronized void wake() {
        alarm = null;
        grant();
    }

    private Pace pace(Operation operation, long now) {
        return paces.computeIfAbsent(operation, absent -> new Pace(perSecond.applyAsDouble(absent), now));
    }
}
