package io.activationgateway.gateway.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing beyond U+10FFFF. */
final class Utf8 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NOT_ASCII = 0x8080808080808080L;

    private Utf8() {}

    /** Whether the bytes begin with the byte order mark that some tools put before UTF-8. */
    static boolean marked(byte[] bytes) {
        return bytes.length >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf;
    }

    /** Where the first ill-formed sequence begins, or -1. */
    static int firstInvalid(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            if (i + 8 <= to && ((long) LONGS.get(bytes, i) & NOT_ASCII) == 0) {
                i += 8;
            } else {
                int length = sequence(bytes, i, to);
                if (length == 0) {
                    return i;
                }
                i += length;
            }
        }
        return -1;
    }

    /** A copy of the same length in which each ill-formed byte is a question mark, so that framing can be read on. */
    static byte[] repaired(byte[] bytes) {
        var copy = bytes.clone();
        for (int i = firstInvalid(copy, 0, copy.length); i >= 0; i = firstInvalid(copy, i + 1, copy.length)) {
            copy[i] = '?';
        }
        return copy;
    }

    /** The length of the well-formed sequence at {@code i}, or 0 where there is none. */
    private static int sequence(byte[] bytes, int i, int to) {
        int lead = bytes[i] & 0xff;
        if (lead < 0x80) {
            return 1;
        }
        if (lead < 0xc2 || lead > 0xf4) {
            return 0;
        }
        int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        if (i + length > to || !second(lead, bytes[i + 1] & 0xff)) {
            return 0;
        }
        for (int k = 2; k < length; k++) {
            if ((bytes[i + k] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    /** The second byte is where overlong forms, surrogates and too great code points show (RFC 3629, section 4). */
    private static boolean second(int lead, int second) {
        int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        return second >= low && second <= high;
    }
}
