package io.activationgateway.gateway.storage;

import java.sql.SQLException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what is due on a thread of its own: at once when woken, and now and then in case another node left something. */
public final class Loop implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Loop.class);
    private static final long MILLIS = 500;
    private static final long CLOSE_SECONDS = 30;

    private final String what;
    private final Pass pass;
    private final Runnable then;
    private final ScheduledThreadPoolExecutor thread;
    private boolean failing;

    /** One look at what is due. */
    @FunctionalInterface
    public interface Pass {
        /** Whether there was any. */
        boolean run() throws SQLException, InterruptedException;
    }

    /**
     * A loop that does not run yet.
     *
     * @param what is done, in the plural, for the log
     * @param then runs after a pass that did something
     */
    public Loop(String name, String what, Pass pass, Runnable then) {
        this.what = what;
        this.pass = pass;
        this.then = then;
        thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name(name).daemon().factory());
    }

    /** Begins. */
    public void start() {
        var _ = thread.scheduleWithFixedDelay(this::run, 0, MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Any thread. */
    public void wake() {
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
                log.warn("{} wait for the database: {}", what, describe(failure));
            }
        }
    }

    /** Lets what is under way come to its end: H2 closes a file on which a thread is interrupted. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                log.warn("{} are still under way; they are taken up again at the next start", what);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The message of an exception may quote what it failed on; its type never does. */
    private static String describe(Throwable failure) {
        var cause = failure.getCause();
        return failure.getClass().getName()
                + (cause == null ? "" : ", " + cause.getClass().getName());
    }
}
