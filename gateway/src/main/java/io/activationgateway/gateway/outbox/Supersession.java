package io.activationgateway.gateway.outbox;

import io.activationgateway.consent.identity.SubjectKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Ends what later records of the same people made superfluous. Blocks; any thread. */
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

    /** Applies what was forwarded beside the outbox, in transactions of its own; returns as the other does. */
    Set<Later> apply(String destination, List<Placed> forwarded) throws SQLException {
        var keys = forwarded.stream()
                .flatMap(placed -> placed.later().keys().stream())
                .distinct()
                .toList();
        var ids = parts.tables().read((connection, _) -> Queue.open(connection, parts.chunks(), destination, keys));
        if (ids.isEmpty()) {
            return Set.of();
        }
        var overtaking = parts.tables().write((connection, now) -> apply(connection, ids, forwarded, now));
        parts.tables().write((connection, _) -> {
            for (long id : ids) {
                Queue.wake(connection, destination, id);
            }
            return ids;
        });
        return overtaking;
    }

    /**
     * Applies what was forwarded to some chunks of its destination. Called within a transaction.
     *
     * @param ids in their order, in which they are locked
     * @return those of which something older is on its way at this moment, and may take effect after them
     */
    Set<Later> apply(Connection connection, List<Long> ids, List<Placed> forwarded, long now) throws SQLException {
        var overtaking = new LinkedHashSet<Later>();
        for (long id : ids) {
            var chunk = parts.chunks().lock(connection, id).orElse(null);
            if (chunk != null) {
                overtaking.addAll(apply(connection, chunk, forwarded, now));
            }
        }
        return overtaking;
    }

    private Set<Later> apply(Connection connection, Chunk chunk, List<Placed> forwarded, long now) throws SQLException {
        var activation = ActivationTable.find(connection, chunk.activation).orElse(null);
        if (activation == null) {
            return Set.of();
        }
        var applied = apply(chunk, activation, forwarded);
        if (applied.changed()) {
            parts.note(activation, applied.ended());
            parts.chunks().save(connection, chunk, now);
            parts.settle(connection, activation.id(), now);
        }
        return applied.overtaking();
    }

    /**
     * What it did to a chunk.
     *
     * @param ended the records that it ended
     * @param overtaking what something older is on its way of
     */
    record Applied(boolean changed, List<Dispatch.Noted> ended, Set<Later> overtaking) {}

    /** Changes the records of a chunk that are older. */
    static Applied apply(Chunk chunk, StoredActivation activation, List<Placed> forwarded) {
        var people = byPerson(forwarded);
        var overtaking = new LinkedHashSet<Later>();
        var ended = new ArrayList<Dispatch.Noted>();
        boolean changed = false;
        for (var entry : chunk.entries) {
            for (var placed : about(entry, people)) {
                if (!(entry.isWaiting() || entry.isDead()) || !placed.isAfter(chunk, entry)) {
                    continue;
                }
                boolean met = placed.later().to(entry, activation) != Later.Effect.NONE;
                changed |= met;
                if (met && entry.inFlight) {
                    overtaking.add(placed.later());
                }
                if (!entry.isWaiting() && !entry.isDead()) {
                    ended.add(Dispatch.Noted.of(entry));
                }
            }
        }
        return new Applied(changed, ended, overtaking);
    }

    private static Map<SubjectKey, List<Placed>> byPerson(List<Placed> forwarded) {
        var by = new HashMap<SubjectKey, List<Placed>>();
        for (var placed : forwarded) {
            placed.later()
                    .keys()
                    .forEach(key ->
                            by.computeIfAbsent(key, _ -> new ArrayList<>()).add(placed));
        }
        return by;
    }

    /** Those that share a key with the record, in their order. */
    private static Set<Placed> about(Entry entry, Map<SubjectKey, List<Placed>> by) {
        var all = new LinkedHashSet<Placed>();
        if (!by.isEmpty()) {
            entry.subjectKeys().forEach(key -> all.addAll(by.getOrDefault(key, List.of())));
        }
        return all;
    }
}
