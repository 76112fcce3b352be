package io.activationgateway.connectors;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** JSON text under construction, as UTF-8 bytes. Not thread-safe; one per request under construction. */
public final class JsonBytes {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_ESCAPE = 6;
    private static final int LONGEST_NUMBER = 20;

    private byte[] bytes;
    private int length;

    public JsonBytes(int capacity) {
        bytes = new byte[capacity];
    }

    public int length() {
        return length;
    }

    /** How many bytes fit without growing. */
    int capacity() {
        return bytes.length;
    }

    /** The byte at a position that was written already. */
    public byte at(int position) {
        return bytes[Objects.checkIndex(position, length)];
    }

    /** What stands between two positions that were written already, as ASCII text. */
    public String ascii(int from, int to) {
        Objects.checkFromToIndex(from, to, length);
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }

    /** What stands between two positions that were written already, between two characters. */
    public String text(int from, int to) {
        Objects.checkFromToIndex(from, to, length);
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** Where a byte that was written stands, from a position on; -1 where it does not. */
    public int indexOf(char ascii, int from) {
        for (int at = from; at < length; at++) {
            if (bytes[at] == ascii) {
                return at;
            }
        }
        return -1;
    }

    /** Takes back what was written after {@code length}. */
    public void truncate(int length) {
        if (length < 0 || length > this.length) {
            throw new IllegalArgumentException("truncate to " + length + " (expected: 0 to " + this.length + ")");
        }
        this.length = length;
    }

    /** Appends bytes as they are: the caller knows them to be JSON text. */
    public JsonBytes raw(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    /** Appends ASCII text as it is: punctuation, literals, names known to the code. */
    @SuppressWarnings("deprecation") // the only copy of Latin-1 text into bytes that leaves no garbage
    public JsonBytes ascii(String text) {
        reserve(text.length());
        text.getBytes(0, text.length(), bytes, length);
        length += text.length();
        return this;
    }

    /**
     * Appends a JSON string: quoted, escaped where JSON demands it, UTF-8 otherwise; half a surrogate pair becomes a
     * question mark. Leaves no garbage.
     */
    public JsonBytes string(String text) {
        reserve(2 + text.length() * LONGEST_ESCAPE);
        bytes[length++] = '"';
        characters(text, true);
        bytes[length++] = '"';
        return this;
    }

    /** Appends JSON text as it is, with any characters. Leaves no garbage. */
    public JsonBytes json(String text) {
        reserve(text.length() * LONGEST_ESCAPE);
        characters(text, false);
        return this;
    }

    private void characters(String text, boolean escaping) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80 && escaping) {
                escaped((byte) c);
            } else if (c < 0x80) {
                bytes[length++] = (byte) c;
            } else if (c < 0x800) {
                bytes[length++] = (byte) (0xc0 | (c >> 6));
                continuation(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                supplementary(Character.toCodePoint(c, text.charAt(++i)));
            } else if (Character.isSurrogate(c)) {
                bytes[length++] = '?';
            } else {
                bytes[length++] = (byte) (0xe0 | (c >> 12));
                continuation(c >> 6);
                continuation(c);
            }
        }
    }

    /** Appends a JSON string from UTF-8 bytes that are not escaped yet. */
    public JsonBytes string(byte[] utf8, int from, int to) {
        reserve(2 + (to - from) * LONGEST_ESCAPE);
        bytes[length++] = '"';
        for (int i = from; i < to; i++) {
            escaped(utf8[i]);
        }
        bytes[length++] = '"';
        return this;
    }

    /** Appends a number in decimal digits. Leaves no garbage. */
    public JsonBytes number(long value) {
        reserve(LONGEST_NUMBER);
        if (value < 0) {
            bytes[length++] = '-';
        }
        int digits = 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + Math.abs((int) (rest % 10)));
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** Appends the last digits of a number, with zeros in front. */
    JsonBytes digits(int value, int digits) {
        reserve(digits);
        int rest = value;
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** Appends a comma, unless nothing was written since a position: between members, not before the first. */
    public JsonBytes comma(int start) {
        if (length > start) {
            reserve(1);
            bytes[length++] = ',';
        }
        return this;
    }

    /** Appends once more what stands between two positions that were written already. */
    public JsonBytes again(int from, int to) {
        Objects.checkFromToIndex(from, to, length);
        return raw(bytes, from, to);
    }

    /** Turns JSON that was written last, from a position on, into a JSON string that holds it as text. */
    public void quote(int from) {
        int more = 2;
        for (int i = from; i < length; i++) {
            more += widthOf(bytes[i]) - 1;
        }
        reserve(more);
        int end = length;
        int moved = end + more - (end - from);
        System.arraycopy(bytes, from, bytes, moved, end - from);
        length = from;
        bytes[length++] = '"';
        for (int i = moved; i < end + more; i++) {
            escaped(bytes[i]);
        }
        bytes[length++] = '"';
    }

    /** Takes out what stands between two positions that were written already. */
    public void cut(int from, int to) {
        Objects.checkFromToIndex(from, to, length);
        System.arraycopy(bytes, to, bytes, from, length - to);
        length -= to - from;
    }

    /** Takes the quotes off a JSON string that was written last, from a position on. */
    public void unquote(int from) {
        length -= 2;
        System.arraycopy(bytes, from + 1, bytes, from, length - from);
    }

    /** A copy of what was written from a position on. */
    byte[] copy(int from) {
        return Arrays.copyOfRange(bytes, from, length);
    }

    /** Whether exactly this was written from a position on. */
    boolean endsWith(byte[] text, int from) {
        return Arrays.equals(bytes, from, length, text, 0, text.length);
    }

    /** The same number for the same bytes from a position on. */
    int hash(int from) {
        int hash = 1;
        for (int i = from; i < length; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash ^ (hash >>> 16);
    }

    /** A copy of what was written so far. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    private static int widthOf(byte b) {
        return b == '"' || b == '\\' ? 2 : b >= 0 && b < 0x20 ? LONGEST_ESCAPE : 1;
    }

    private void escaped(byte b) {
        if (b == '"' || b == '\\') {
            bytes[length++] = '\\';
            bytes[length++] = b;
        } else if (b >= 0 && b < 0x20) {
            control(b);
        } else {
            bytes[length++] = b;
        }
    }

    private void supplementary(int codePoint) {
        bytes[length++] = (byte) (0xf0 | (codePoint >> 18));
        continuation(codePoint >> 12);
        continuation(codePoint >> 6);
        continuation(codePoint);
    }

    private void continuation(int bits) {
        bytes[length++] = (byte) (0x80 | (bits & 0x3f));
    }

    private void control(byte b) {
        bytes[length++] = '\\';
        bytes[length++] = 'u';
        bytes[length++] = '0';
        bytes[length++] = '0';
        bytes[length++] = HEX[b >> 4];
        bytes[length++] = HEX[b & 0xf];
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
