package io.activationgateway.gateway.outbox;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Operation;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What all records of a stored activation have in common.
 *
 * @param id a ULID
 * @param audience null where the operation needs none
 * @param ownColumns the source's columns that say who a row is about rather than something about that person
 * @param optedOut whether the request itself said Global Privacy Control
 * @param head members of every answer about it, as JSON: no personal data
 * @param received when it was accepted, in the database's time
 * @param expires until when its records are tried
 */
public record StoredActivation(
        String id,
        String source,
        String destination,
        String purpose,
        Operation operation,
        @Nullable String audience,
        Set<String> ownColumns,
        boolean optedOut,
        String head,
        Instant received,
        Instant expires) {

    public StoredActivation {
        requireNonNull(id, "id");
        requireNonNull(source, "source");
        requireNonNull(destination, "destination");
        requireNonNull(purpose, "purpose");
        requireNonNull(operation, "operation");
        ownColumns = Set.copyOf(ownColumns);
        requireNonNull(head, "head");
        requireNonNull(received, "received");
        requireNonNull(expires, "expires");
    }
}
