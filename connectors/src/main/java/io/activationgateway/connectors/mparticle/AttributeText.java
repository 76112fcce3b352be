package io.activationgateway.connectors.mparticle;

import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.VendorCode;
import org.jspecify.annotations.Nullable;

/** Holds JSON values that were just written against what mParticle takes as an attribute's value. */
final class AttributeText {

    static final int MAX_NAME = 256;
    static final int MAX_ATTRIBUTES = 100;
    private static final int MAX_VALUE = 4_096;
    private static final int MAX_ENTRIES = 1_000;
    private static final int MAX_ENTRY = 512;

    private AttributeText() {}

    /** What speaks against the value from a position to the end: an object, something too long. Null where nothing does. */
    static @Nullable VendorCode refusal(JsonBytes out, int from) {
        return switch (out.at(from)) {
            case '{' -> VendorCode.DATA_INVALID;
            case '[' -> list(out, from + 1);
            case '"' -> isLonger(out, from + 1, out.length() - 1, MAX_VALUE) ? VendorCode.RECORD_TOO_LARGE : null;
            default -> null;
        };
    }

    private static @Nullable VendorCode list(JsonBytes out, int from) {
        int entries = 1;
        int at = from;
        while (at < out.length()) {
            switch (out.at(at)) {
                case '{', '[' -> {
                    return VendorCode.DATA_INVALID;
                }
                case ',' -> entries++;
                case '"' -> {
                    int end = closingQuote(out, at + 1);
                    if (isLonger(out, at + 1, end, MAX_ENTRY)) {
                        return VendorCode.RECORD_TOO_LARGE;
                    }
                    at = end;
                }
                default -> {}
            }
            at++;
        }
        return entries > MAX_ENTRIES ? VendorCode.RECORD_TOO_LARGE : null;
    }

    private static int closingQuote(JsonBytes out, int from) {
        int at = from;
        while (out.at(at) != '"') {
            at += out.at(at) == '\\' ? 2 : 1;
        }
        return at;
    }

    /** Counts UTF-16 units, as the vendor's own clients do; most texts are short enough by their bytes. */
    static boolean isLonger(JsonBytes out, int from, int to, int most) {
        if (to - from <= most) {
            return false;
        }
        int units = 0;
        for (int at = from; at < to; at++) {
            byte b = out.at(at);
            if (b == '\\') {
                at += out.at(at + 1) == 'u' ? 5 : 1;
                units++;
            } else if ((b & 0xc0) != 0x80) {
                units += (b & 0xf8) == 0xf0 ? 2 : 1;
            }
        }
        return units > most;
    }
}
