package io.activationgateway.connectors.hubspot;

import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.identity.IdentifierType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A name by which an event tells whose it is.
 *
 * @param member its member of the event
 * @param type the identifier that fills it
 */
record EventKey(String member, IdentifierType type) {

    static final EventKey EMAIL = new EventKey("email", IdentifierType.EMAIL);

    /** The contact's record id. */
    static final String OBJECT_ID = "objectId";

    /** The token by which the account's web pages know a visitor. */
    static final String TOKEN = "utk";

    private static final int MOST_DIGITS = 19;

    /** Writes the first of some keys that a record has, a comma in front, or answers why it cannot be said. */
    static @Nullable VendorCode write(List<EventKey> keys, OutgoingRecord record, JsonBytes out) {
        for (int i = 0; i < keys.size(); i++) { // an iterator for every row would be garbage
            var key = keys.get(i);
            if (Fields.has(record, key.type(), out)) {
                out.ascii(",\"").ascii(key.member()).ascii("\":");
                return key.value(record, out);
            }
        }
        return VendorCode.IDENTIFIER_MISSING;
    }

    private @Nullable VendorCode value(OutgoingRecord record, JsonBytes out) {
        if (type == IdentifierType.EMAIL) {
            return Naming.EMAIL.write(record, out);
        }
        int from = out.length();
        if (!Fields.writeText(record, record.identifier(type), out)) {
            return VendorCode.IDENTIFIER_MISSING;
        }
        return member.equals(TOKEN) || isRecordId(out, from + 1, out.length() - 1)
                ? null
                : VendorCode.IDENTIFIER_INVALID;
    }

    private static boolean isRecordId(JsonBytes out, int from, int to) {
        for (int at = from; at < to; at++) {
            if (out.at(at) < '0' || out.at(at) > '9') {
                return false;
            }
        }
        return to - from <= MOST_DIGITS;
    }
}
