package io.activationgateway.connectors.hubspot;

import io.activationgateway.connectors.Contacts;
import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.identity.IdentifierType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A way to name contacts.
 *
 * @param property the unique property that holds the name
 * @param type the identifier that fills it
 */
record Naming(String property, IdentifierType type) {

    static final Naming EMAIL = new Naming("email", IdentifierType.EMAIL);

    /** By a configured property: the address where it is that, else the sender's user id. */
    static Naming by(String property) {
        return property.equals(EMAIL.property) ? EMAIL : new Naming(property, IdentifierType.USER_ID);
    }

    boolean isEmail() {
        return type == IdentifierType.EMAIL;
    }

    /** Whether a record has this name; {@code room} is left as it was. */
    boolean has(OutgoingRecord record, JsonBytes room) {
        return Fields.has(record, type, room);
    }

    /** The form in which two spellings of one name are equal. */
    String folded(String name) {
        return isEmail() ? name.toLowerCase(Locale.ROOT) : name;
    }

    /** Writes the name as a JSON string, or answers why it cannot be said. */
    @Nullable
    VendorCode write(OutgoingRecord record, JsonBytes out) {
        int field = record.identifier(type);
        if (field < 0) {
            return VendorCode.IDENTIFIER_MISSING;
        }
        if (isEmail()) {
            return Contacts.writeEmail(record, field, out);
        }
        return Fields.writeText(record, field, out) ? null : VendorCode.IDENTIFIER_MISSING;
    }
}
