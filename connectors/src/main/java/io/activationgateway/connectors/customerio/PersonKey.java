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

    /** The first of these that the record has, well-formed or not; null where it has none. */
    static @Nullable PersonKey first(OutgoingRecord record, List<PersonKey> keys) {
        for (var key : keys) {
            if (Fields.identifier(record, key.type) != null) {
                return key;
            }
        }
        return null;
    }

    /** Writes the record's identifier as a JSON string, or answers why it cannot. */
    @Nullable
    VendorCode write(OutgoingRecord record, JsonBytes out) {
        var text = Fields.identifier(record, type);
        if (text == null) {
            return VendorCode.IDENTIFIER_MISSING;
        }
        if (!takes(text)) {
            return VendorCode.IDENTIFIER_INVALID;
        }
        out.string(text);
        return null;
    }

    private boolean takes(String text) {
        return switch (this) {
            case ID -> text.length() * 3 <= MAX_ID || text.getBytes(StandardCharsets.UTF_8).length <= MAX_ID;
            case EMAIL -> text.indexOf('@') > 0;
            case PHONE -> text.charAt(0) == '+';
        };
    }
}
