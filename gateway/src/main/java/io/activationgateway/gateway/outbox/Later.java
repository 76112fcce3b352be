package io.activationgateway.gateway.outbox;

import io.activationgateway.connectors.Operation;
import io.activationgateway.consent.identity.SubjectKey;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record that was forwarded, and what it does to older ones that were not: for the same audience it ends them, of a
 * profile it takes out what it has written itself, and an erasure ends everything. Nothing else ends an event.
 *
 * @param keys of the person, the one that stands for the record first
 * @param written the columns whose values left
 */
public record Later(
        Operation operation, @Nullable String audience, String purpose, List<SubjectKey> keys, Set<String> written) {

    public Later {
        keys = List.copyOf(keys);
        written = Set.copyOf(written);
    }

    /** Whether records of this operation end, or reduce, any older one. */
    public static boolean supersedes(Operation operation) {
        return switch (operation) {
            case ERASE, ADD, REMOVE, SUBSCRIBE, UNSUBSCRIBE, UPSERT -> true;
            case TRACK, SUPPRESS -> false;
        };
    }

    /** What became of the older record. */
    enum Effect {
        NONE,
        REDUCED,
        ENDED
    }

    /** Applies it to a record that still waits or is a dead letter. */
    Effect to(Entry older, StoredActivation of) {
        if (!meets(older)) {
            return Effect.NONE;
        }
        return switch (operation) {
            case ERASE -> end(older);
            case ADD, REMOVE ->
                of.operation().needsAudience() && Objects.equals(audience, of.audience()) ? end(older) : Effect.NONE;
            case SUBSCRIBE, UNSUBSCRIBE ->
                (of.operation() == Operation.SUBSCRIBE || of.operation() == Operation.UNSUBSCRIBE)
                                && purpose.equals(of.purpose())
                        ? end(older)
                        : Effect.NONE;
            case UPSERT -> of.operation() == Operation.UPSERT ? reduce(older, of) : Effect.NONE;
            case TRACK, SUPPRESS -> Effect.NONE;
        };
    }

    /** What takes away reaches whoever shares an identifier; what adds must be about the very same person. */
    private boolean meets(Entry older) {
        var others = older.subjectKeys();
        if (keys.isEmpty() || others.isEmpty()) {
            return false;
        }
        return operation.takesAway()
                ? others.stream().anyMatch(keys::contains)
                : others.getFirst().equals(keys.getFirst());
    }

    private static Effect end(Entry older) {
        older.overtaken = true;
        if (!older.inFlight) {
            older.endUntried(RecordState.SUPERSEDED, Queue.SUPERSEDED);
        }
        return Effect.ENDED;
    }

    private Effect reduce(Entry older, StoredActivation of) {
        var row = older.row;
        if (row == null) {
            return Effect.NONE;
        }
        var left = ResultLines.without(row, written, of.ownColumns());
        if (left == null) {
            return end(older);
        }
        older.row = left;
        return Effect.REDUCED;
    }
}
