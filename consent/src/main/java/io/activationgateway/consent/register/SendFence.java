package io.activationgateway.consent.register;

import java.util.concurrent.CompletionStage;

/**
 * What the sending side owes the register: a withdrawal is acknowledged only when no request checked before it can
 * still put bytes on the wire (promise P1). Implemented by the delivery side, which owns the event loops.
 */
@FunctionalInterface
public interface SendFence {

    /** A fence for a process that sends nothing. */
    SendFence NOTHING_IS_SENT = _ -> java.util.concurrent.CompletableFuture.completedStage(null);

    /**
     * Completes once every event loop has begun a new task after the index showed {@code changes} and no request that
     * was checked earlier and carries one of the changed subjects has bytes that are not handed to the kernel. Never
     * completes exceptionally; the register itself stops waiting at the end of the lease. Called on a storage thread.
     */
    CompletionStage<Void> passed(ConsentView.Changes changes);
}
