package io.activationgateway.consent.register;

import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.register.Standing.Cause;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The region's consent in this node's memory. The methods of {@link ConsentView} are for any thread; all others are for
 * the storage thread, which alone changes what is here.
 */
final class Replica implements ConsentView {

    /** How far what falls due is read ahead, in milliseconds. */
    private static final long READ_AHEAD = Duration.ofHours(1).toMillis();

    /** How long it reads or switches what falls due without a pause in which the lease is renewed, in nanoseconds. */
    private static final long PATIENCE = Duration.ofMillis(300).toNanos();

    /** How many keys it switches before it looks at the time. */
    private static final int SLICE = 1024;

    private final KeyRing keys;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final Runnable wake;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final ProfileTable profiles = new ProfileTable();
    private final StoredProfiles stored = new StoredProfiles(profiles);
    private final DueQueue due = new DueQueue();
    private final RecentChanges recent;
    private Digest digest = Digest.EMPTY;
    private long lastSwitched = Long.MIN_VALUE;
    private volatile SubjectIndex index = new SubjectIndex();
    private volatile Shown shown;

    /**
     * What readers see, exchanged as a whole.
     *
     * @param nextDue from this instant on, in milliseconds, the node is behind
     * @param held why the node decides nothing though its lease runs, null where it decides
     * @param current the answer while nothing stands against it
     * @param none the changes since {@code position} while there are none
     */
    private record Shown(
            Position position,
            long policyVersion,
            Lease lease,
            long nextDue,
            Standing.@Nullable Stale held,
            Standing.Current current,
            Since none) {}

    private static final Standing.Stale LEASE = new Standing.Stale(Cause.LEASE);
    private static final Standing.Stale EPOCH = new Standing.Stale(Cause.EPOCH);
    private static final Standing.Stale BEHIND = new Standing.Stale(Cause.BEHIND);
    private static final Standing.Stale LOADING = new Standing.Stale(Cause.LOADING);

    /** @param wake runs {@link #switchDue} soon; called on any thread */
    Replica(KeyRing keys, InstantSource clock, LongSupplier ticker, int recentChanges, Runnable wake) {
        this.keys = keys;
        this.clock = clock;
        this.ticker = ticker;
        this.wake = wake;
        this.recent = new RecentChanges(recentChanges);
        this.shown = shown(new Position(0, 0, 0), 0, Lease.NONE, Cause.LOADING);
    }

    @Override
    public int generation() {
        return index.generation();
    }

    /** One reading of {@code index} says both its generation and what it holds: the two never disagree. */
    @Override
    public int find(int generation, long keyHigh, long keyLow) {
        var now = index;
        if (generation == now.generation()) {
            return now.find(keyHigh, keyLow);
        }
        var key = keys.wrap(new SubjectKey(keyHigh, keyLow), generation, now.generation());
        return now.find(key.high(), key.low());
    }

    @Override
    public ConsentProfile profile(int number) {
        return profiles.profile(number);
    }

    @Override
    public int profileCount() {
        return profiles.count();
    }

    @Override
    public Position position() {
        return shown.position;
    }

    @Override
    public Standing standing() {
        var now = shown;
        if (now.held != null) {
            return now.held;
        }
        long millis = clock.millis();
        if (!now.lease.runs(ticker.getAsLong(), millis)) {
            return LEASE;
        }
        if (millis >= now.nextDue) {
            if (woken.compareAndSet(false, true)) {
                wake.run();
            }
            return BEHIND;
        }
        return now.current;
    }

    @Override
    public Changes changesSince(long mark) {
        // The position first: what it has applied was announced before.
        var now = shown;
        int generation = index.generation();
        long to = recent.mark();
        return mark == to && mark == now.none.to ? now.none : since(mark, to, generation, now.position);
    }

    private Since since(long from, long to, int generation, Position upTo) {
        return new Since(recent, keys, from, to, generation, upTo);
    }

    /**
     * The ring holds keys as they were announced. A rotation announces everything at once, more than the ring takes, so
     * that changes from before and after it are never asked for together but by whom every subject counts as changed.
     *
     * @param generation of the keys announced between {@code from} and {@code to}, where no rotation was in between: it
     *     was read after {@code from}, so it is that of {@code from} or a later one; were it later, a rotation announced
     *     before would lie between
     */
    private record Since(RecentChanges recent, KeyRing keys, long from, long to, int generation, Position upTo)
            implements Changes {

        @Override
        public boolean isEmpty() {
            return from == to;
        }

        @Override
        public boolean contains(int ofKey, long keyHigh, long keyLow) {
            if (ofKey == generation) {
                return recent.contains(from, to, keyHigh, keyLow);
            }
            if (ofKey > generation || recent.hasForgotten(from, to)) {
                return true;
            }
            var key = keys.wrap(new SubjectKey(keyHigh, keyLow), ofKey, generation);
            return recent.contains(from, to, key.high(), key.low());
        }
    }

    /** The time since the last renewal was sent for, nanoseconds. */
    long leaseAge() {
        return shown.lease.age(ticker.getAsLong(), clock.millis());
    }

    /** Whether something has fallen due, or the node must read further ahead. */
    boolean isDue() {
        return clock.millis() >= shown.nextDue;
    }

    SubjectIndex index() {
        return index;
    }

    StoredProfiles stored() {
        return stored;
    }

    ProfileTable profiles() {
        return profiles;
    }

    /** From where whoever copies the index now must go on. */
    Snapshot.Begin snapshotBegin() {
        var position = shown.position;
        return new Snapshot.Begin(position.epoch(), position.sequence(), digest, due.next() - 1);
    }

    /** Up to where a copy of the index that has just ended may have come. */
    Snapshot.End snapshotEnd() {
        return new Snapshot.End(shown.position.sequence(), digest, lastSwitched);
    }

    /**
     * Takes what a snapshot of this log holds; decides nothing until the next renewal. False, and nothing taken, where
     * profiles have other numbers here.
     */
    boolean resume(Snapshot snapshot, Head head) {
        hold(Cause.LOADING);
        var begin = snapshot.begin();
        for (int number = 0; number < snapshot.profiles().size(); number++) {
            if (profiles.intern(snapshot.profiles().get(number)) != number) {
                return false;
            }
        }
        due.clear();
        due.readTo(begin.dueTo(), Long.MAX_VALUE);
        lastSwitched = snapshot.end().switchedTo();
        recent.announceAll();
        index = snapshot.index();
        digest = begin.digest();
        show(
                new Position(head.epoch(), begin.sequence(), recent.mark()),
                head.policyVersion(),
                shown.lease,
                Cause.LOADING);
        return true;
    }

    /** The running digest at {@link #position()}. */
    Digest digest() {
        return digest;
    }

    /** Decides nothing from now on, until a renewal. */
    void hold(Cause cause) {
        show(shown.position, shown.policyVersion, shown.lease, cause);
    }

    /** Applies rows that follow the last applied one, whose profiles are known, up to {@code head}. */
    void apply(List<LogRow> rows, Head head) {
        for (var row : rows) {
            row.keys().forEach(key -> recent.announce(key.high(), key.low()));
        }
        for (var row : rows) {
            int local = stored.local(row.profile());
            row.keys().forEach(key -> index.put(key.high(), key.low(), local));
            due.replace(row);
        }
        digest = head.digest();
        var held = shown.held;
        show(
                new Position(head.epoch(), head.sequence(), recent.mark()),
                head.policyVersion(),
                shown.lease,
                held == null ? null : held.cause());
    }

    /** Takes all from the log anew; decides nothing until the next renewal. */
    void load(Connection connection, Head head, Cause cause) throws SQLException {
        hold(cause);
        stored.clear();
        stored.catchUp(connection);
        due.clear();
        var fresh = new SubjectIndex();
        LogReader.subjects(connection, (keys, profile) -> {
            int local = stored.local(profile);
            keys.forEach(key -> fresh.put(key.high(), key.low(), local));
        });
        // Not before: a decision under way looks up again until what was announced is shown.
        recent.announceAll();
        index = fresh;
        digest = head.digest();
        show(new Position(head.epoch(), head.sequence(), recent.mark()), head.policyVersion(), shown.lease, cause);
    }

    /**
     * Reads ahead what falls due, and switches what has, for as long as the lease can do without the storage thread; what
     * is left is done soon. The node has applied all that the transaction sees.
     */
    void readAhead(Connection connection) throws SQLException {
        long start = ticker.getAsLong();
        while (mayReadAhead() && ticker.getAsLong() - start < PATIENCE) {
            long to = clock.millis() + READ_AHEAD;
            var page = LogReader.due(connection, due.readAt(), due.readSequence(), to);
            page.rows().forEach(due::add);
            due.readTo(page.at(), page.sequence());
            switchDue(start);
        }
        showDue();
    }

    /** Switches what has fallen due, as far as it was read ahead; what is left after a while is done soon. */
    void switchDue() {
        woken.set(false);
        switchDue(ticker.getAsLong());
        showDue();
    }

    /** Has the storage thread go on soon where something due is left. */
    void goOn() {
        if (isDue() && woken.compareAndSet(false, true)) {
            wake.run();
        }
    }

    private void switchDue(long start) {
        long now = clock.millis();
        for (int i = 1; due.hasDue(now); i++) {
            recent.announce(due.high(), due.low());
            index.put(due.high(), due.low(), stored.local(due.profile()));
            lastSwitched = Math.max(lastSwitched, due.at());
            due.removeFirst();
            if (i % SLICE == 0 && ticker.getAsLong() - start >= PATIENCE) {
                return;
            }
        }
    }

    private void showDue() {
        var before = shown;
        show(
                new Position(before.position.epoch(), before.position.sequence(), recent.mark()),
                before.policyVersion,
                before.lease,
                before.held == null ? null : before.held.cause());
    }

    /** Whether the profiles of these rows were read already. */
    boolean knowsProfiles(List<LogRow> rows) {
        return rows.stream()
                .allMatch(row -> stored.knows(row.profile())
                        && row.due().stream().allMatch(next -> stored.knows(next.profile())));
    }

    /** Whether it is time to read further ahead. */
    boolean mayReadAhead() {
        return due.unread() < clock.millis() + READ_AHEAD / 2 && due.hasRoom();
    }

    /** Whether the node has read ahead less than it needs now. */
    boolean needsReadAhead() {
        return due.unread() <= clock.millis() && due.hasRoom();
    }

    /** The lease counts: all that its transaction read is applied. */
    void renewed(Lease lease, Head head) {
        show(new Position(head.epoch(), shown.position.sequence(), recent.mark()), head.policyVersion(), lease, null);
    }

    private void show(Position position, long policyVersion, Lease lease, @Nullable Cause held) {
        shown = shown(position, policyVersion, lease, held);
    }

    private Shown shown(Position position, long policyVersion, Lease lease, @Nullable Cause held) {
        return new Shown(
                position,
                policyVersion,
                lease,
                due.next(),
                held == null ? null : stale(held),
                new Standing.Current(position, policyVersion, lease.until()),
                since(position.mark(), position.mark(), index.generation(), position));
    }

    private static Standing.Stale stale(Cause cause) {
        return switch (cause) {
            case LEASE -> LEASE;
            case EPOCH -> EPOCH;
            case BEHIND -> BEHIND;
            case LOADING -> LOADING;
        };
    }
}
