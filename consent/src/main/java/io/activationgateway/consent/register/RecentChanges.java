package io.activationgateway.consent.register;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The keys that changed last, in a ring of fixed size. A mark counts the changes announced since the process started.
 *
 * <p>A change is announced before the index shows it, so that whoever saw it in the index also finds it here. Reads work
 * on any thread and take no lock; announcing is for one thread at a time.
 */
final class RecentChanges {

    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final int capacity;
    private final long[] keys;
    /** Up to here keys may be overwritten at this moment. */
    private volatile long claimed;

    private volatile long announced;

    /** @param capacity how many changed keys it remembers, a power of two */
    RecentChanges(int capacity) {
        if (Integer.bitCount(capacity) != 1 || capacity > 1 << 28) {
            throw new IllegalArgumentException(
                    "recent changes: capacity " + capacity + " (expected: a power of two, at most 2^28)");
        }
        this.capacity = capacity;
        this.keys = new long[2 * capacity];
    }

    /** The mark after the last change. */
    long mark() {
        return announced;
    }

    /** Says that this key is about to change. One thread at a time. */
    void announce(long high, long low) {
        long mark = announced;
        claimed = mark + 1;
        int place = place(mark);
        LONGS.setRelease(keys, place, high);
        LONGS.setRelease(keys, place + 1, low);
        announced = mark + 1;
    }

    /** Says that any key may be about to change. One thread at a time. */
    void announceAll() {
        claimed = announced + capacity + 1;
        announced = claimed;
    }

    /** Whether changes after {@code from} up to {@code to} may be overwritten, so that any key counts as among them. */
    boolean hasForgotten(long from, long to) {
        return from > to || to - from > capacity || claimed - from > capacity;
    }

    /** Whether the key is among the changes after {@code from} up to {@code to}, or may be. */
    boolean contains(long from, long to, long high, long low) {
        if (from > to || to - from > capacity) {
            return true;
        }
        for (long mark = from; mark < to; mark++) {
            int place = place(mark);
            if ((long) LONGS.getAcquire(keys, place) == high && (long) LONGS.getAcquire(keys, place + 1) == low) {
                return true;
            }
        }
        return claimed - from > capacity;
    }

    private int place(long mark) {
        return (int) (2 * mark) & (keys.length - 1);
    }
}
