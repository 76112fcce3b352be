package io.activationgateway.connectors;

import io.activationgateway.consent.identity.IdentifierType;
import org.jspecify.annotations.Nullable;

/** Questions that every connector asks about a record's fields. */
public final class Fields {

    private static final IdentifierType[] TYPES = IdentifierType.values();

    private Fields() {}

    /** The text of the identifier of this type, or null where none leaves or it is blank. */
    public static @Nullable String identifier(OutgoingRecord record, IdentifierType type) {
        int field = record.identifier(type);
        return field < 0 ? null : notBlank(record.text(field));
    }

    /** The text of the field with this role, or null where none leaves or it is blank. */
    public static @Nullable String role(OutgoingRecord record, OutgoingRecord.Role role) {
        int field = record.role(role);
        return field < 0 ? null : notBlank(record.text(field));
    }

    /** Whether a field holds an identifier of any type. */
    public static boolean isIdentifier(OutgoingRecord record, int field) {
        for (var type : TYPES) {
            if (record.identifier(type) == field) {
                return true;
            }
        }
        return false;
    }

    /** Whether a field names an event or its time. */
    public static boolean isEvent(OutgoingRecord record, int field) {
        return record.role(OutgoingRecord.Role.EVENT_NAME) == field
                || record.role(OutgoingRecord.Role.EVENT_TIME) == field;
    }

    /**
     * Whether {@link #writeText} would write something.
     *
     * @param field -1 has none
     * @param room used while looking, and left as it was
     */
    public static boolean hasText(OutgoingRecord record, int field, JsonBytes room) {
        if (field < 0) {
            return false;
        }
        int from = room.length();
        boolean has = writeText(record, field, room);
        room.truncate(from);
        return has;
    }

    /** Whether the identifier of this type leaves and is not blank; {@code room} is left as it was. */
    public static boolean has(OutgoingRecord record, IdentifierType type, JsonBytes room) {
        return hasText(record, record.identifier(type), room);
    }

    /**
     * Writes a field as a JSON string, leaving no garbage where it is one already or a number: numbers and booleans get
     * quotes. False where it holds null, an object, an array or text of nothing but white space, which is nobody's
     * identifier to the consent register either; then nothing is written.
     */
    public static boolean writeText(OutgoingRecord record, int field, JsonBytes out) {
        int from = out.length();
        record.writeValue(field, out);
        int length = out.length() - from;
        byte first = out.at(from);
        if (length > 2 && first == '"' && !mayBeBlank(out.at(from + 1))) {
            return true;
        }
        out.truncate(from);
        if (first == '-' || (first >= '0' && first <= '9')) {
            out.ascii("\"");
            record.writeValue(field, out);
            out.ascii("\"");
            return true;
        }
        var text = notBlank(record.text(field));
        if (text != null) {
            out.string(text);
        }
        return text != null;
    }

    /** Whether a text that begins with this byte may be white space: a control, an escape, or beyond ASCII what has some. */
    private static boolean mayBeBlank(byte first) {
        return (first >= 0 && first <= ' ') || first == '\\' || ((first & 0xfc) == 0xe0 && first != (byte) 0xe0);
    }

    private static @Nullable String notBlank(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
