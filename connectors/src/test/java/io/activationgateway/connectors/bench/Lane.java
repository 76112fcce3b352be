package io.activationgateway.connectors.bench;

import io.activationgateway.connectors.courier.Courier;
import io.activationgateway.connectors.courier.Ending;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A sender to one destination: so many batches under way at all times, after a failure a pause. */
final class Lane {

    private static final int UNDER_WAY = 4;
    private static final long PAUSE_MILLIS = 100;

    private final Vertx vertx;
    private final Courier courier;
    private final AtomicLong forwarded = new AtomicLong();
    private final AtomicLong others = new AtomicLong();
    private final AtomicLong number = new AtomicLong();
    private volatile boolean over;

    Lane(Vertx vertx, Courier courier) {
        this.vertx = vertx;
        this.courier = courier;
    }

    Lane begin() {
        for (int i = 0; i < UNDER_WAY; i++) {
            vertx.getOrCreateContext().runOnContext(_ -> send());
        }
        return this;
    }

    /** Records that the vendor has taken so far. */
    long forwarded() {
        return forwarded.get();
    }

    /** Records that have ended otherwise so far. */
    long others() {
        return others.get();
    }

    void end() {
        over = true;
    }

    private void send() {
        if (over) {
            return;
        }
        courier.deliver(Batch.number(number.incrementAndGet())).onSuccess(endings -> {
            long taken = count(endings);
            forwarded.addAndGet(taken);
            others.addAndGet(endings.size() - taken);
            if (taken > 0) {
                vertx.getOrCreateContext().runOnContext(_ -> send());
            } else {
                vertx.setTimer(PAUSE_MILLIS, _ -> send());
            }
        });
    }

    private static long count(List<Ending> endings) {
        return endings.stream().filter(ending -> ending.kind().forwarded()).count();
    }
}
