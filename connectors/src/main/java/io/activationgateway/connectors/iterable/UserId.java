package io.activationgateway.connectors.iterable;

import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.VendorCode;
import org.jspecify.annotations.Nullable;

/** What the vendor takes as a user id. */
final class UserId {

    private static final int MAX_LENGTH = 52;

    private UserId() {}

    /** Writes a field as a user id, or answers why it cannot be said; then what was written is void. */
    static @Nullable VendorCode write(OutgoingRecord record, int field, JsonBytes out) {
        int from = out.length();
        if (field < 0 || !Fields.writeText(record, field, out)) {
            return VendorCode.IDENTIFIER_MISSING;
        }
        boolean taken = isPlain(out, from + 1) ? takes(out, from + 1) : takes(record.text(field));
        return taken ? null : VendorCode.IDENTIFIER_INVALID;
    }

    /** Visible ASCII without escapes, so that the bytes are the characters. */
    private static boolean isPlain(JsonBytes out, int from) {
        for (int at = from; at < out.length() - 1; at++) {
            if (out.at(at) < ' ' || out.at(at) > '~' || out.at(at) == '\\') {
                return false;
            }
        }
        return true;
    }

    private static boolean takes(JsonBytes out, int from) {
        int end = out.length() - 1;
        return end - from <= MAX_LENGTH && out.at(end - 1) != ' ';
    }

    private static boolean takes(@Nullable String text) {
        return text != null
                && text.length() <= MAX_LENGTH
                && text.charAt(text.length() - 1) != ' '
                && text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }
}
