package io.activationgateway.connectors.iterable;

import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.consent.identity.IdentifierType;
import org.jspecify.annotations.Nullable;

/** The type of an Iterable project, fixed at its creation: how it knows people. */
enum Project {
    USER_ID,
    HYBRID,
    EMAIL;

    /** The identifier that names this record's person here, or null where none leaves; {@code room} is left as it was. */
    @Nullable
    IdentifierType key(OutgoingRecord record, JsonBytes room) {
        return switch (this) {
            case USER_ID -> present(record, IdentifierType.USER_ID, room);
            case EMAIL -> present(record, IdentifierType.EMAIL, room);
            case HYBRID -> {
                var userId = present(record, IdentifierType.USER_ID, room);
                yield userId != null ? userId : present(record, IdentifierType.EMAIL, room);
            }
        };
    }

    private static @Nullable IdentifierType present(OutgoingRecord record, IdentifierType type, JsonBytes room) {
        return Fields.has(record, type, room) ? type : null;
    }
}
