package io.activationgateway.gateway.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Ends what later records of the same people made superfluous. Called within a transaction; any thread. */
final class Supersession {

    private final LaneParts parts;

    Supersession(LaneParts parts) {
        this.parts = parts;
    }

    /**
     * A forwarded record and its place in the order: what lies before it is older.
     *
     * @param index its position in the activation, where it is of the chunk
     */
    record Placed(Later later, long chunk, int index) {

        static Placed of(Chunk chunk, Entry entry, StoredActivation activation, Set<String> written) {
            return new Placed(
                    new Later(
                            activation.operation(),
                            activation.audience(),
                            activation.purpose(),
                            entry.subjectKeys(),
                            written),
                    chunk.id,
                    entry.index);
        }

        /** A record that was not in the outbox: everything there is older. */
        static Placed after(Later later, long lastChunk) {
            return new Placed(later, lastChunk, Integer.MAX_VALUE);
        }

        private boolean isAfter(Chunk other, Entry entry) {
            return other.id < chunk || (other.id == chunk && entry.index < index);
        }
    }

    /**
     * Applies what was forwarded to a destination to what is older there.
     *
     * @return those of which something older is on its way at this moment, and may take effect after them
     */
    Set<Later> apply(Connection connection, String destination, List<Placed> forwarded, long now) throws SQLException {
        var byChunk = new TreeMap<Long, List<Placed>>();
        for (var placed : forwarded) {
            for (long id :
                    parts.queue().open(connection, destination, placed.later().keys())) {
                if (id <= placed.chunk()) {
                    byChunk.computeIfAbsent(id, _ -> new ArrayList<>()).add(placed);
                }
            }
        }
        var overtaking = new LinkedHashSet<Later>();
        for (var concerned : byChunk.entrySet()) {
            var chunk = parts.chunks().lock(connection, concerned.getKey()).orElse(null);
            if (chunk != null) {
                overtaking.addAll(apply(connection, chunk, concerned.getValue(), now));
            }
        }
        return overtaking;
    }

    private Set<Later> apply(Connection connection, Chunk chunk, List<Placed> forwarded, long now) throws SQLException {
        var overtaking = new LinkedHashSet<Later>();
        var activation = ActivationTable.find(connection, chunk.activation).orElse(null);
        if (activation == null) {
            return overtaking;
        }
        var noted = new ArrayList<Dispatch.Noted>();
        boolean changed = false;
        for (var entry : chunk.entries) {
            for (var placed : forwarded) {
                if (!(entry.isWaiting() || entry.isDead()) || !placed.isAfter(chunk, entry)) {
                    continue;
                }
                boolean met = placed.later().to(entry, activation) != Later.Effect.NONE;
                changed |= met;
                if (met && entry.inFlight) {
                    overtaking.add(placed.later());
                }
                if (!entry.isWaiting() && !entry.isDead()) {
                    noted.add(Dispatch.Noted.of(entry));
                }
            }
        }
        if (changed) {
            parts.note(activation, noted);
            parts.chunks().save(connection, chunk, now);
            parts.settle(connection, activation.id(), now);
        }
        return overtaking;
    }
}
