package io.activationgateway.connectors;

import io.activationgateway.consent.identity.IdentifierType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An identifier by which a vendor finds people; the keys of one vendor are an enumeration, the preferred first. */
public interface MatchKey {

    IdentifierType type();

    /** The most bytes that the vendor takes of it, as UTF-8. */
    default int mostBytes() {
        return Integer.MAX_VALUE;
    }

    /**
     * The first of some keys that a record has, well-formed or not: where it is malformed, no later one stands in for it.
     * Null where it has none; {@code room} is left as it was.
     */
    static <K extends MatchKey> @Nullable K first(OutgoingRecord record, List<K> keys, JsonBytes room) {
        for (int i = 0; i < keys.size(); i++) { // an iterator for every row would be garbage
            var key = keys.get(i);
            if (Fields.has(record, key.type(), room)) {
                return key;
            }
        }
        return null;
    }

    /**
     * Writes the record's identifier as a JSON string, addresses and phone numbers as {@link Contacts} spells them, or
     * answers why it cannot be said; then what was written is void.
     */
    default @Nullable VendorCode write(OutgoingRecord record, JsonBytes out) {
        int field = record.identifier(type());
        return field < 0 ? VendorCode.IDENTIFIER_MISSING : write(record, field, out);
    }

    /** The same for a field that was found already. */
    default @Nullable VendorCode write(OutgoingRecord record, int field, JsonBytes out) {
        return switch (type()) {
            case EMAIL -> Contacts.writeEmail(record, field, out);
            case PHONE -> Contacts.writePhone(record, field, out);
            case USER_ID, ANONYMOUS_ID, DEVICE_ID, CUSTOM -> {
                int from = out.length();
                if (!Fields.writeText(record, field, out)) {
                    yield VendorCode.IDENTIFIER_MISSING;
                }
                // A text is never longer than its JSON.
                yield out.length() - from - 2 <= mostBytes() || isShort(record.text(field))
                        ? null
                        : VendorCode.IDENTIFIER_INVALID;
            }
        };
    }

    private boolean isShort(@Nullable String text) {
        return text != null && text.getBytes(StandardCharsets.UTF_8).length <= mostBytes();
    }
}
