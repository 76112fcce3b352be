package io.activationgateway.consent.register;

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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The region's consent in this node's memory. The methods of {@link ConsentView} are for any thread; all others are for
 * the storage thread, which alone changes what is here.
 */
final class Replica implements ConsentView {

    /** How far what falls due is read ahead, in milliseconds. */
    private static final long READ_AHEAD = Duration.ofHours(1).toMillis();

    private final InstantSource clock;
    private final LongSupplier ticker;
    private final Runnable wake;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final ProfileTable profiles = new ProfileTable();
    private final StoredProfiles stored = new StoredProfiles(profiles);
    private final DueQueue due = new DueQueue();
    private final RecentChanges recent;
    private Digest digest = Digest.EMPTY;
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
    Replica(InstantSource clock, LongSupplier ticker, int recentChanges, Runnable wake) {
        this.clock = clock;
        this.ticker = ticker;
        this.wake = wake;
        this.recent = new RecentChanges(recentChanges);
        this.shown = shown(new Position(0, 0, 0), 0, Lease.NONE, Cause.LOADING);
    }

    @Override
    public int find(long keyHigh, long keyLow) {
        return index.find(keyHigh, keyLow);
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
        long to = recent.mark();
        return mark == to && mark == now.none.to ? now.none : new Since(recent, mark, to, now.position);
    }

    private record Since(RecentChanges recent, long from, long to, Position upTo) implements Changes {

        @Override
        public boolean isEmpty() {
            return from == to;
        }

        @Override
        public boolean contains(long keyHigh, long keyLow) {
            return recent.contains(from, to, keyHigh, keyLow);
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
        announce(rows.stream().map(LogRow::keys));
        for (var row : rows) {
            put(row.keys(), row.profile());
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

    /** Reads ahead what falls due, and switches what has. The node has applied all that the transaction sees. */
    void readAhead(Connection connection) throws SQLException {
        long now = clock.millis();
        while (due.horizon() < now + READ_AHEAD / 2) {
            var ahead = LogReader.due(connection, due.horizon(), now + READ_AHEAD);
            ahead.rows().forEach(due::add);
            due.readAheadTo(ahead.horizon());
            switchDue();
        }
    }

    /** Switches what has fallen due, as far as it was read ahead. */
    void switchDue() {
        woken.set(false);
        var fallen = due.poll(clock.millis());
        announce(fallen.stream().map(LogReader.DueRow::keys));
        for (var row : fallen) {
            put(row.keys(), row.due().profile());
        }
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
        return due.horizon() < clock.millis() + READ_AHEAD / 2;
    }

    /** Whether the node has read ahead less than it needs now. */
    boolean needsReadAhead() {
        return due.horizon() <= clock.millis();
    }

    /** The lease counts: all that its transaction read is applied. */
    void renewed(Lease lease, Head head) {
        show(new Position(head.epoch(), shown.position.sequence(), recent.mark()), head.policyVersion(), lease, null);
    }

    private void announce(Stream<List<SubjectKey>> keys) {
        recent.announce(keys.flatMap(List::stream).toList());
    }

    private void put(List<SubjectKey> keys, int profile) {
        int local = stored.local(profile);
        keys.forEach(key -> index.put(key.high(), key.low(), local));
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
                new Since(recent, position.mark(), position.mark(), position));
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
