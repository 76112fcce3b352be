package io.activationgateway.consent.register;

import java.util.Arrays;

/**
 * Pages of equal length in few large arrays, which a garbage collector leaves where they are, and which are used again.
 * For one thread at a time, but for {@link #array} and {@link #start}: what another thread reads in a page that was
 * given back may be anything.
 */
final class Pages {

    /** Arrays of just under 4 MiB: large enough to be placed for good at once, small enough to be cleared in no time. */
    private static final int LARGEST = (1 << 20) - 4;

    private static final int START_BITS = 20;
    private static final int MOST = 1 << (Integer.SIZE - START_BITS);

    private final int length;
    private int[][] arrays = new int[0][];
    private int[] free = new int[16];
    private int freeCount;

    /** @param length of a page, in {@code int}s */
    Pages(int length) {
        this.length = length;
    }

    /** A page full of zeros. */
    int take() {
        if (freeCount == 0) {
            add();
        }
        int page = free[--freeCount];
        Arrays.fill(array(page), start(page), start(page) + length, 0);
        return page;
    }

    void giveBack(int page) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, 2 * free.length);
        }
        free[freeCount++] = page;
    }

    /** The array that a page is in. */
    int[] array(int page) {
        return arrays[page >>> START_BITS];
    }

    /** Where in its array a page starts. */
    int start(int page) {
        return page & ((1 << START_BITS) - 1);
    }

    long bytes() {
        return Arrays.stream(arrays)
                .mapToLong(array -> (long) Integer.BYTES * array.length)
                .sum();
    }

    /** Adds an eighth of what there is, at least two pages and at most a whole array. */
    private void add() {
        int number = arrays.length;
        if (number == MOST) {
            throw new IllegalStateException(
                    "consent register: the index has " + bytes() + " bytes and cannot grow further; divide the region");
        }
        int size = Math.clamp(bytes() / Integer.BYTES / length / 8, 2, LARGEST / length) * length;
        var more = Arrays.copyOf(arrays, number + 1);
        more[number] = new int[size];
        arrays = more;
        for (int start = size - length; start >= 0; start -= length) {
            giveBack(number << START_BITS | start);
        }
    }
}
