package io.activationgateway.gateway.opendsr;

import java.sql.SQLException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what is due on a thread of its own: at once when woken, and now and then in case another node left something. */
final class Loop implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Loop.class);
    private static final long MILLIS = 500;
    private static final long CLOSE_SECONDS = 30;

    private final Pass pass;
    private final Runnable then;
    private final ScheduledThreadPoolExecutor thread;
    private boolean failing;

    /** One look at what is due. */
    @FunctionalInterface
    interface Pass {
        /** Whether there was any. */
        boolean run() throws SQLException, InterruptedException;
    }

    /** @param then runs after a pass that did something */
    Loop(String name, Pass pass, Runnable then) {
        this.pass = pass;
        this.then = then;
        thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name(name).daemon().factory());
    }

    void start() {
        var _ = thread.scheduleWithFixedDelay(this::run, 0, MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Any thread. */
    void wake() {
        try {
            thread.execute(this::run);
        } catch (RejectedExecutionException closed) {
            // What is due waits in the database.
        }
    }

    private void run() {
        try {
            while (!thread.isShutdown() && pass.run()) {
                then.run();
            }
            failing = false;
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (SQLException | RuntimeException failure) {
            if (!failing && !thread.isShutdown()) {
                failing = true;
                log.warn("data subject requests wait for the database: {}", RequestWork.describe(failure));
            }
        }
    }

    /** Lets what is under way come to its end: H2 closes a file on which a thread is interrupted. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                log.warn("a data subject request is still under way; it is taken up again at the next start");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
