package io.activationgateway.gateway.outbox;

import io.activationgateway.consent.identity.SubjectKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of the outbox what is to be tried now at a destination: what is due, in order per person. Small chunks go
 * together, so that their records may share requests. Called within a transaction; one thread.
 */
final class Dequeue {

    private static final int LOOKED_AT = 64;
    private static final int RADIX = 36;

    private final String destination;
    private final LaneParts parts;
    private long tries;

    Dequeue(String destination, LaneParts parts) {
        this.destination = destination;
        this.parts = parts;
    }

    /** What goes now is marked as on its way; what has run out of time becomes a dead letter. */
    Wave next(Connection connection, long now, long epoch) throws SQLException {
        if (!LaneTable.holds(connection, destination, epoch)) {
            return Wave.NOTHING;
        }
        var due = Queue.due(connection, destination, now, LOOKED_AT);
        int most = parts.dispatch().atOnce(destination);
        var loads = new ArrayList<Wave.Load>();
        int records = 0;
        long bytes = 0;
        for (long id : due) {
            if (loads.size() == most || records >= Chunk.MOST_RECORDS || bytes >= Chunk.MOST_BYTES) {
                break;
            }
            Queue.woken(connection, destination, id);
            var load = load(connection, id, now, epoch);
            if (load != null) {
                loads.add(load);
                records += load.parcel().items().size();
                bytes += load.parcel().bytes();
            }
        }
        return new Wave(loads, !due.isEmpty());
    }

    /** Null where nothing of the chunk goes now. */
    private Wave.@Nullable Load load(Connection connection, long id, long now, long epoch) throws SQLException {
        var chunk = parts.chunks().lock(connection, id).orElse(null);
        var activation = chunk == null
                ? null
                : ActivationTable.find(connection, chunk.activation).orElse(null);
        if (chunk == null || activation == null) {
            return null;
        }
        var items = begun(connection, chunk, activation, now);
        return items.isEmpty() ? null : new Wave.Load(chunk, new Parcel(activation, key(chunk, epoch), items));
    }

    private List<Parcel.Item> begun(Connection connection, Chunk chunk, StoredActivation activation, long now)
            throws SQLException {
        Set<SubjectKey> before = new HashSet<>(Queue.earlier(connection, chunk));
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
            if (settled(entry, activation, now)) {
                noted.add(Dispatch.Noted.of(entry));
                continue;
            }
            var row = entry.row;
            boolean waits = entry.names(before);
            before.addAll(entry.subjectKeys());
            if (row != null && !waits && entry.isDue(now)) {
                entry.begin(now);
                items.add(Parcel.Item.of(entry, row));
            } else if (waits && entry.isDue(now)) {
                entry.waitBehind(Math.min(
                        now + Queue.LOOKED_AT_AFTER_MILLIS, activation.expires().toEpochMilli()));
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
            entry.counted();
        }
        if (entry.row == null) {
            entry.endUntried(RecordState.WITHHELD, Queue.ERASED);
            entry.forget();
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

    private String key(Chunk chunk, long epoch) {
        return chunk.activation + "-" + Long.toString(chunk.id, RADIX) + "-" + Long.toString(epoch, RADIX) + "-"
                + Long.toString(tries++, RADIX);
    }
}
