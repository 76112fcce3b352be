package io.activationgateway.gateway.region;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running parts of a node, each with its end: they end in the opposite order of their making. One thread. */
final class Parts implements AutoCloseable {

    /** How long a part may take to begin or to end. */
    static final long PATIENCE_SECONDS = 75;

    private static final Logger log = LoggerFactory.getLogger(Parts.class);

    private final Deque<AutoCloseable> ends = new ArrayDeque<>();

    /** How a part ends. */
    @FunctionalInterface
    interface End<T> {
        void of(T part) throws Exception;
    }

    /** Ends the part when the node ends, before all that are kept already. */
    <T> T keep(T part, End<T> end) {
        ends.push(() -> end.of(part));
        return part;
    }

    static <T> T await(Future<T> future) {
        return await(future.toCompletionStage());
    }

    /**
     * Blocks until it is done.
     *
     * @throws IllegalStateException where that takes longer than {@link #PATIENCE_SECONDS}
     */
    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof RuntimeException cause
                    ? cause
                    : new CompletionException(failure.getCause());
        } catch (TimeoutException late) {
            throw new IllegalStateException("not done within " + PATIENCE_SECONDS + " s", late);
        }
    }

    /** Ends all, whether or not one of them fails to. */
    @Override
    public void close() {
        while (!ends.isEmpty()) {
            try {
                ends.pop().close();
            } catch (Exception failure) {
                log.warn("a part did not end well: {}", failure.getClass().getName());
            }
        }
    }
}
