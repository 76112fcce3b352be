package io.activationgateway.connectors.klaviyo;

import io.activationgateway.connectors.Contacts;
import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.identity.IdentifierType;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What Klaviyo knows people by, the strongest first. */
enum PersonKey {
    EXTERNAL_ID("external_id", IdentifierType.USER_ID),
    EMAIL("email", IdentifierType.EMAIL),
    PHONE("phone_number", IdentifierType.PHONE),
    /** Of events only. */
    ANONYMOUS_ID("anonymous_id", IdentifierType.ANONYMOUS_ID);

    /** Those that a profile is imported and found by. */
    static final List<PersonKey> LASTING = List.of(EXTERNAL_ID, EMAIL, PHONE);

    /** All of them, the strongest first. */
    static final List<PersonKey> ALL = List.of(values());

    private final String attribute;
    private final IdentifierType type;

    PersonKey(String attribute, IdentifierType type) {
        this.attribute = attribute;
        this.type = type;
    }

    /** The vendor's name for it. */
    String attribute() {
        return attribute;
    }

    IdentifierType type() {
        return type;
    }

    /** The key with the vendor's name. */
    static PersonKey named(String attribute) {
        for (var key : values()) {
            if (key.attribute.equals(attribute)) {
                return key;
            }
        }
        throw new IllegalArgumentException(attribute + " (expected: a name that this class has given)");
    }

    /** The first of some keys that leaves with a record, or null; {@code room} is left as it was. */
    static @Nullable PersonKey first(OutgoingRecord record, List<PersonKey> keys, JsonBytes room) {
        for (var key : keys) {
            if (Fields.has(record, key.type, room)) {
                return key;
            }
        }
        return null;
    }

    /** The form in which two spellings of one value are equal. */
    String folded(String value) {
        return this == EMAIL ? value.toLowerCase(Locale.ROOT) : value;
    }

    /** Writes the value as a JSON string, or answers why it cannot be said; then what was written is void. */
    @Nullable
    VendorCode write(OutgoingRecord record, JsonBytes out) {
        int field = record.identifier(type);
        return field < 0 ? VendorCode.IDENTIFIER_MISSING : write(record, field, out);
    }

    /** The same for a field that was found already. */
    @Nullable
    VendorCode write(OutgoingRecord record, int field, JsonBytes out) {
        return switch (this) {
            case EXTERNAL_ID, ANONYMOUS_ID ->
                Fields.writeText(record, field, out) ? null : VendorCode.IDENTIFIER_MISSING;
            case EMAIL -> Contacts.writeEmail(record, field, out);
            case PHONE -> Contacts.writePhone(record, field, out);
        };
    }
}
