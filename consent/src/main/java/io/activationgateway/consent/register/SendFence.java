package io.activationgateway.consent.register;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What the sending side owes the register: a withdrawal is acknowledged only when no request checked before it can
 * still put bytes on the wire (promise P1). Implemented by the delivery side, which makes the last checks.
 */
@FunctionalInterface
public interface SendFence {

    /** A fence for a process that sends nothing. */
    SendFence NOTHING_IS_SENT = _ -> CompletableFuture.completedStage(null);

    /**
     * Completes once no request whose last check may have missed {@code changes}, which the index shows by now, and that
     * carries one of the changed subjects has bytes that are not handed to the kernel. Never completes exceptionally; the
     * register itself stops waiting a tenth after the end of the lease, by which time the sending side has reset what is
     * not flushed. Called on a storage thread, which it must not block.
     */
    CompletionStage<Void> passed(ConsentView.Changes changes);

    /**
     * The lease had run out before a new one is asked for: what was checked under it and is not with the kernel yet must
     * not leave under the new one. Called on a storage thread, which it must not block.
     */
    default void leaseEnded() {
        // Nothing is held back here.
    }
}
