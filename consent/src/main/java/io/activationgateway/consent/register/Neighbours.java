package io.activationgateway.consent.register;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Brings what the other nodes say to the storage thread: any number of wake-ups becomes one reading of the log, any
 * number of reports one look at what waits for them.
 */
final class Neighbours implements Peers.Listener {

    private final Replica replica;
    private final Reports reports;
    private final ScheduledExecutorService storage;
    private final Runnable follow;
    private final Runnable settle;
    private final AtomicReference<@Nullable Told> told = new AtomicReference<>();
    private final AtomicBoolean reported = new AtomicBoolean();
    private volatile boolean misled;

    /** Where the log is said to be. */
    private record Told(long epoch, long sequence) {}

    /**
     * @param follow reads the log, on the storage thread
     * @param settle answers what was waiting for reports, on the storage thread
     */
    Neighbours(Replica replica, Reports reports, ScheduledExecutorService storage, Runnable follow, Runnable settle) {
        this.replica = replica;
        this.reports = reports;
        this.storage = storage;
        this.follow = follow;
        this.settle = settle;
    }

    @Override
    public void woken(long epoch, long sequence) {
        var now = new Told(epoch, sequence);
        if (!misled && !isApplied(now) && told.getAndSet(now) == null) {
            execute(this::followWhatWasTold);
        }
    }

    @Override
    public void reported(byte[] report) {
        if (reports.take(report) && reported.compareAndSet(false, true)) {
            execute(() -> {
                reported.set(false);
                settle.run();
            });
        }
    }

    /** Wake-ups are believed again: a false one costs a reading between two renewals, not more. */
    void renewed() {
        misled = false;
    }

    private void followWhatWasTold() {
        var last = told.getAndSet(null);
        if (last != null && !isApplied(last)) {
            var before = replica.position();
            follow.run();
            misled = replica.position().equals(before);
        }
    }

    private boolean isApplied(Told where) {
        var position = replica.position();
        return position.epoch() == where.epoch && position.sequence() >= where.sequence;
    }

    private void execute(Runnable task) {
        try {
            storage.execute(task);
        } catch (RejectedExecutionException closed) {
            // The register is closed: nothing of it waits for other nodes any more.
        }
    }
}
