package io.activationgateway.gateway.opendsr;

import io.activationgateway.gateway.storage.Backoff;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells controllers of changes of state: each until a 2xx comes, in the order of the changes, for three days. One thread;
 * blocks.
 */
final class CallbackWork {

    private static final Logger log = LoggerFactory.getLogger(CallbackWork.class);

    /** How long a callback is this node's; a try ends well before. */
    private static final Duration LEASE = Duration.ofMinutes(1);

    private static final Duration PATIENCE = Duration.ofDays(3);

    private final CallbackStore callbacks;
    private final CallbackClient client;
    private final Answers answers;
    private final Backoff backoff;
    private final AtomicLong failures = new AtomicLong();

    CallbackWork(CallbackStore callbacks, CallbackClient client, Answers answers, Backoff backoff) {
        this.callbacks = callbacks;
        this.client = client;
        this.answers = answers;
        this.backoff = backoff;
    }

    private record Sent(StoredCallback callback, CompletableFuture<Integer> status) {}

    /** Takes what is due and sends it, side by side; answers whether there was any. */
    boolean pass() throws SQLException, InterruptedException {
        var sent = new ArrayList<Sent>();
        for (var callback : callbacks.take(LEASE)) {
            sent.add(new Sent(callback, client.post(callback.url(), answers.callback(callback))));
        }
        for (var one : sent) {
            settle(one);
        }
        return !sent.isEmpty();
    }

    /** How often a callback was not heard. Any thread. */
    long failures() {
        return failures.get();
    }

    private void settle(Sent sent) throws SQLException, InterruptedException {
        var callback = sent.callback();
        String answer;
        try {
            int status = sent.status().get();
            if (status >= 200 && status < 300) {
                callbacks.end(callback);
                return;
            }
            answer = "status " + status;
        } catch (ExecutionException failure) {
            answer = RequestWork.describe(failure);
        }
        failures.incrementAndGet();
        var pause = backoff.pause(callback.attempts());
        if (callbacks.putOff(callback, pause, PATIENCE)) {
            log.info(
                    "a callback of data subject request {} was not heard at try {}: {}",
                    callback.request().id(),
                    callback.attempts(),
                    answer);
        } else {
            callbacks.end(callback);
            log.warn(
                    "a callback of data subject request {} ({}) is given up after {} days and {} tries: {}",
                    callback.request().id(),
                    callback.status().wireName(),
                    PATIENCE.toDays(),
                    callback.attempts(),
                    answer);
        }
    }
}
