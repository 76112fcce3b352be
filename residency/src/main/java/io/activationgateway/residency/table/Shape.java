package io.activationgateway.residency.table;

import java.util.Arrays;

/**
 * Which fields of the catalogue hold a value in a row, as a set of field numbers. Mutable so that one instance serves a
 * whole batch without garbage; what is kept is a {@link #copy()}. Not thread-safe.
 */
public final class Shape {

    private final long[] words;

    /** An empty shape over a catalogue of {@code fields} fields. */
    public Shape(int fields) {
        words = new long[(fields + Long.SIZE - 1) / Long.SIZE];
    }

    private Shape(long[] words) {
        this.words = words;
    }

    public void clear() {
        Arrays.fill(words, 0);
    }

    public void add(int field) {
        words[field / Long.SIZE] |= 1L << field;
    }

    public boolean contains(int field) {
        return (words[field / Long.SIZE] & 1L << field) != 0;
    }

    public Shape copy() {
        return new Shape(words.clone());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(words, shape.words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }

    @Override
    public String toString() {
        return "Shape" + Arrays.toString(words);
    }
}
