package io.activationgateway.consent.register;

import io.activationgateway.consent.identity.KeyRing;
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
    private final LiveIndex live;
    private Digest digest = Digest.EMPTY;
    private long lastSwitched = Long.MIN_VALUE;
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
    private static final Standing.Stale KEY = new Standing.Stale(Cause.KEY);

    /** @param wake runs {@link #switchDue} soon; called on any thread */
    Replica(KeyRing keys, InstantSource clock, LongSupplier ticker, int recentChanges, Runnable wake) {
        this.keys = keys;
        this.live = new LiveIndex(keys);
        this.clock = clock;
        this.ticker = ticker;
        this.wake = wake;
        this.recent = new RecentChanges(recentChanges);
        this.shown = shown(new Position(0, 0, 0), 0, Lease.NONE, Cause.LOADING);
    }

    @Override
    public int generation() {
        return live.generation();
    }

    @Override
    public int find(int generation, long keyHigh, long keyLow) {
        return live.find(generation, keyHigh, keyLow);
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
        int generation = live.generation();
        long to = recent.mark();
        return mark == to && mark == now.none.to() ? now.none : since(mark, to, generation, now.position);
    }

    private Since since(long from, long to, int generation, Position upTo) {
        return new Since(recent, keys, from, to, generation, upTo);
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
        return live.inUse();
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
        live.replace(snapshot.index());
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
            row.keys().forEach(key -> live.put(key.high(), key.low(), local));
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

    private Keying keying(Connection connection, Head head) throws SQLException {
        try {
            return Keying.toRead(connection, head, keys);
        } catch (MissingKey missing) {
            hold(Cause.KEY);
            throw missing;
        }
    }

    /** What this node says of its pseudonym keys. */
    Nodes.Keys keys() {
        return new Nodes.Keys(keys.prints(), live.prepared());
    }

    /** The index in use and the one that follows it. */
    LiveIndex live() {
        return live;
    }

    /**
     * Goes over to the keys of another generation, at the sequence of a switch that follows the last applied entry. Until
     * the index is exchanged, readers find all under the old keys, and this node has not applied the switch; an index
     * knows its generation, so that a reader who has computed keys of one is never answered from the other. Whoever read
     * the old index during the exchange finds every subject announced as changed, and looks up again.
     *
     * <p>An index that was not prepared is made here: until then this node goes on with the old one and its lease.
     */
    void turn(KeySwitch to, Head head) {
        try {
            MissingKey.check(keys, to.generation(), to.print());
        } catch (MissingKey missing) {
            hold(Cause.KEY);
            throw missing;
        }
        var next = live.next();
        recent.announceAll();
        live.replace(next);
        due.readAgain();
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
        var keying = keying(connection, head);
        stored.clear();
        stored.catchUp(connection);
        due.clear();
        var fresh = new SubjectIndex(head.generation(), 0);
        LogReader.subjects(connection, (sequence, written, profile) -> {
            int local = stored.local(profile);
            keying.ofRow(sequence, written).forEach(key -> fresh.put(key.high(), key.low(), local));
        });
        // Not before: a decision under way looks up again until what was announced is shown.
        recent.announceAll();
        live.replace(fresh);
        digest = head.digest();
        show(new Position(head.epoch(), head.sequence(), recent.mark()), head.policyVersion(), shown.lease, cause);
    }

    /**
     * Reads ahead what falls due, and switches what has, for as long as the lease can do without the storage thread; what
     * is left is done soon. The node has applied all that the transaction sees.
     */
    void readAhead(Connection connection) throws SQLException {
        long start = ticker.getAsLong();
        var keying = mayReadAhead() ? keying(connection, Head.read(connection)) : null;
        while (keying != null && mayReadAhead() && ticker.getAsLong() - start < PATIENCE) {
            long to = clock.millis() + READ_AHEAD;
            var page = LogReader.due(connection, due.readAt(), due.readSequence(), to);
            page.rows().forEach(row -> due.add(row.with(keying.ofRow(row.sequence(), row.keys()))));
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
            live.put(due.high(), due.low(), stored.local(due.profile()));
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
                since(position.mark(), position.mark(), live.generation(), position));
    }

    private static Standing.Stale stale(Cause cause) {
        return switch (cause) {
            case LEASE -> LEASE;
            case EPOCH -> EPOCH;
            case BEHIND -> BEHIND;
            case LOADING -> LOADING;
            case KEY -> KEY;
        };
    }
}
