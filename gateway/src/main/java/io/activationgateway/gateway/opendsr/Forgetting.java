package io.activationgateway.gateway.opendsr;

import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.identity.SubjectKeys;
import io.activationgateway.consent.register.HeldSubject;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Ends what access requests kept of people who are erased: by the identifiers that the erasure names, and by every other
 * that the register links to them. Blocks; any thread.
 */
final class Forgetting {

    private final RequestStore requests;
    private final Seal seal;
    private final KeyRing pseudonymKeys;

    Forgetting(RequestStore requests, Seal seal, KeyRing pseudonymKeys) {
        this.requests = requests;
        this.seal = seal;
        this.pseudonymKeys = pseudonymKeys;
    }

    /** @param held what the register holds about the identifiers */
    void forget(List<Identifier> identifiers, List<HeldSubject> held) throws SQLException {
        var keys = new LinkedHashSet<>(seal.keys(identifiers));
        for (var subject : held) {
            int generation = subject.events().getLast().generation();
            if (generation == 0) {
                keys.addAll(subject.keys());
            } else {
                keys.addAll(becoming(subject.keys(), generation));
            }
        }
        requests.forget(keys);
    }

    /** Requests keep keys of the first generation, which nothing leads back to: each is brought forward. */
    private List<SubjectKey> becoming(List<SubjectKey> linked, int generation) throws SQLException {
        var now = new SubjectKeys(pseudonymKeys).under(generation);
        return requests.kept().stream()
                .filter(key -> linked.contains(now.wrap(key, 0)))
                .toList();
    }
}
