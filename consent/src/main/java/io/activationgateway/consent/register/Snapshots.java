package io.activationgateway.consent.register;

import io.activationgateway.consent.register.SnapshotFile.Unusable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what the replica holds into a file from time to time, on a thread of its own, and reads it at the start. All
 * methods are for the storage thread.
 */
final class Snapshots {

    private static final Logger log = LoggerFactory.getLogger(Snapshots.class);

    private static final Snapshot.End NONE = new Snapshot.End(-1, Digest.EMPTY, Long.MIN_VALUE);

    private final SnapshotFile file;
    private final SnapshotSettings settings;
    private final Replica replica;
    private final LongSupplier ticker;
    private final Executor storage;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("consent-snapshot").daemon().factory());
    private CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);
    private Snapshot.End written = NONE;
    private int writtenGeneration;
    private long begunAt;

    Snapshots(SnapshotFile file, SnapshotSettings settings, Replica replica, LongSupplier ticker, Executor storage) {
        this.file = file;
        this.settings = settings;
        this.replica = replica;
        this.ticker = ticker;
        this.storage = storage;
        begunAt = ticker.getAsLong();
    }

    /** What was written last, if it can be read. */
    Optional<Snapshot> read() {
        if (!file.exists()) {
            return Optional.empty();
        }
        try {
            var snapshot = file.read();
            written = snapshot.end();
            writtenGeneration = snapshot.index().generation();
            return Optional.of(snapshot);
        } catch (Unusable why) {
            refuse(why.reason());
        } catch (IOException e) {
            refuse("it cannot be read (" + e + ")");
        }
        return Optional.empty();
    }

    private static void refuse(String why) {
        log.warn("The snapshot of the consent index is not used, the index is built from the log: {}", why);
    }

    /** What was read is of no use: the next one is written soon. */
    void discard() {
        written = NONE;
    }

    /** Begins to write one if it is time to. */
    void beat() {
        var now = replica.snapshotEnd();
        // A file under former keys is of use to nobody who should not have them.
        boolean isTime = written.equals(NONE)
                || replica.generation() != writtenGeneration
                || ticker.getAsLong() - begunAt >= settings.every().toNanos()
                || now.sequence() - written.sequence() >= settings.rows();
        if (isTime && writing.isDone() && !now.equals(written)) {
            begunAt = ticker.getAsLong();
            var _ = write();
        }
    }

    /** Begins to write one, which is complete when the stage is; exceptionally where another log was loaded meanwhile. */
    CompletableFuture<Void> write() {
        var index = replica.index();
        var begin = replica.snapshotBegin();
        var done = new CompletableFuture<Void>();
        writing = done;
        writer.execute(() -> {
            try {
                file.write(index, replica.profiles(), begin, () -> end(index));
                done.complete(null);
            } catch (IOException | RuntimeException e) {
                log.warn("The snapshot of the consent index was not written, an earlier one stands: {}", e.toString());
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    /** Gives up what is being written, and writes what there is now. */
    void close() {
        writer.shutdownNow();
        var now = replica.snapshotEnd();
        try {
            if (!writer.awaitTermination(10, TimeUnit.SECONDS) || now.equals(written)) {
                return;
            }
            file.write(replica.index(), replica.profiles(), replica.snapshotBegin(), () -> now);
        } catch (IOException e) {
            log.warn("The last snapshot of the consent index was not written, an earlier one stands: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** On the writer's thread: what the replica has applied now that all is copied. */
    private Snapshot.End end(SubjectIndex index) throws IOException {
        var end = new CompletableFuture<Snapshot.End>();
        try {
            storage.execute(() -> {
                if (replica.index() == index) {
                    written = replica.snapshotEnd();
                    writtenGeneration = index.generation();
                    end.complete(written);
                } else {
                    end.completeExceptionally(new IllegalStateException("another log was loaded meanwhile"));
                }
            });
            return end.get();
        } catch (InterruptedException e) {
            throw new InterruptedIOException("consent register: the snapshot was given up");
        } catch (ExecutionException | RejectedExecutionException e) {
            throw new IOException("consent register: " + e.getMessage(), e);
        }
    }
}
