package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Operation;
import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets the requests of one destination go: so many at once, at the pace of their operation, in the order of asking
 * unless only the pace of the first one's operation stands in the way. Operations that take away go before all others
 * and have permits and a share of the rate that others cannot use. Any thread; its lock is held for moments only.
 */
final class Gate {

    /** How soon it looks again whether more is granted where less is than the vendor allows. */
    private static final long LOOK_AGAIN_NANOS = 100_000_000L;

    private final Deque<Waiter> takingAway = new ArrayDeque<>();
    private final Deque<Waiter> others = new ArrayDeque<>();
    private final Map<Operation, Budget> budgets = new EnumMap<>(Operation.class);
    private final Connector connector;
    private final RateShare share;
    private final LongSupplier ticker;
    private final Timers timers;
    private final int reserved;
    private int permits;
    private @Nullable Runnable alarm;

    Gate(int permits, Connector connector, RateShare share, LongSupplier ticker, Timers timers) {
        this.permits = permits;
        this.reserved = Budget.reservedOf(permits);
        this.connector = connector;
        this.share = share;
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
            (operation.takesAway() ? takingAway : others).addLast(waiter);
            grant();
        }
        return waiter;
    }

    /** Withdraws the question; false where the permit was granted already and its call is on the way. */
    synchronized boolean cancel(Waiter waiter) {
        return takingAway.remove(waiter) || others.remove(waiter);
    }

    synchronized void release() {
        permits++;
        grant();
    }

    /** Lets no request of the operation go for so long. */
    synchronized void holdOff(Operation operation, long nanos) {
        long now = ticker.getAsLong();
        budget(operation, now).holdOff(now + nanos);
    }

    /** The vendor asks to slow down. */
    void slowDown(Operation operation) {
        share.slowDown(connector.budget(operation));
    }

    private void grant() {
        long now = ticker.getAsLong();
        long soonest = Math.min(grant(takingAway, 0, now), grant(others, reserved, now));
        ring(soonest);
    }

    /** Lets go what may; answers how long until the pace lets go another one that has a permit. */
    private long grant(Deque<Waiter> waiting, int kept, long now) {
        long soonest = Long.MAX_VALUE;
        var tooFast = EnumSet.noneOf(Operation.class);
        var waiters = waiting.iterator();
        while (permits > kept && waiters.hasNext()) {
            var waiter = waiters.next();
            if (tooFast.contains(waiter.operation)) {
                continue;
            }
            var budget = budget(waiter.operation, now);
            if (budget.take(waiter.operation, connector.requests(waiter.operation), now)) {
                permits--;
                waiters.remove();
                waiter.context.runOnContext(_ -> waiter.granted.run());
            } else {
                tooFast.add(waiter.operation);
                long pause = budget.untilNext(waiter.operation, now);
                soonest = Math.min(soonest, budget.isReduced() ? Math.min(pause, LOOK_AGAIN_NANOS) : pause);
            }
        }
        return soonest;
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

    private Budget budget(Operation operation, long now) {
        var name = connector.budget(operation);
        var budget = budgets.computeIfAbsent(name, _ -> new Budget(connector.limits(operation), isShared(name), now));
        budget.grant(share.perSecond(name, budget.most()), now);
        return budget;
    }

    /** Whether operations that take away draw on a budget beside others. */
    private boolean isShared(Operation name) {
        var kinds = connector.operations().stream()
                .filter(operation -> connector.budget(operation) == name)
                .map(Operation::takesAway)
                .distinct()
                .count();
        return kinds == 2;
    }
}
