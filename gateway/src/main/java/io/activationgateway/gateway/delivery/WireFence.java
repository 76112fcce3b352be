package io.activationgateway.gateway.delivery;

import io.activationgateway.consent.register.ConsentView.Changes;
import io.activationgateway.consent.register.SendFence;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Knows the requests that were checked and whose bytes the kernel does not have yet, and tells the register when none of
 * them carries a subject that changed (promise P1). What happened before a change became visible happened in a task of
 * an event loop that is over once that loop has begun a new one; so the loops are passed first, the requests after.
 *
 * <p>Thread rule: any thread.
 */
public final class WireFence implements SendFence {

    private final Vertx vertx;
    private final List<EventExecutor> loops;
    private final long patienceMillis;
    private final Set<OnTheWire> open = ConcurrentHashMap.newKeySet();
    private final LongAdder resets = new LongAdder();

    /** A fence over all event loops of {@code vertx}; a request that keeps it waiting is reset after {@code patience}. */
    public WireFence(Vertx vertx, Duration patience) {
        this.vertx = vertx;
        this.patienceMillis = patience.toMillis();
        this.loops = new ArrayList<>();
        ((VertxInternal) vertx).nettyEventLoopGroup().forEach(loops::add);
    }

    /**
     * Enters a request that has just passed its last check; called in the task of that check.
     *
     * @param subjects whom the request carries
     * @param reset breaks the request off; may be called on any thread, and more than once
     */
    OnTheWire enter(Subjects subjects, Runnable reset) {
        var request = new OnTheWire(subjects, reset);
        open.add(request);
        return request;
    }

    @Override
    public CompletionStage<Void> passed(Changes changes) {
        return loopsBeginAnew().thenCompose(_ -> requestsLeave(changes));
    }

    @Override
    public void leaseEnded() {
        resetAll();
    }

    /** Breaks off every request that the kernel does not have: the lease ran out. */
    public void resetAll() {
        open.forEach(this::reset);
    }

    /** How many requests were broken off because the kernel did not take their bytes in time. */
    public long resets() {
        return resets.sum();
    }

    private CompletableFuture<Void> loopsBeginAnew() {
        var begun = loops.stream()
                .map(loop -> CompletableFuture.runAsync(() -> {}, loop))
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(begun);
    }

    private CompletableFuture<Void> requestsLeave(Changes changes) {
        var carrying =
                open.stream().filter(request -> request.subjects.anyIn(changes)).toList();
        if (carrying.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        long timer = vertx.setTimer(patienceMillis, _ -> carrying.forEach(this::reset));
        return CompletableFuture.allOf(
                        carrying.stream().map(request -> request.gone).toArray(CompletableFuture[]::new))
                .whenComplete((_, _) -> vertx.cancelTimer(timer));
    }

    private void reset(OnTheWire request) {
        if (!request.gone.isDone()) {
            resets.increment();
            request.reset.run();
        }
    }

    /** Whom a request carries. */
    @FunctionalInterface
    interface Subjects {
        boolean anyIn(Changes changes);
    }

    /** One checked request, until the kernel has its bytes or it was broken off. */
    final class OnTheWire {

        private final Subjects subjects;
        private final Runnable reset;
        private final CompletableFuture<Void> gone = new CompletableFuture<>();

        private OnTheWire(Subjects subjects, Runnable reset) {
            this.subjects = subjects;
            this.reset = reset;
        }

        /** The kernel has all bytes, or none will follow. */
        void leave() {
            open.remove(this);
            gone.complete(null);
        }
    }
}
