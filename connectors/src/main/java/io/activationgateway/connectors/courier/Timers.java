package io.activationgateway.connectors.courier;

import io.vertx.core.Vertx;

/** Runs something later, on the context of the caller. */
@FunctionalInterface
interface Timers {

    /** Runs the action once the nanoseconds have passed, unless the returned call-off is run before. */
    Runnable after(long nanos, Runnable action);

    /** Vert.x's own, rounded up to milliseconds. */
    static Timers of(Vertx vertx) {
        return (nanos, action) -> {
            long id = vertx.setTimer(Math.max(1, Math.ceilDiv(nanos, 1_000_000L)), _ -> action.run());
            return () -> vertx.cancelTimer(id);
        };
    }
}
