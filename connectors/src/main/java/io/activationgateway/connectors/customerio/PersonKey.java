package io.activationgateway.connectors.customerio;

import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.identity.IdentifierType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ways to name a person to Customer.io; which of them a workspace takes is its setting. */
enum PersonKey {
    ID(IdentifierType.USER_ID, "id"),
    EMAIL(IdentifierType.EMAIL, "email"),
    PHONE(IdentifierType.PHONE, "phone");

    private static final int MAX_ID = 150;

    private final IdentifierType type;
    private final String member;

    PersonKey(IdentifierType type, String member) {
        this.type = type;
        this.member = member;
    }

    IdentifierType type() {
        return type;
    }

    /** The name in requests and settings. */
    String member() {
        return member;
    }

    /** The first of these that the record has, well-formed or not; null where it has none. {@code room} is left as it was. */
    static @Nullable PersonKey first(OutgoingRecord record, List<PersonKey> keys, JsonBytes room) {
        for (var key : keys) {
            if (Fields.has(record, key.type, room)) {
                return key;
            }
        }
        return null;
    }

    /** Writes the record's identifier as a JSON string, or answers why it cannot. */
    @Nullable
    VendorCode write(OutgoingRecord record, JsonBytes out) {
        int field = record.identifier(type);
        int from = out.length();
        if (field < 0 || !Fields.writeText(record, field, out)) {
            return VendorCode.IDENTIFIER_MISSING;
        }
        return takes(out, from + 1) || takes(record.text(field)) ? null : VendorCode.IDENTIFIER_INVALID;
    }

    /** Whether the bytes already tell that it is well-formed: a text is never longer than its JSON. */
    private boolean takes(JsonBytes out, int from) {
        int end = out.length() - 1;
        return switch (this) {
            case ID -> end - from <= MAX_ID;
            case EMAIL -> out.indexOf('@', from + 1) > 0 && out.at(from) != '@' && out.at(from) != '\\';
            case PHONE -> out.at(from) == '+';
        };
    }

    private boolean takes(@Nullable String text) {
        return text != null
                && switch (this) {
                    case ID -> text.getBytes(StandardCharsets.UTF_8).length <= MAX_ID;
                    case EMAIL -> text.indexOf('@') > 0;
                    case PHONE -> text.charAt(0) == '+';
                };
    }
}
