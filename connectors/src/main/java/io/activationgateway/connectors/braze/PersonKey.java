package io.activationgateway.connectors.braze;

import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.identity.IdentifierType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ways to name a person to Braze, the preferred first. */
enum PersonKey {
    EXTERNAL_ID(IdentifierType.USER_ID, "external_id"),
    ALIAS(IdentifierType.ANONYMOUS_ID, "user_alias"),
    EMAIL(IdentifierType.EMAIL, "email"),
    PHONE(IdentifierType.PHONE, "phone");

    /** How a request names a record's person, or why it cannot. */
    sealed interface Named {}

    /**
     * By this.
     *
     * @param text the identifier
     */
    record By(PersonKey key, String text) implements Named {
        @Override
        public String toString() {
            return "By[" + key + "]";
        }
    }

    /** Not at all. */
    record Not(VendorCode code) implements Named {}

    private static final int MAX_EXTERNAL_ID = 987;
    private static final int MIN_PHONE = 8;
    private static final int MAX_PHONE = 16;

    private final IdentifierType type;
    private final String member;

    PersonKey(IdentifierType type, String member) {
        this.type = type;
        this.member = member;
    }

    IdentifierType type() {
        return type;
    }

    /** The first of these keys that the record has; where it is malformed, no later one stands in for it. */
    static Named of(OutgoingRecord record, List<PersonKey> keys) {
        for (var key : keys) {
            var text = Fields.identifier(record, key.type);
            if (text != null) {
                return key.takes(text) ? new By(key, text) : new Not(VendorCode.IDENTIFIER_INVALID);
            }
        }
        return new Not(VendorCode.IDENTIFIER_MISSING);
    }

    /** The first of these keys that the record has, well-formed or not; null where it has none. */
    static @Nullable PersonKey first(OutgoingRecord record, List<PersonKey> keys) {
        for (var key : keys) {
            if (Fields.identifier(record, key.type) != null) {
                return key;
            }
        }
        return null;
    }

    /** Writes the record's identifier alone, or answers why it cannot. */
    @Nullable
    VendorCode writeText(OutgoingRecord record, JsonBytes out) {
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

    /** Writes the member of an object that names its person. */
    void write(String text, @Nullable AliasLabel label, JsonBytes out) {
        out.ascii("\"").ascii(member).ascii("\":");
        if (this == ALIAS && label != null) {
            label.write(text, out);
        } else {
            out.string(text);
        }
    }

    private boolean takes(String text) {
        return switch (this) {
            case EXTERNAL_ID ->
                text.length() * 3 <= MAX_EXTERNAL_ID || text.getBytes(StandardCharsets.UTF_8).length <= MAX_EXTERNAL_ID;
            case ALIAS -> true;
            case EMAIL -> text.indexOf('@') > 0;
            case PHONE -> isE164(text);
        };
    }

    private static boolean isE164(String text) {
        if (text.length() < MIN_PHONE || text.length() > MAX_PHONE || text.charAt(0) != '+') {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
