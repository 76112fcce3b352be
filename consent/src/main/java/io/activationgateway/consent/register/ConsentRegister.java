package io.activationgateway.consent.register;

import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.profile.ConsentProfile;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consent register of one node: the log in the region's database, which is the truth, and the whole region's consent
 * in memory, which decisions read. Safe on any thread; nothing blocks but {@link #close()}. Stages complete on the
 * storage thread, which a dependent must not block.
 *
 * <p>An append is answered when it is durable, this node's view shows it, and no decision made before it can still reach
 * a recipient (promise P1): every registered node has reported so, or its lease is over.
 */
public final class ConsentRegister implements ConsentView, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ConsentRegister.class);
    private static final long HEARTBEAT_MILLIS = 20;

    /**
     * Small enough that PostgreSQL does not take a transaction for forgotten while a node folds so many; a cold one has
     * smaller groups.
     */
    private static final int CHUNK = 1_024;

    private final Replica replica;
    private final RegisterLog registerLog;
    private final Fence fence;
    private final Rotation rotation;
    private final Neighbours neighbours;
    private final RegisterPorts ports;
    private final GroupCommit commits;
    private final Optional<Snapshots> snapshots;
    private final HistoryReader reads;
    private final LongSupplier ticker;
    private final long renewal;
    private final ScheduledThreadPoolExecutor storage;
    private final CompletableFuture<Void> loaded = new CompletableFuture<>();
    private long renewedAt;

    private ConsentRegister(
            RegisterStore store,
            KeyRing keys,
            InstantSource clock,
            LongSupplier ticker,
            RegisterPorts ports,
            RegisterSettings settings) {
        this.ticker = ticker;
        this.ports = ports;
        renewal = settings.renewal().toNanos();
        storage = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("consent-register").daemon().factory());
        replica = new Replica(keys, clock, ticker, settings.recentChanges(), this::switchDueSoon);
        var writer =
                new LogWriter(keys, replica.stored(), settings.calendar(), Math.clamp(settings.group() / 4, 1, CHUNK));
        registerLog = new RegisterLog(store, replica, writer, clock, ticker, settings.lease());
        fence = new Fence(registerLog, replica, keys.key(0), ports, ticker, storage);
        rotation = new Rotation(new Transactions(store), registerLog, replica, keys, storage);
        commits = new GroupCommit(registerLog, fence, ticker, settings.group(), storage);
        reads = new HistoryReader(store, keys, clock);
        neighbours = new Neighbours(replica, fence.reports(), storage, this::follow, fence::settle);
        snapshots = settings.snapshots()
                .map(each -> new Snapshots(new SnapshotFile(each.file(), keys), each, replica, ticker, storage));
        ports.peers().listen(neighbours);
    }

    /**
     * Opens the register: it loads the log, {@link Standing.Cause#LOADING} until that is done, then keeps its lease by
     * itself. The store stays the caller's to close, after this.
     *
     * @param keys the region's pseudonym keys, as many as this node has
     * @param clock legal time: what falls due does so by it
     * @param ticker monotonic nanoseconds, such as {@code System::nanoTime}
     */
    public static ConsentRegister open(
            RegisterStore store,
            KeyRing keys,
            InstantSource clock,
            LongSupplier ticker,
            RegisterPorts ports,
            RegisterSettings settings) {
        var register = load(store, keys, clock, ticker, ports, settings);
        var _ = register.storage.scheduleWithFixedDelay(
                register::beat, HEARTBEAT_MILLIS, HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
        return register;
    }

    /** A register without a heartbeat: it does what is due by time only when it is told to. */
    static ConsentRegister load(
            RegisterStore store,
            KeyRing keys,
            InstantSource clock,
            LongSupplier ticker,
            RegisterPorts ports,
            RegisterSettings settings) {
        var register = new ConsentRegister(store, keys, clock, ticker, ports, settings);
        register.onStorage("loading", register::start);
        return register;
    }

    /**
     * Completes when the log is loaded and the first lease runs; exceptionally if the log is damaged, which only a
     * backup cures. An unreachable database is tried again.
     */
    public CompletionStage<Void> loaded() {
        return loaded.minimalCompletionStage();
    }

    /**
     * Appends events, in their order. Events of several callers share transactions, so that one call's events may take
     * more than one. Appending an event again changes nothing, and is answered as the first time.
     *
     * @param events one or more
     * @return one result for each event, once all of them are acknowledged, and how; fails with
     *     {@link IllegalStateException} where it is not certain that they were taken: append them again
     */
    public CompletionStage<AppendAnswer> append(List<ConsentEvent> events) {
        return commits.append(
                events.stream().<Submission>map(Submission.Told::new).toList());
    }

    /**
     * All that the log holds about these identifiers (GDPR Art 15): one entry for each subject they belong to, none for
     * an identifier that nobody named. Read from the database, at one point of the log. Fails with
     * {@link IllegalStateException} where the database does not answer, or too many reads wait: try again.
     */
    public CompletionStage<List<HeldSubject>> subject(List<Identifier> identifiers) {
        return reads.subject(identifiers);
    }

    /**
     * A page of the log, in order: an export of the whole register starts after 0 and goes on after the last event of
     * each page until one is empty. Fails as {@link #subject} does.
     *
     * @param limit how many events at most, 1 to {@value HistoryReader#PAGE}
     */
    public CompletionStage<List<LoggedEvent>> read(long after, int limit) {
        return reads.read(after, limit);
    }

    /**
     * Appends exported events with their keys and the times at which they were received. The region's pseudonym key must
     * be the one under which they were exported. Sequence and effect are found anew; an event that is there already
     * changes nothing, so that an import which broke off is repeated as a whole. Answered like {@link #append}.
     */
    public CompletionStage<AppendAnswer> restore(List<LoggedEvent> events) {
        return commits.append(
                events.stream().<Submission>map(Submission.Exported::new).toList());
    }

    /**
     * Names the policy version that every node of the region must run from now on; it only grows. Completes when it is
     * durable and this node's {@link #standing()} shows it.
     */
    public CompletionStage<Void> publishPolicyVersion(long version) {
        return onStorage("publishing a policy version", () -> registerLog.publishPolicyVersion(version));
    }

    /**
     * Begins to take the register to the next pseudonym key, which every node must have, or says how far that is; see
     * {@link #keyRotation()}. It is durable when the stage completes, and goes on by itself.
     *
     * @return fails with {@link RotationRefused} where it cannot be begun now
     */
    public CompletionStage<KeyRotation> rotateKey() {
        var begun = new CompletableFuture<KeyRotation>();
        onStorage("rotating the pseudonym key", () -> begun.complete(rotation.begin()))
                .exceptionally(failure -> {
                    begun.completeExceptionally(failure instanceof CompletionException ? failure.getCause() : failure);
                    return null;
                });
        return begun.minimalCompletionStage();
    }

    /** Where the region is with the rotation of its pseudonym key, as this node knew at its last renewal. */
    public KeyRotation keyRotation() {
        return rotation.state();
    }

    /** How many keys the view knows. */
    public long subjects() {
        return replica.index().size();
    }

    /** How many bytes the index of keys takes. */
    public long indexBytes() {
        return replica.index().bytes();
    }

    /** Nanoseconds since the last renewal of the lease was sent for; the lease itself has ended where it exceeds it. */
    public long leaseAge() {
        return replica.leaseAge();
    }

    /** How many nodes were registered when table {@code node} was last read, this one included. */
    public int nodes() {
        return registerLog.census().count();
    }

    /** How many reports were rejected that no node of this region can have made. */
    public long reportsRejected() {
        return fence.reports().rejected();
    }

    @Override
    public int generation() {
        return replica.generation();
    }

    @Override
    public int find(int generation, long keyHigh, long keyLow) {
        return replica.find(generation, keyHigh, keyLow);
    }

    @Override
    public ConsentProfile profile(int number) {
        return replica.profile(number);
    }

    @Override
    public int profileCount() {
        return replica.profileCount();
    }

    @Override
    public Position position() {
        return replica.position();
    }

    @Override
    public Standing standing() {
        return replica.standing();
    }

    @Override
    public Changes changesSince(long mark) {
        return replica.changesSince(mark);
    }

    /**
     * Ends the node's part in the region: appends what was handed over, removes the node and decides nothing any more.
     * To be called when nothing is sent any more. What still waits for an acknowledgement fails, to be asked again.
     */
    @Override
    public void close() {
        var left = onStorage("closing", () -> {
            commits.drainAll();
            replica.hold(Standing.Cause.LEASE);
            fence.abandon();
            registerLog.leave();
            if (registerLog.loads() > 0) {
                snapshots.ifPresent(Snapshots::close);
            }
        });
        left.exceptionally(_ -> null).toCompletableFuture().join();
        reads.close();
        storage.shutdownNow();
    }

    /** Renews the lease now rather than when it is due, and so reads the head: for who was told that it has moved. */
    public CompletionStage<Void> renew() {
        return onStorage("renewal", this::renewNow);
    }

    /** Writes a snapshot; complete when it is in its place. */
    CompletionStage<Void> snapshot() {
        return CompletableFuture.completedFuture(snapshots.orElseThrow()).thenComposeAsync(Snapshots::write, storage);
    }

    /** Renews the lease and does a step of a rotation that is under way. */
    CompletionStage<Void> renewAndRotate() {
        return onStorage("rotating", () -> {
            renewNow();
            advanceRotation();
        });
    }

    /** Answers what has waited until the end of every lease. */
    CompletionStage<Void> expireAcknowledgements() {
        return onStorage("acknowledging", fence::expire);
    }

    @FunctionalInterface
    private interface Task {
        void run() throws SQLException;
    }

    private void start() throws SQLException {
        try {
            renewedAt = ticker.getAsLong();
            boolean isResumed = registerLog.start(snapshots.flatMap(Snapshots::read));
            rotation.renewed(registerLog.renew());
            if (!isResumed) {
                snapshots.ifPresent(Snapshots::discard);
            }
            fence.begin();
            loaded.complete(null);
        } catch (IllegalStateException damaged) {
            loaded.completeExceptionally(damaged);
            throw damaged;
        }
    }

    private void beat() {
        try {
            boolean renews = ticker.getAsLong() - renewedAt >= renewal;
            if (!loaded.isDone() && renews) {
                start();
            }
            if (!loaded.isDone() || loaded.isCompletedExceptionally()) {
                return;
            }
            fence.expire();
            if (renews) {
                renewNow();
            }
            if (rotation.state().isUnderWay()) {
                advanceRotation();
            }
            if (replica.isDue()) {
                registerLog.switchDue();
            }
            snapshots.ifPresent(Snapshots::beat);
        } catch (SQLException | RuntimeException | Error e) { // a beat that throws would be the last one
            log.warn(
                    "The consent register failed to keep up; it decides nothing once its lease ends: {}",
                    Failures.describe(e));
        }
    }

    private void renewNow() throws SQLException {
        renewedAt = ticker.getAsLong();
        if (replica.standing() instanceof Standing.Stale(var cause)
                && (cause == Standing.Cause.LEASE || cause == Standing.Cause.KEY)) {
            ports.fence().leaseEnded();
        }
        rotation.refreshKeys();
        rotation.renewed(registerLog.renew());
        neighbours.renewed();
        fence.renewed();
    }

    private void advanceRotation() throws SQLException {
        if (rotation.advance()) {
            fence.turned();
        }
    }

    private void follow() {
        if (!loaded.isDone() || loaded.isCompletedExceptionally()) {
            return;
        }
        try {
            registerLog.followHead();
            fence.moved();
        } catch (SQLException | RuntimeException e) {
            log.warn("The consent register was woken and could not read the log: {}", Failures.describe(e));
        }
    }

    private void switchDueSoon() {
        onStorage("switching what is due", registerLog::switchDue);
    }

    private CompletionStage<Void> onStorage(String what, Task task) {
        var done = new CompletableFuture<Void>();
        try {
            storage.execute(() -> {
                try {
                    task.run();
                    done.complete(null);
                } catch (SQLException | RuntimeException | Error e) { // nobody waits for ever where memory is short
                    log.warn("The consent register failed at {}: {}", what, Failures.describe(e));
                    done.completeExceptionally(Failures.forCaller(what, e));
                }
            });
        } catch (RejectedExecutionException e) {
            done.completeExceptionally(new IllegalStateException("the consent register is closed", e));
        }
        return done;
    }
}
