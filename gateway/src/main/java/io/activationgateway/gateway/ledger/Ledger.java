package io.activationgateway.gateway.ledger;

import static java.util.Objects.requireNonNull;

import io.activationgateway.gateway.ledger.LedgerEntry.Restart;
import io.activationgateway.residency.signing.SigningKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger of one node in its folder. A thread of its own gathers what is appended, writes it, syncs it to the disk,
 * signs a checkpoint over it and only then completes the appends: all that wait share one sync. Safe on any thread.
 *
 * <p>Where writing fails, nothing is known any more about what the disk holds: this append and all later ones fail until
 * the process starts anew, which finds out.
 */
public final class Ledger implements EvidenceLog, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final int VERSION = 1;

    private final Path folder;
    private final SigningKey key;
    private final String origin;
    private final FileChannel lock;
    private final TileStore store;
    private final MerkleTree tree;
    private final LeafWriter writer;
    private final Recovered recovered;
    private final Thread thread;
    private final Object monitor = new Object();
    private List<Waiting> waiting = new ArrayList<>();
    private boolean closing;
    private volatile boolean failed;
    private volatile Published published;

    /**
     * What opening found, for the log and readiness.
     *
     * @param cutBytes bytes of a torn end that were cut off; they belonged to no acknowledged entry
     * @param uncertainIntents intents without outcome, which were given the outcome {@code uncertain}
     */
    public record Recovered(long cutBytes, int uncertainIntents) {}

    private record Waiting(LedgerEntry entry, CompletableFuture<Long> done) {}

    private record Published(long size, String note) {}

    /**
     * Opens the ledger in {@code folder}, or begins one there. What an earlier process left unfinished is settled
     * before this returns. Blocks.
     *
     * @param origin the ledger's name in its checkpoints, such as {@code eu-central/node-1}: no space, no plus
     * @param clock legal time
     * @throws LedgerFailed where the folder cannot be used, is in use, or does not hold what its checkpoint says
     */
    public static Ledger open(Path folder, SigningKey key, String origin, InstantSource clock) {
        return open(folder, key, origin, clock, channel -> channel.force(true));
    }

    static Ledger open(Path folder, SigningKey key, String origin, InstantSource clock, TileStore.Sync sync) {
        if (origin.isEmpty() || origin.chars().anyMatch(c -> c <= ' ' || c == '+' || Character.isSpaceChar(c))) {
            throw new IllegalArgumentException("ledger origin '" + origin + "' (expected: no space and no plus)");
        }
        FileChannel lock = null;
        try {
            Files.createDirectories(folder);
            lock = lock(folder);
            var ledger = new Ledger(folder, key, origin, clock, lock, sync);
            ledger.thread.start();
            return ledger;
        } catch (IOException failure) {
            release(lock);
            throw new LedgerFailed(
                    folder + ": the ledger cannot be opened; check the disk and its permissions", failure);
        } catch (RuntimeException failure) {
            release(lock);
            throw failure;
        }
    }

    private Ledger(
            Path folder, SigningKey key, String origin, InstantSource clock, FileChannel lock, TileStore.Sync sync)
            throws IOException {
        this.folder = folder;
        this.key = key;
        this.origin = origin;
        this.lock = lock;
        var layout = new Layout(folder);
        store = new TileStore(layout, sync);
        if (!Files.exists(layout.checkpoint())) {
            begin(layout);
        }
        var recovery = new Recovery(layout, store);
        var found = recovery.find(origin, key.verifyingKey());
        tree = found.tree();
        writer = new LeafWriter(tree.size());
        var now = clock.instant();
        var unsettled = recovery.unsettled(tree.size(), now);
        unsettled.forEach(writer::write);
        writer.write(new Restart(now, VERSION, found.cut()));
        published = commit();
        store.writePartials(tree);
        recovered = new Recovered(found.cut(), unsettled.size());
        if (recovered.cutBytes() > 0) {
            LOG.info("Ledger {}: {} bytes of a torn end were cut off", folder, recovered.cutBytes());
        }
        if (recovered.uncertainIntents() > 0) {
            LOG.warn("Ledger {}: {} intents had no outcome and are uncertain now", folder, unsettled.size());
        }
        thread = Thread.ofPlatform().name("ledger").daemon(true).unstarted(this::run);
    }

    /** A ledger always has a checkpoint, so that one without is known to be damaged. */
    private void begin(Layout layout) throws IOException {
        if (layout.bundleFile(0).isPresent()) {
            throw new LedgerFailed(folder + ": has entries but no checkpoint; keep it as evidence and restore the"
                    + " checkpoint, or begin a new folder");
        }
        var empty = new MerkleTree((_, _, _) -> {});
        store.writeCheckpoint(new Checkpoint(origin, 0, new Checkpoint.Root(empty.root())).sign(key));
    }

    @Override
    public CompletionStage<Long> append(LedgerEntry entry) {
        requireNonNull(entry, "entry");
        var done = new CompletableFuture<Long>();
        synchronized (monitor) {
            if (!failed && !closing) {
                waiting.add(new Waiting(entry, done));
                monitor.notifyAll();
                return done;
            }
        }
        return CompletableFuture.failedFuture(unusable(null));
    }

    @Override
    public boolean failed() {
        return failed;
    }

    /** The signed note over all that was acknowledged: a C2SP tlog-checkpoint. */
    public String checkpoint() {
        return published.note();
    }

    /** How many leaves the checkpoint covers. */
    public long size() {
        return published.size();
    }

    public Recovered recovered() {
        return recovered;
    }

    private void run() {
        for (var group = next(); !group.isEmpty(); group = next()) {
            try {
                write(group);
            } catch (Error broken) {
                // Without this thread nobody would ever be told; a caller that waits for ever holds its request.
                fail(group, broken);
                throw broken;
            }
        }
    }

    /** What waits; empty at the end. */
    private List<Waiting> next() {
        synchronized (monitor) {
            while (waiting.isEmpty() && !closing && !failed) {
                try {
                    monitor.wait();
                } catch (InterruptedException asked) {
                    closing = true;
                }
            }
            var group = waiting;
            waiting = new ArrayList<>();
            return group;
        }
    }

    private void write(List<Waiting> group) {
        var written = new ArrayList<Waiting>(group.size());
        var numbers = new ArrayList<Long>(group.size());
        for (var one : group) {
            try {
                numbers.add(writer.write(one.entry()));
                written.add(one);
            } catch (RuntimeException unwritable) {
                one.done().completeExceptionally(unwritable);
            }
        }
        try {
            published = commit();
        } catch (IOException | RuntimeException failure) {
            fail(written, failure);
            return;
        }
        for (int i = 0; i < written.size(); i++) {
            written.get(i).done().complete(numbers.get(i));
        }
    }

    private Published commit() throws IOException {
        var leaves = writer.take();
        store.append(leaves);
        for (byte[] leaf : leaves) {
            tree.add(tree.leafHash(leaf));
        }
        var checkpoint = new Checkpoint(origin, tree.size(), new Checkpoint.Root(tree.root()));
        String note = checkpoint.sign(key);
        store.writeCheckpoint(note);
        return new Published(tree.size(), note);
    }

    private void fail(List<Waiting> group, Throwable failure) {
        List<Waiting> late;
        synchronized (monitor) {
            failed = true;
            late = waiting;
            waiting = new ArrayList<>();
        }
        LOG.error("Ledger {} cannot be written; nothing is sent until the process starts anew", folder, failure);
        var cause = unusable(failure);
        group.forEach(one -> one.done().completeExceptionally(cause));
        late.forEach(one -> one.done().completeExceptionally(cause));
    }

    private LedgerFailed unusable(@Nullable Throwable cause) {
        String state = failed ? "the ledger cannot be written; check the disk and start anew" : "the ledger is closed";
        return new LedgerFailed(folder + ": " + state, cause);
    }

    /** Writes what waits, then lets go of the folder. Appends fail from now on. Blocks. */
    @Override
    public void close() {
        synchronized (monitor) {
            closing = true;
            monitor.notifyAll();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException asked) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        try (lock;
                store) {
            if (!failed) {
                store.writePartials(tree);
            }
        } catch (IOException failure) {
            LOG.warn("Ledger {} was not closed cleanly; the next start will see to it", folder, failure);
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        var file = folder.resolve("lock");
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException sameProcess) {
            LOG.debug("Ledger {} is open in this process", folder);
        }
        channel.close();
        throw new LedgerFailed(folder + ": another process writes this ledger; stop it or choose another folder");
    }

    private static void release(@Nullable FileChannel lock) {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException failure) {
            LOG.debug("Lock not released", failure);
        }
    }
}
