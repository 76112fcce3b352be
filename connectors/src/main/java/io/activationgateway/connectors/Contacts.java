package io.activationgateway.connectors;

import io.activationgateway.consent.identity.IdentifierRules;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.NormalForm;
import org.jspecify.annotations.Nullable;

/**
 * Writes addresses and numbers for vendors that take them in one spelling only. What is spelled so already is copied and
 * leaves no garbage; anything else is normalised, and a hash or other text that is none is refused.
 */
public final class Contacts {

    private static final int LEAST_DIGITS = 7;
    private static final int MOST_DIGITS = 15;

    private Contacts() {}

    /** Writes an e-mail address as a JSON string, or answers why it cannot be said. */
    public static @Nullable VendorCode writeEmail(OutgoingRecord record, int field, JsonBytes out) {
        int from = out.length();
        if (!Fields.writeText(record, field, out)) {
            return VendorCode.IDENTIFIER_MISSING;
        }
        return isAddress(out, from) ? null : normalise(IdentifierType.EMAIL, record, field, from, out);
    }

    /** Writes a phone number in E.164 as a JSON string, or answers why it cannot be said. */
    public static @Nullable VendorCode writePhone(OutgoingRecord record, int field, JsonBytes out) {
        int from = out.length();
        if (!Fields.writeText(record, field, out)) {
            return VendorCode.IDENTIFIER_MISSING;
        }
        return isE164(out, from) ? null : normalise(IdentifierType.PHONE, record, field, from, out);
    }

    /** Escapes, white space, separators between digits: rare, and worth a text of its own. */
    private static @Nullable VendorCode normalise(
            IdentifierType type, OutgoingRecord record, int field, int from, JsonBytes out) {
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
