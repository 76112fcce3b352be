package io.activationgateway.consent.register;

import io.activationgateway.consent.register.Acknowledgement.Reached;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers the events of all callers and appends as many as wait, up to a limit, in one transaction: the price of making
 * them durable is paid once a group. Calls of a few events go before those of many, so that a person's withdrawal does
 * not wait behind an import. {@link #append} is for any thread, the rest for the storage thread.
 */
final class GroupCommit {

    private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

    /** A call of more events is bulk. */
    private static final int FEW = 16;

    /**
     * While several callers write at once, a group begins no sooner after the one before, in nanoseconds: what a group
     * costs besides its events is paid for more of them, and the event loops are disturbed less often.
     */
    private static final long PACE = TimeUnit.MILLISECONDS.toNanos(20);

    private final RegisterLog registerLog;
    private final Fence fence;
    private final LongSupplier ticker;
    private final ScheduledExecutorService storage;
    private final GroupSize size;
    private final Queue<Waiting> few = new ConcurrentLinkedQueue<>();
    private final Queue<Waiting> bulk = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean draining = new AtomicBoolean();
    private volatile Group last = Group.NONE;

    /** When a group began, and whether several calls shared it. */
    private record Group(long start, boolean isShared) {
        private static final Group NONE = new Group(0, false);
    }

    /** @param most how many events one transaction takes at most */
    GroupCommit(RegisterLog registerLog, Fence fence, LongSupplier ticker, int most, ScheduledExecutorService storage) {
        this.registerLog = registerLog;
        this.fence = fence;
        this.ticker = ticker;
        this.storage = storage;
        this.size = new GroupSize(most);
    }

    /** One event of a call. */
    private record Waiting(Submission event, Call call, int place) {}

    /** One call of {@link #append}; its counts belong to the storage thread. */
    private static final class Call {
        private final CompletableFuture<AppendAnswer> answer = new CompletableFuture<>();
        private final @Nullable AppendResult[] results;
        private Acknowledgement acknowledgement = new Acknowledgement(0, Reached.REPORTS);
        private int missing;

        private Call(int events) {
            results = new AppendResult[events];
            missing = events;
        }

        private void answered(int place, AppendResult result, Acknowledgement by) {
            results[place] = result;
            acknowledgement = acknowledgement.and(by);
            missing--;
            if (missing == 0) {
                answer.complete(new AppendAnswer(
                        Arrays.stream(results).map(Objects::requireNonNull).toList(), acknowledgement));
            }
        }
    }

    CompletionStage<AppendAnswer> append(List<Submission> events) {
        var call = new Call(events.size());
        if (events.isEmpty()) {
            throw new IllegalArgumentException("consent register: no events to append (expected: one or more)");
        }
        var queue = events.size() <= FEW ? few : bulk;
        for (int i = 0; i < events.size(); i++) {
            queue.add(new Waiting(events.get(i), call, i));
        }
        try {
            drainSoon();
        } catch (RejectedExecutionException e) {
            failAll();
        }
        return call.answer.minimalCompletionStage();
    }

    /** Appends all that waits. */
    void drainAll() {
        while (isWaiting()) {
            appendGroup();
        }
    }

    private boolean isWaiting() {
        return !few.isEmpty() || !bulk.isEmpty();
    }

    private @Nullable Waiting next() {
        var first = few.poll();
        return first == null ? bulk.poll() : first;
    }

    private void drainSoon() {
        if (draining.compareAndSet(false, true)) {
            long wait = last.isShared && bulk.isEmpty() ? last.start + PACE - ticker.getAsLong() : 0;
            var _ = storage.schedule(this::drain, wait, TimeUnit.NANOSECONDS);
        }
    }

    /** One group at a time, so that a long queue does not hold up the lease. */
    private void drain() {
        draining.set(false);
        appendGroup();
        if (isWaiting()) {
            drainSoon();
        }
    }

    private void appendGroup() {
        var group = new ArrayList<Waiting>();
        for (var next = next(); next != null; next = group.size() < size.limit() ? next() : null) {
            group.add(next);
        }
        if (!group.isEmpty()) {
            long start = ticker.getAsLong();
            last = new Group(start, group.getFirst().call != group.getLast().call);
            commit(group);
            size.took(group.size(), ticker.getAsLong() - start);
        }
    }

    private void commit(List<Waiting> group) {
        try {
            var appended = registerLog.append(group.stream().map(Waiting::event).toList());
            fence.committed(new GroupAnswer(group, appended.results()));
        } catch (SQLException | RuntimeException | Error failure) { // no call waits for ever where memory is short
            if (group.size() > 1 && isOfOneEvent(failure)) {
                // Appending what was appended after all is harmless: it is answered as the first time.
                group.forEach(each -> commit(List.of(each)));
            } else {
                log.warn("{} consent events were not appended: {}", group.size(), Failures.describe(failure));
                var told = Failures.forCaller("appending consent events", failure);
                group.forEach(each -> each.call.answer.completeExceptionally(told));
            }
        }
    }

    /** Whether one event may be at fault, so that the others of its group are worth a try of their own. */
    private static boolean isOfOneEvent(Throwable failure) {
        // Classes 22 and 23 of SQLSTATE: data exception, integrity constraint violation.
        if (!(failure instanceof SQLException sql)) {
            return failure instanceof RuntimeException && !(failure instanceof MissingKey);
        }
        var state = sql.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    private record GroupAnswer(List<Waiting> group, List<AppendResult> results) implements Acknowledgements.Answer {

        @Override
        public void acknowledged(Acknowledgement acknowledgement) {
            for (int i = 0; i < group.size(); i++) {
                group.get(i).call.answered(group.get(i).place, results.get(i), acknowledgement);
            }
        }

        @Override
        public void abandoned() {
            var closed = new IllegalStateException(
                    "the consent register closed, or its log was replaced, before every node had reported; append again");
            group.forEach(each -> each.call.answer.completeExceptionally(closed));
        }
    }

    private void failAll() {
        var closed = new IllegalStateException("the consent register is closed");
        for (var next = next(); next != null; next = next()) {
            next.call.answer.completeExceptionally(closed);
        }
    }
}
