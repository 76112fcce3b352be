package io.activationgateway.connectors;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** JSON text under construction, as UTF-8 bytes. Not thread-safe; one per request under construction. */
public final class JsonBytes {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

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

    /** Appends a JSON string: quoted, escaped where JSON demands it, UTF-8 otherwise. */
    public JsonBytes string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return string(utf8, 0, utf8.length);
    }

    /** Appends a JSON string from UTF-8 bytes that are not escaped yet. */
    public JsonBytes string(byte[] utf8, int from, int to) {
        reserve(2 + (to - from) * 6);
        bytes[length++] = '"';
        for (int i = from; i < to; i++) {
            byte b = utf8[i];
            if (b == '"' || b == '\\') {
                bytes[length++] = '\\';
                bytes[length++] = b;
            } else if (b >= 0 && b < 0x20) {
                control(b);
            } else {
                bytes[length++] = b;
            }
        }
        bytes[length++] = '"';
        return this;
    }

    public JsonBytes number(long value) {
        return ascii(Long.toString(value));
    }

    /** A copy of what was written so far. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
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
