package io.activationgateway.gateway.api;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** Steps that must not be left out because the database is away for a moment. Event loop. */
final class Persistence {

    private static final int TRIES = 20;
    private static final long PAUSE_MILLIS = 250;

    private Persistence() {}

    /** Takes a step until it succeeds, for some seconds; then it fails as the last try did. */
    static <T> Future<T> of(Supplier<Future<T>> step) {
        return of(step, TRIES);
    }

    private static <T> Future<T> of(Supplier<Future<T>> step, int left) {
        return step.get().recover(failure -> {
            if (left <= 1) {
                return Future.failedFuture(failure);
            }
            Promise<T> later = Promise.promise();
            requireNonNull(Vertx.currentContext(), "the request belongs to an event loop")
                    .owner()
                    .setTimer(PAUSE_MILLIS, _ -> of(step, left - 1).onComplete(later));
            return later.future();
        });
    }
}
