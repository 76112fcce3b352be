package io.activationgateway.gateway.outbox;

import static java.util.stream.Collectors.toMap;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Writes what became of records that were tried. Called within a transaction; any thread. */
final class Disposition {

    private static final long STALE_MILLIS = 1_000;

    private final LaneParts parts;

    Disposition(LaneParts parts) {
        this.parts = parts;
    }

    /**
     * Counts only under the epoch that the records were begun under. Chunks are locked in their order here too, as by
     * everybody else.
     *
     * @return whether it counted
     */
    boolean write(Connection connection, long now, long epoch, Wave.Load load, List<Attempted> attempted)
            throws SQLException {
        var begun = load.chunk();
        if (!LaneTable.holds(connection, begun.destination, epoch)) {
            return false;
        }
        var byIndex = attempted.stream().collect(toMap(Attempted::index, Function.identity()));
        var forwarded = forwarded(load, byIndex);
        if (!forwarded.isEmpty()) {
            parts.supersession().apply(connection, Queue.openBefore(connection, begun), forwarded, now);
        }
        var chunk = parts.chunks().lock(connection, begun.id).orElse(null);
        var activation = chunk == null
                ? null
                : ActivationTable.find(connection, chunk.activation).orElse(null);
        if (chunk == null || activation == null) {
            return false;
        }
        var noted = new ArrayList<Dispatch.Noted>();
        for (var entry : chunk.entries) {
            var what = byIndex.get(entry.index);
            if (what != null && entry.inFlight && !ends(entry, what, activation, now)) {
                noted.add(Dispatch.Noted.of(entry));
            }
        }
        noted.addAll(Supersession.apply(chunk, activation, forwarded).ended());
        parts.note(activation, noted);
        parts.chunks().save(connection, chunk, now);
        parts.settle(connection, activation.id(), now);
        return true;
    }

    /** The records whose forwarding ends older ones. */
    private static List<Supersession.Placed> forwarded(Wave.Load load, Map<Integer, Attempted> byIndex) {
        var activation = load.parcel().activation();
        var all = new ArrayList<Supersession.Placed>();
        if (Later.supersedes(activation.operation())) {
            for (var entry : load.chunk().entries) {
                if (byIndex.get(entry.index) instanceof Attempted.Ended ended
                        && ended.state() == RecordState.FORWARDED) {
                    all.add(Supersession.Placed.of(load.chunk(), entry, activation, ended.written()));
                }
            }
        }
        return all;
    }

    /** False where the ledger is to be told how it stands: not by its attempt. */
    private boolean ends(Entry entry, Attempted what, StoredActivation activation, long now) {
        entry.inFlight = false;
        return switch (what) {
            case Attempted.Ended ended -> {
                ended(entry, ended);
                yield true;
            }
            case Attempted.Again again -> again(entry, again, activation, now);
        };
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
            entry.due = now
                    + parts.backoff()
                            .pause(entry.attempts - entry.attemptsBefore)
                            .toMillis();
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
}
