package io.activationgateway.gateway.optout;

import io.activationgateway.gateway.optout.DisclosureStore.Intended;
import io.activationgateway.gateway.optout.DisclosureStore.Noted;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the disclosure record on a thread of its own, all that waits in one transaction (group commit). Any thread; never
 * blocks but to close.
 */
final class DisclosureWriter implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DisclosureWriter.class);

    private static final long CLOSE_SECONDS = 30;
    private static final long MARK_AGAIN_MILLIS = 500;

    /** So many pairs to a transaction, that a slow database ends it well within a lease. */
    private static final int MOST = 2_000;

    private final DisclosureStore store;
    private final Consumer<Noted> noted;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("disclosures").daemon().factory());

    private record Waiting(List<Intended> what, CompletableFuture<Void> written) {}

    /** {@code noted} is told on the thread what is durable, before whoever waits for it is. */
    DisclosureWriter(DisclosureStore store, Consumer<Noted> noted) {
        this.store = store;
        this.noted = noted;
    }

    /** Does something on its thread again and again, with such a pause before each time. */
    void every(Duration pause, Runnable action) {
        var _ = thread.scheduleWithFixedDelay(action, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Completes when all this is durable; fails where that is not certain. */
    CompletionStage<Void> write(List<Intended> what) {
        var written = new CompletableFuture<Void>();
        waiting.add(new Waiting(what, written));
        try {
            thread.execute(this::writeWaiting);
        } catch (RejectedExecutionException closed) {
            written.completeExceptionally(closed);
        }
        return written.minimalCompletionStage();
    }

    /** Writes what waits; each call that adds something asks for it once, so that nothing is left. */
    private void writeWaiting() {
        var together = new ArrayList<Waiting>();
        int pairs = 0;
        for (var next = waiting.poll(); next != null; next = pairs < MOST ? waiting.poll() : null) {
            together.add(next);
            pairs += next.what().size();
        }
        if (together.isEmpty()) {
            return;
        }
        try {
            var all = together.stream().map(Waiting::what).flatMap(List::stream).toList();
            for (int from = 0; from < all.size(); from += MOST) {
                store.add(all.subList(from, Math.min(all.size(), from + MOST)));
            }
            all.forEach(each -> noted.accept(each.noted()));
            together.forEach(each -> each.written().complete(null));
        } catch (SQLException | RuntimeException failure) {
            log.warn(
                    "the disclosure record could not be written, nothing that needs it is sent: {}",
                    failure.getClass().getName());
            together.forEach(each -> each.written().completeExceptionally(failure));
        }
    }

    /**
     * Marks these prints at a destination as unsure, however long the database is away.
     *
     * @param then runs once it is durable, or when nothing can be written any more
     */
    void unsure(String destination, Collection<Long> prints, Runnable then) {
        unsure(destination, prints, then, 0);
    }

    private void unsure(String destination, Collection<Long> prints, Runnable then, long pauseMillis) {
        try {
            var _ = thread.schedule(
                    () -> {
                        try {
                            store.unsure(destination, prints);
                            then.run();
                        } catch (SQLException | RuntimeException failure) {
                            log.warn(
                                    "the disclosure record could not be written: {}",
                                    failure.getClass().getName());
                            unsure(destination, prints, then, MARK_AGAIN_MILLIS);
                        }
                    },
                    pauseMillis,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            then.run();
        }
    }

    /** Writes what waits, then ends. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                log.warn("the disclosure record is still being written");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
