package io.activationgateway.connectors.klaviyo;

import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.identity.IdentifierRules;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.NormalForm;
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

    private static final int LEAST_DIGITS = 7;
    private static final int MOST_DIGITS = 15;

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

    /** The first of some keys that leaves with a record, or null. */
    static @Nullable PersonKey first(OutgoingRecord record, List<PersonKey> keys) {
        for (var key : keys) {
            if (Fields.identifier(record, key.type) != null) {
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
        int from = out.length();
        if (!Fields.writeText(record, field, out)) {
            return VendorCode.IDENTIFIER_MISSING;
        }
        return switch (this) {
            case EXTERNAL_ID, ANONYMOUS_ID -> null;
            case EMAIL -> isAddress(out, from) ? null : spelledOtherwise(record, field, from, out);
            case PHONE -> isE164(out, from) ? null : spelledOtherwise(record, field, from, out);
        };
    }

    /** Escapes, white space, separators between digits: rare, and worth a text of its own. */
    private @Nullable VendorCode spelledOtherwise(OutgoingRecord record, int field, int from, JsonBytes out) {
        var text = record.text(field);
        out.truncate(from);
        if (text == null || !(IdentifierRules.normalise(type, text, null) instanceof NormalForm.Found(var found))) {
            return VendorCode.IDENTIFIER_INVALID;
        }
        out.string(found.value());
        return null;
    }

    /** One at sign between others, nothing escaped and no white space. */
    private static boolean isAddress(JsonBytes out, int from) {
        int signs = 0;
        int last = out.length() - 1;
        for (int i = from + 1; i < last; i++) {
            byte b = out.at(i);
            if (b == ' ' || b == '\\') {
                return false;
            }
            if (b == '@') {
                signs += i == from + 1 || i == last - 1 ? 2 : 1;
            }
        }
        return signs == 1;
    }

    private static boolean isE164(JsonBytes out, int from) {
        int digits = out.length() - from - 3;
        if (digits < LEAST_DIGITS || digits > MOST_DIGITS || out.at(from + 1) != '+' || out.at(from + 2) == '0') {
            return false;
        }
        for (int i = from + 2; i < out.length() - 1; i++) {
            if (out.at(i) < '0' || out.at(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
