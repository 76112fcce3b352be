package io.activationgateway.connectors.iterable;

import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.consent.identity.IdentifierType;
import org.jspecify.annotations.Nullable;

/** The type of an Iterable project, fixed at its creation: how it knows people. */
enum Project {
    USER_ID,
    HYBRID,
    EMAIL;

    /** The identifier that names this record's person here, or null where none leaves. */
    @Nullable
    IdentifierType key(OutgoingRecord record) {
        return switch (this) {
            case USER_ID -> present(record, IdentifierType.USER_ID);
            case EMAIL -> present(record, IdentifierType.EMAIL);
            case HYBRID -> {
                var userId = present(record, IdentifierType.USER_ID);
                yield userId != null ? userId : present(record, IdentifierType.EMAIL);
            }
        };
    }

    private static @Nullable IdentifierType present(OutgoingRecord record, IdentifierType type) {
        return Fields.identifier(record, type) == null ? null : type;
    }
}
