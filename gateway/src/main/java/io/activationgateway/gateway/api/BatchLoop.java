package io.activationgateway.gateway.api;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * An event loop for the work on whole batches, which takes milliseconds: what arrives beside them on the connections'
 * loop, a withdrawal above all, waits for none of it. Deployed, it belongs to the verticle that deployed it.
 */
final class BatchLoop extends VerticleBase {

    /** Does some work there; completes on the caller's loop. */
    <T> Future<T> run(Supplier<Future<T>> work) {
        var answer = Promise.<T>promise();
        var caller = here();
        context.runOnContext(_ -> begun(work).onComplete(done -> caller.runOnContext(_ -> answer.handle(done))));
        return answer.future();
    }

    private static <T> Future<T> begun(Supplier<Future<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException failure) {
            return Future.failedFuture(failure);
        }
    }

    private static Context here() {
        return requireNonNull(Vertx.currentContext(), "the request belongs to an event loop");
    }
}
