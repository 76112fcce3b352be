package io.activationgateway.consent.signal;

import java.util.Arrays;

/**
 * The bits of a base64url text without padding characters, six to a character. What cannot be read is an {@link
 * IllegalArgumentException}. Not thread-safe.
 */
final class Bits {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final int[] VALUES = values();
    private static final int PER_CHARACTER = 6;

    /** Some encoders fill up whole bytes, others whole groups of three bytes. */
    private static final int LONGEST_PADDING = 23;

    private final String text;
    private int position;

    Bits(String text) {
        this.text = text;
    }

    int read(int count) {
        int number = 0;
        for (int i = 0; i < count; i++) {
            number = number << 1 | bit(position++);
        }
        return number;
    }

    boolean flag() {
        return read(1) == 1;
    }

    void skip(int count) {
        position += count;
        if (position > length()) {
            throw new IllegalArgumentException("ends too early");
        }
    }

    /**
     * A number in Fibonacci coding, which ends with two ones.
     *
     * @param longest how many bits it may have
     */
    int fibonacci(int longest) {
        int weight = 1;
        int next = 2;
        int number = 0;
        boolean before = false;
        for (int i = 0; i < longest; i++) {
            boolean now = flag();
            if (now && before) {
                return number;
            }
            number += now ? weight : 0;
            before = now;
            int sum = weight + next;
            weight = next;
            next = sum;
        }
        throw new IllegalArgumentException("a number too large");
    }

    /** Whether nothing follows but the zeros that fill up the last byte. */
    boolean onlyPaddingLeft() {
        if (length() - position > LONGEST_PADDING) {
            return false;
        }
        while (position < length()) {
            if (flag()) {
                return false;
            }
        }
        return true;
    }

    private int length() {
        return text.length() * PER_CHARACTER;
    }

    private int bit(int at) {
        int index = at / PER_CHARACTER;
        if (index >= text.length()) {
            throw new IllegalArgumentException("ends too early");
        }
        char character = text.charAt(index);
        int value = character < VALUES.length ? VALUES[character] : -1;
        if (value < 0) {
            throw new IllegalArgumentException("not base64url");
        }
        return value >> (PER_CHARACTER - 1 - at % PER_CHARACTER) & 1;
    }

    private static int[] values() {
        int[] values = new int[128];
        Arrays.fill(values, -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            values[ALPHABET.charAt(i)] = i;
        }
        return values;
    }
}
