package io.activationgateway.gateway.delivery;

import io.activationgateway.consent.register.ConsentView.Changes;
import io.activationgateway.consent.register.SendFence;
import io.vertx.core.Vertx;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Knows the requests that are being checked, or were checked and whose bytes the kernel does not have yet, and tells the
 * register when none of them carries a subject that changed (promise P1). A request enters before its last check reads the
 * register: so a change is either seen by that check, or whoever made it visible finds the request here and waits for it.
 * Nobody waits for an event loop that is busy with anything else.
 *
 * <p>Thread rule: any thread.
 */
public final class WireFence implements SendFence {

    private final Vertx vertx;
    private final long patienceMillis;
    private final Set<OnTheWire> open = ConcurrentHashMap.newKeySet();
    private final LongAdder resets = new LongAdder();

    /** A fence; a request that keeps it waiting is reset after {@code patience}. */
    public WireFence(Vertx vertx, Duration patience) {
        this.vertx = vertx;
        this.patienceMillis = patience.toMillis();
    }

    /**
     * Enters a request whose last check begins. Until {@link OnTheWire#carries} or {@link OnTheWire#leave} is called, in the
     * same task, everybody waits for it.
     *
     * @param reset breaks the request off; may be called on any thread, and more than once
     */
    OnTheWire enter(Runnable reset) {
        var request = new OnTheWire(reset);
        open.add(request);
        // What the check reads from here on is not older than what those see who find the request.
        VarHandle.fullFence();
        return request;
    }

    @Override
    public CompletionStage<Void> passed(Changes changes) {
        // The changes are visible: a request that is not found below reads them in its check.
        VarHandle.fullFence();
        var found = List.copyOf(open);
        var checked = found.stream().map(request -> request.checked).toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(checked).thenCompose(_ -> leave(found, changes));
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

    private CompletableFuture<Void> leave(List<OnTheWire> found, Changes changes) {
        var carrying =
                found.stream().filter(request -> request.carriesAnyOf(changes)).toList();
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

    /** One request, from the beginning of its last check until the kernel has its bytes or it was broken off. */
    final class OnTheWire {

        private final Runnable reset;
        private final CompletableFuture<Void> checked = new CompletableFuture<>();
        private final CompletableFuture<Void> gone = new CompletableFuture<>();
        private volatile Subjects subjects = _ -> true;

        private OnTheWire(Runnable reset) {
            this.reset = reset;
        }

        /** The check let it go with these subjects. */
        void carries(Subjects those) {
            subjects = those;
            checked.complete(null);
        }

        /** The kernel has all bytes, or none will follow. */
        void leave() {
            open.remove(this);
            checked.complete(null);
            gone.complete(null);
        }

        private boolean carriesAnyOf(Changes changes) {
            return !gone.isDone() && subjects.anyIn(changes);
        }
    }
}
