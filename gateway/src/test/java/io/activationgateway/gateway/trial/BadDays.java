package io.activationgateway.gateway.trial;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Tells the vendors to fail at random, a few requests at a time, until it is closed. */
final class BadDays implements AutoCloseable {

    private static final int LONGEST_PAUSE_MILLIS = 800;

    private final CourierVendors vendors;
    private final Random random;

    /** By destination, how many requests it has had when it has failed as often as it was told. */
    private final Map<String, Integer> overAt = new HashMap<>();

    private final AtomicInteger told = new AtomicInteger();
    private final Thread thread;
    private volatile boolean over;

    BadDays(CourierVendors vendors, long seed) {
        this.vendors = vendors;
        this.random = new Random(seed);
        this.thread = Thread.ofVirtual().start(this::run);
    }

    private void run() {
        while (!over) {
            for (var destination : CourierVendors.DESTINATIONS) {
                int requests = vendors.requests(destination);
                // What is told waits for its requests: a vendor that is seldom asked would fail for ever.
                if (requests >= overAt.getOrDefault(destination, 0)) {
                    var failure = failure(random);
                    overAt.put(destination, requests + failure.getInteger("count"));
                    vendors.fail(destination, failure);
                    told.incrementAndGet();
                }
            }
            Traffic.pause(random.nextInt(LONGEST_PAUSE_MILLIS));
        }
    }

    private static JsonObject failure(Random random) {
        var script = new JsonObject().put("count", 1 + random.nextInt(3));
        return switch (random.nextInt(6)) {
            case 0 -> script.put("status", 503).put("taken", random.nextBoolean());
            case 1 -> script.put("status", 429).put("retryAfter", "1");
            case 2 -> script.put("status", 422).put("count", 1);
            case 3 -> script.put("drop", true).put("taken", random.nextBoolean());
            case 4 ->
                script.put("hang", true).put("taken", random.nextBoolean()).put("count", 1);
            default -> script.put("delay", 200 + random.nextInt(3_000));
        };
    }

    /** How often a vendor was told to. */
    int told() {
        return told.get();
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
