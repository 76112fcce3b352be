package io.activationgateway.gateway.api;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Has work done on an event loop, for those who are on none.
 *
 * @param context the event loop's
 */
record LoopWork(Context context) {

    /** Completes on the event loop. Any thread. */
    <T> CompletableFuture<T> call(Supplier<Future<T>> work) {
        var done = new CompletableFuture<T>();
        context.runOnContext(_ -> {
            Future<T> begun;
            try {
                begun = work.get();
            } catch (RuntimeException failure) {
                begun = Future.failedFuture(failure);
            }
            begun.onComplete(done::complete, done::completeExceptionally);
        });
        return done;
    }
}
