package io.activationgateway.gateway.outbox;

import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.identity.SubjectKeys;
import io.activationgateway.consent.register.HeldSubject;
import io.activationgateway.gateway.storage.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** Destroys what the outbox holds of people: what waits, dead letters, and whose a result was. Blocks; any thread. */
final class Forgetting {

    private final LaneParts parts;
    private final KeyRing pseudonymKeys;

    Forgetting(LaneParts parts, KeyRing pseudonymKeys) {
        this.parts = parts;
        this.pseudonymKeys = pseudonymKeys;
    }

    /** The same with everybody whom the register links to these people. */
    void forget(List<SubjectKey> named, List<HeldSubject> held) throws SQLException {
        var keys = new LinkedHashSet<>(named);
        for (var subject : held) {
            int generation = subject.events().getLast().generation();
            keys.addAll(generation == 0 ? subject.keys() : becoming(subject.keys(), generation));
        }
        forget(keys);
    }

    /** The outbox keeps keys of the first generation, which nothing leads back to: each is brought forward. */
    private List<SubjectKey> becoming(List<SubjectKey> linked, int generation) throws SQLException {
        var now = new SubjectKeys(pseudonymKeys).under(generation);
        return parts
                .tables()
                .read((connection, _) -> Sql.list(
                        connection,
                        "SELECT DISTINCT key_high, key_low FROM outbox_subject",
                        row -> new SubjectKey(row.getLong(1), row.getLong(2))))
                .stream()
                .filter(key -> linked.contains(now.wrap(key, 0)))
                .toList();
    }

    /** Returns when nothing is kept any more; a record that is being sent at the moment ends as its attempt does. */
    private void forget(Collection<SubjectKey> keys) throws SQLException {
        var concerned = parts.tables().read((connection, _) -> parts.chunks().ofSubjects(connection, keys));
        for (long id : concerned) {
            parts.tables().write((connection, now) -> forget(connection, id, keys, now));
        }
    }

    private boolean forget(Connection connection, long id, Collection<SubjectKey> keys, long now) throws SQLException {
        var chunk = parts.chunks().lock(connection, id).orElse(null);
        if (chunk == null) {
            return false;
        }
        var activation = ActivationTable.find(connection, chunk.activation).orElse(null);
        var noted = new ArrayList<Dispatch.Noted>();
        for (var entry : chunk.entries) {
            if (!entry.names(keys)) {
                continue;
            }
            if ((entry.isWaiting() && !entry.inFlight) || entry.isDead()) {
                entry.endUntried(RecordState.WITHHELD, Queue.ERASED);
                noted.add(Dispatch.Noted.of(entry));
            }
            entry.forget();
        }
        if (activation != null) {
            parts.note(activation, noted);
        }
        parts.chunks().save(connection, chunk, now);
        parts.chunks().saveSubjects(connection, chunk);
        parts.settle(connection, chunk.activation, now);
        return true;
    }
}
