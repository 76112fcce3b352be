package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.courier.CourierMetrics.Circuit;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stops sending to a vendor that fails, so that records end at once rather than at their deadlines, and tries now and
 * then whether it works again. Closed, it watches the share of failures in a sliding window; open, it lets nothing pass
 * for a pause; half open, one request at a time, which decides. Any thread; its lock is held for moments only.
 */
final class Breaker {

    private static final int SLOTS = 10;

    private final Rule rule;
    private final LongSupplier ticker;
    private final Consumer<Circuit> changed;
    private final int[] good = new int[SLOTS];
    private final int[] bad = new int[SLOTS];
    private final long slotNanos;
    private final long begun;
    private long slot;
    private Circuit state = Circuit.CLOSED;
    /** Grows with each change, so that a request counts only for the state that let it go. */
    private int phase;

    private long openUntil;
    private long pause;
    private boolean probing;
    private int probesPassed;

    /**
     * When it changes.
     *
     * @param window how far back failures count
     * @param calls the fewest requests in the window that say anything
     * @param share the share of failures that opens it, above 0, at most 1
     * @param pause how long it stays open first; it doubles with each trial that fails
     * @param longestPause the pause it does not grow beyond
     * @param probes the trials in a row that close it, from 1
     */
    record Rule(Duration window, int calls, double share, Duration pause, Duration longestPause, int probes) {

        /** Half of at least six requests in 30 seconds; 5 seconds to a minute of pause; two trials. */
        static final Rule DEFAULT =
                new Rule(Duration.ofSeconds(30), 6, 0.5, Duration.ofSeconds(5), Duration.ofMinutes(1), 2);
    }

    /** What a request says about its vendor. */
    enum Health {
        GOOD,
        BAD,
        /** Nothing: it did not come so far, or its end was no fault of the vendor's working. */
        UNKNOWN;

        /** A request to slow down is for the pace to heed, refused credentials are for people. */
        static Health of(@Nullable Answer answer) {
            return switch (answer) {
                case null -> BAD;
                case Answer.Retry(var _, var why, var _) -> why == VendorCode.RATE_LIMITED ? UNKNOWN : BAD;
                case Answer.Stop _ -> UNKNOWN;
                case Answer.Done(var results) ->
                    !results.isEmpty()
                                    && results.stream()
                                            .allMatch(one -> one.outcome() == Outcome.RETRYABLE
                                                    || one.outcome() == Outcome.UNCERTAIN)
                            ? BAD
                            : GOOD;
                case Answer.Split _ -> GOOD;
                case Answer.Next _ -> GOOD;
                case Answer.Working _ -> GOOD;
            };
        }

        /** What a request says that was not answered. */
        static Health of(Wire unanswered) {
            return unanswered instanceof Wire.Lost || unanswered.equals(new Wire.Unsent(VendorCode.NOT_CONNECTED))
                    ? BAD
                    : UNKNOWN;
        }
    }

    /** A request that was let pass; its end must be told. */
    final class Call {
        private final int begunIn;
        private boolean ended;

        private Call(int begunIn) {
            this.begunIn = begunIn;
        }

        /** The first call counts. */
        void end(Health health) {
            synchronized (Breaker.this) {
                if (!ended && begunIn == phase) {
                    judge(health);
                }
                ended = true;
            }
        }
    }

    /** {@code changed} is told each new state, under the lock. */
    Breaker(Rule rule, LongSupplier ticker, Consumer<Circuit> changed) {
        this.rule = rule;
        this.ticker = ticker;
        this.changed = changed;
        this.slotNanos = Math.max(1, rule.window().toNanos() / SLOTS);
        this.begun = ticker.getAsLong();
        this.pause = rule.pause().toNanos();
    }

    /** Whether {@link #enter} would refuse now. */
    synchronized boolean refuses() {
        return switch (state) {
            case CLOSED -> false;
            case OPEN -> ticker.getAsLong() - openUntil < 0;
            case HALF_OPEN -> probing;
        };
    }

    /** Lets a request pass, or null. */
    synchronized @Nullable Call enter() {
        if (refuses()) {
            return null;
        }
        if (state == Circuit.OPEN) {
            probesPassed = 0;
            become(Circuit.HALF_OPEN);
        }
        probing = state == Circuit.HALF_OPEN;
        return new Call(phase);
    }

    private void judge(Health health) {
        if (state == Circuit.HALF_OPEN) {
            probing = false;
            if (health == Health.BAD) {
                pause = Math.min(pause * 2, rule.longestPause().toNanos());
                open();
            } else if (health == Health.GOOD && ++probesPassed >= rule.probes()) {
                pause = rule.pause().toNanos();
                clear();
                become(Circuit.CLOSED);
            }
        } else if (health != Health.UNKNOWN) {
            count(health);
        }
    }

    private void count(Health health) {
        turn();
        (health == Health.GOOD ? good : bad)[(int) (slot % SLOTS)]++;
        int failed = 0;
        int all = 0;
        for (int i = 0; i < SLOTS; i++) {
            failed += bad[i];
            all += good[i] + bad[i];
        }
        if (all >= rule.calls() && failed >= rule.share() * all) {
            open();
        }
    }

    /** Forgets what lies before the window. */
    private void turn() {
        long now = (ticker.getAsLong() - begun) / slotNanos;
        for (long passed = Math.min(now - slot, SLOTS); passed > 0; passed--) {
            int oldest = (int) ((now - passed + 1) % SLOTS);
            good[oldest] = 0;
            bad[oldest] = 0;
        }
        slot = now;
    }

    private void clear() {
        for (int i = 0; i < SLOTS; i++) {
            good[i] = 0;
            bad[i] = 0;
        }
    }

    private void open() {
        openUntil = ticker.getAsLong() + pause;
        become(Circuit.OPEN);
    }

    private void become(Circuit next) {
        state = next;
        phase++;
        changed.accept(next);
    }
}
