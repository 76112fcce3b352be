package io.activationgateway.connectors.braze;

import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.identity.IdentifierType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The ways to name a person to Braze, the preferred first. */
enum PersonKey {
    EXTERNAL_ID(IdentifierType.USER_ID, "external_id"),
    ALIAS(IdentifierType.ANONYMOUS_ID, "user_alias"),
    EMAIL(IdentifierType.EMAIL, "email"),
    PHONE(IdentifierType.PHONE, "phone");

    private static final int MAX_EXTERNAL_ID = 987;
    private static final int MIN_PHONE = 8;
    private static final int MAX_PHONE = 16;

    /** Of a number that its sender has written with escapes. */
    private static final Pattern E_164 = Pattern.compile("[+][0-9]{7,15}");

    private final IdentifierType type;
    private final String member;

    PersonKey(IdentifierType type, String member) {
        this.type = type;
        this.member = member;
    }

    IdentifierType type() {
        return type;
    }

    /** The first of these keys that the record has, well-formed or not; null where it has none. {@code room} is left as it was. */
    static @Nullable PersonKey first(OutgoingRecord record, List<PersonKey> keys, JsonBytes room) {
        for (var key : keys) {
            if (Fields.has(record, key.type, room)) {
                return key;
            }
        }
        return null;
    }

    /** Writes the record's identifier alone, or answers why it cannot. */
    @Nullable
    VendorCode writeText(OutgoingRecord record, JsonBytes out) {
        int field = record.identifier(type);
        int from = out.length();
        if (field < 0 || !Fields.writeText(record, field, out)) {
            return VendorCode.IDENTIFIER_MISSING;
        }
        return takes(out, from + 1) || takes(record.text(field)) ? null : VendorCode.IDENTIFIER_INVALID;
    }

    /** Writes the member of an object that names its person, or answers why it cannot. */
    @Nullable
    VendorCode write(OutgoingRecord record, @Nullable AliasLabel label, JsonBytes out) {
        out.ascii("\"").ascii(member).ascii("\":");
        return this == ALIAS && label != null ? label.write(record, out) : writeText(record, out);
    }

    /** Whether the bytes already tell that it is well-formed: a text is never longer than its JSON. */
    private boolean takes(JsonBytes out, int from) {
        int end = out.length() - 1;
        return switch (this) {
            case EXTERNAL_ID -> end - from <= MAX_EXTERNAL_ID;
            case ALIAS -> true;
            case EMAIL -> out.indexOf('@', from + 1) > 0 && out.at(from) != '@' && out.at(from) != '\\';
            case PHONE -> isE164(out, from, end);
        };
    }

    private boolean takes(@Nullable String text) {
        return text != null
                && switch (this) {
                    case EXTERNAL_ID -> text.getBytes(StandardCharsets.UTF_8).length <= MAX_EXTERNAL_ID;
                    case ALIAS -> true;
                    case EMAIL -> text.indexOf('@') > 0;
                    case PHONE -> E_164.matcher(text).matches();
                };
    }

    private static boolean isE164(JsonBytes out, int from, int end) {
        if (end - from < MIN_PHONE || end - from > MAX_PHONE || out.at(from) != '+') {
            return false;
        }
        for (int at = from + 1; at < end; at++) {
            if (out.at(at) < '0' || out.at(at) > '9') {
                return false;
            }
        }
        return true;
    }
}
