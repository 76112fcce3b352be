package io.activationgateway.gateway.optout;

import io.activationgateway.consent.identity.SubjectKey;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One set of identifiers that a destination was sent. Personal data: it does not print.
 *
 * @param since when it was sent first
 * @param unsure when a request that carried it ended last without a clear answer, null where none did
 * @param keys by which it is found, all of the newest generation
 * @param identifiers unopened
 */
record Entry(Instant since, @Nullable Instant unsure, Set<SubjectKey> keys, SealedIdentifiers identifiers) {

    Entry {
        keys = Set.copyOf(keys);
    }

    long id() {
        return identifiers.place().entry();
    }

    String destination() {
        return identifiers.place().destination();
    }

    @Override
    public String toString() {
        return "Entry[" + destination() + ", redacted]";
    }
}
