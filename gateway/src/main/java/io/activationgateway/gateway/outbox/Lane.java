package io.activationgateway.gateway.outbox;

import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.gateway.storage.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Drains one destination as long as this node holds it: takes what is due, in order per person, has it tried, and writes
 * what became of it. What it writes counts only under the epoch it was begun under. One thread; blocks.
 */
final class Lane {

    private static final int LOOKED_AT = 16;
    private static final long STALE_MILLIS = 1_000;
    private static final long ATTEMPT_MINUTES = 5;
    private static final int RADIX = 36;

    private final String destination;
    private final LaneParts parts;
    private volatile @Nullable Claim claim;
    private long tries;

    Lane(String destination, LaneParts parts) {
        this.destination = destination;
        this.parts = parts;
    }

    /** What there is to do. */
    private sealed interface Work {
        record Nothing() implements Work {}

        /** Something was moved, there may be more. */
        record More() implements Work {}

        record Send(long chunk, Parcel parcel) implements Work {}
    }

    /** Works until nothing is due, or another node has the destination. */
    void work(BooleanSupplier closing) throws SQLException, InterruptedException {
        while (!closing.getAsBoolean() && renew()) {
            var mine = claim;
            if (mine == null) {
                return;
            }
            switch (parts.tables().write((connection, now) -> begin(connection, now, mine))) {
                case Work.Nothing _ -> {
                    return;
                }
                case Work.More _ -> {}
                case Work.Send(var chunk, var parcel) -> {
                    var attempted = attempted(parcel, mine);
                    if (attempted == null) {
                        return;
                    }
                    parts.tables().write((connection, now) -> finish(connection, now, mine, chunk, attempted));
                }
            }
        }
    }

    /** Takes the destination, or keeps it; false where another node has it. Any thread. */
    synchronized boolean renew() throws SQLException {
        var asked = Claim.Begun.now(parts.wall(), parts.ticker());
        var epoch = parts.tables()
                .write((connection, now) -> LaneTable.claim(
                        connection,
                        destination,
                        parts.owner(),
                        now,
                        parts.settings().lease(),
                        parts.settings().request()));
        var held = claim;
        if (epoch.isEmpty()) {
            claim = null;
            return false;
        }
        if (held != null && held.epoch == epoch.getAsLong()) {
            held.renewed(asked);
        } else {
            claim = new Claim(epoch.getAsLong(), parts.settings().lease(), asked, parts.wall(), parts.ticker());
        }
        return true;
    }

    /** Lets another node take the destination at once: nothing of this one is under way. */
    synchronized void release() throws SQLException {
        claim = null;
        parts.tables().write((connection, _) -> LaneTable.release(connection, destination, parts.owner()));
    }

    /** Null where its end is not known: it is taken up again as one of which bytes may have left. */
    private @Nullable List<Attempted> attempted(Parcel parcel, Claim mine) throws InterruptedException {
        try {
            return parts.dispatch()
                    .attempt(parcel, mine::held)
                    .toCompletableFuture()
                    .get(ATTEMPT_MINUTES, TimeUnit.MINUTES);
        } catch (ExecutionException | TimeoutException broken) {
            return null;
        }
    }

    private Work begin(Connection connection, long now, Claim mine) throws SQLException {
        if (!LaneTable.holds(connection, destination, mine.epoch)) {
            return new Work.Nothing();
        }
        var due = Sql.list(
                connection,
                "SELECT id FROM outbox_chunk WHERE destination = ? AND due_millis <= ? ORDER BY id FETCH FIRST "
                        + LOOKED_AT + " ROWS ONLY",
                row -> row.getLong(1),
                destination,
                now);
        for (long id : due) {
            var chunk = parts.chunks().lock(connection, id).orElse(null);
            var activation = chunk == null
                    ? null
                    : ActivationTable.find(connection, chunk.activation).orElse(null);
            if (chunk != null && activation != null) {
                var items = begun(connection, chunk, activation, now);
                if (!items.isEmpty()) {
                    return new Work.Send(id, new Parcel(activation, key(chunk, mine), items));
                }
            }
        }
        return due.isEmpty() ? new Work.Nothing() : new Work.More();
    }

    /** What is tried of a chunk now; what has run out of time becomes a dead letter. */
    private List<Parcel.Item> begun(Connection connection, Chunk chunk, StoredActivation activation, long now)
            throws SQLException {
        var earlier = parts.queue().earlier(connection, chunk);
        var going = new HashSet<SubjectKey>();
        var items = new ArrayList<Parcel.Item>();
        var noted = new ArrayList<Dispatch.Noted>();
        boolean changed = false;
        for (var entry : chunk.entries) {
            if (entry.isDead() && entry.due <= now) {
                entry.row = null;
                changed = true;
            }
            if (!entry.isWaiting()) {
                continue;
            }
            var row = entry.row;
            if (settled(entry, activation, now)) {
                noted.add(Dispatch.Noted.of(entry));
                if (row == null) {
                    entry.forget();
                }
            } else if (row != null && !entry.names(going) && entry.due <= now && !Queue.waits(entry, earlier, now)) {
                entry.inFlight = true;
                going.addAll(entry.subjectKeys());
                items.add(Parcel.Item.of(entry, row));
            } else {
                Queue.put(earlier, entry);
            }
        }
        parts.note(activation, noted);
        if (changed || !noted.isEmpty()) {
            parts.chunks().save(connection, chunk, now);
            parts.settle(connection, activation.id(), now);
        } else {
            parts.chunks().saveMarks(connection, chunk, now);
        }
        return items;
    }

    /** Whether a record that waits needs no attempt any more. */
    private boolean settled(Entry entry, StoredActivation activation, long now) {
        if (entry.inFlight) {
            // Begun under an epoch that has ended, or by a process that has: nobody knows how far it came.
            entry.inFlight = false;
            entry.touched = true;
        }
        if (entry.row == null) {
            entry.endUntried(RecordState.WITHHELD, Queue.ERASED);
        } else if (entry.overtaken) {
            entry.endUntried(RecordState.SUPERSEDED, Queue.SUPERSEDED);
        } else if (activation.expires().toEpochMilli() <= now) {
            entry.die(
                    entry.reason.isEmpty() ? Queue.EXPIRED : entry.reason,
                    now + parts.settings().deadLetters().toMillis());
        } else {
            return false;
        }
        return true;
    }

    private boolean finish(Connection connection, long now, Claim mine, long id, List<Attempted> attempted)
            throws SQLException {
        if (!LaneTable.holds(connection, destination, mine.epoch)) {
            return false;
        }
        var chunk = parts.chunks().lock(connection, id).orElse(null);
        var activation = chunk == null
                ? null
                : ActivationTable.find(connection, chunk.activation).orElse(null);
        if (chunk == null || activation == null) {
            return false;
        }
        Map<Integer, Attempted> byIndex =
                attempted.stream().collect(Collectors.toMap(Attempted::index, Function.identity()));
        var laters = new ArrayList<Supersession.Placed>();
        var noted = new ArrayList<Dispatch.Noted>();
        for (var entry : chunk.entries) {
            var what = byIndex.get(entry.index);
            if (what == null || !entry.inFlight) {
                continue;
            }
            entry.inFlight = false;
            switch (what) {
                case Attempted.Ended ended -> {
                    if (ended.state() == RecordState.FORWARDED) {
                        laters.add(Supersession.Placed.of(chunk, entry, activation, ended.written()));
                    }
                    ended(entry, ended);
                }
                case Attempted.Again again -> {
                    if (!again(entry, again, activation, now)) {
                        noted.add(Dispatch.Noted.of(entry));
                    }
                }
            }
        }
        parts.note(activation, noted);
        parts.chunks().save(connection, chunk, now);
        parts.supersession().apply(connection, destination, laters, now);
        parts.settle(connection, activation.id(), now);
        return true;
    }

    private static void ended(Entry entry, Attempted.Ended ended) {
        boolean erased = entry.row == null;
        entry.counted();
        entry.end(ended.state(), ended.reason(), ended.result());
        if (erased) {
            entry.forget();
        }
    }

    /** Whether it is tried again; false where it has ended meanwhile. */
    private boolean again(Entry entry, Attempted.Again again, StoredActivation activation, long now) {
        entry.touched |= again.touched();
        entry.due = now + STALE_MILLIS;
        if (again.counted()) {
            entry.counted();
            entry.reason = again.reason();
            entry.due = now + parts.backoff().pause(entry.attempts).toMillis();
        }
        // Its time runs out on time, however long the pause would be.
        entry.due = Math.min(entry.due, activation.expires().toEpochMilli());
        if (entry.row == null) {
            entry.endUntried(RecordState.WITHHELD, Queue.ERASED);
            entry.forget();
            return false;
        }
        if (entry.overtaken) {
            entry.endUntried(RecordState.SUPERSEDED, Queue.SUPERSEDED);
            return false;
        }
        return true;
    }

    private String key(Chunk chunk, Claim mine) {
        return chunk.activation + "-" + Long.toString(chunk.id, RADIX) + "-" + Long.toString(mine.epoch, RADIX) + "-"
                + Long.toString(tries++, RADIX);
    }
}
