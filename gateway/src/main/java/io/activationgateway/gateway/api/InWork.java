package io.activationgateway.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the requests that are worked on, so that a node that drains knows when the last is answered. Any thread. */
final class InWork {

    private final AtomicInteger count = new AtomicInteger();
    private final Promise<Void> idle = Promise.promise();
    private volatile boolean awaited;

    void begin() {
        count.incrementAndGet();
    }

    void end() {
        if (count.decrementAndGet() == 0 && awaited) {
            idle.tryComplete();
        }
    }

    /** Completes at the first moment from now on at which nothing is worked on. */
    Future<Void> idle() {
        awaited = true;
        if (count.get() == 0) {
            idle.tryComplete();
        }
        return idle.future();
    }
}
