package io.activationgateway.gateway.optout;

import io.activationgateway.consent.identity.SubjectKey;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One set of identifiers that a destination was sent. Personal data: it does not print.
 *
 * @param since when it was sent first
 * @param unsure when a request that carried it ended last without a clear answer, null where none did
 * @param keys by which it is found, all of the newest generation
 */
record Entry(
        long id,
        String destination,
        Instant since,
        @Nullable Instant unsure,
        Set<SubjectKey> keys,
        List<SentIdentifier> identifiers) {

    Entry {
        keys = Set.copyOf(keys);
        identifiers = List.copyOf(identifiers);
    }

    @Override
    public String toString() {
        return "Entry[" + destination + ", redacted]";
    }
}
