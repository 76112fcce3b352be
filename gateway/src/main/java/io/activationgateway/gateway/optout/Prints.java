package io.activationgateway.gateway.optout;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Which records are in the disclosure record: for each print a bit for each way that it went. Open addressing over
 * primitive arrays, at most two thirds full. {@link #has} works on any thread, takes no lock and allocates nothing; it may
 * miss what was put a moment ago, and never finds what was not put. The rest is for one thread at a time.
 */
final class Prints {

    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int SMALLEST = 1 << 10;
    private static final long FREE = 0;

    private volatile Slots slots = new Slots(SMALLEST, 1);

    /**
     * Slots side by side: the print, then its bits.
     *
     * @param words how many words the bits take
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Slots(long[] cells, int count, int words) {

        Slots(int count, int words) {
            this(new long[Math.multiplyExact(count, 1 + words)], count, words);
        }

        /** Where a print stands, or would. */
        int at(long print) {
            int slot = (int) ((print ^ print >>> 32) & count - 1);
            while (true) {
                int at = slot * (1 + words);
                long there = (long) LONGS.getAcquire(cells, at);
                if (there == print || there == FREE) {
                    return at;
                }
                slot = slot + 1 & count - 1;
            }
        }
    }

    private int taken;

    /** @param way the number of a way, from 0 */
    boolean has(long print, int way) {
        var now = slots;
        if (way >>> 6 >= now.words()) {
            return false;
        }
        int at = now.at(named(print));
        return (long) LONGS.getAcquire(now.cells(), at) != FREE
                && ((long) LONGS.getAcquire(now.cells(), at + 1 + (way >>> 6)) & 1L << way) != 0;
    }

    void put(long print, int way) {
        var now = slots;
        if (way >>> 6 >= now.words()) {
            now = copied(now, now.count(), (way >>> 6) + 1);
        }
        int at = now.at(named(print));
        if (now.cells()[at] == FREE) {
            if (taken >= now.count() / 3 * 2) {
                now = copied(now, Math.multiplyExact(now.count(), 2), now.words());
                at = now.at(named(print));
            }
            LONGS.setRelease(now.cells(), at, named(print));
            taken++;
        }
        int word = at + 1 + (way >>> 6);
        LONGS.setRelease(now.cells(), word, now.cells()[word] | 1L << way);
        slots = now;
    }

    void take(long print, int way) {
        var now = slots;
        if (way >>> 6 < now.words()) {
            int word = now.at(named(print)) + 1 + (way >>> 6);
            LONGS.setRelease(now.cells(), word, now.cells()[word] & ~(1L << way));
        }
    }

    /** How many prints there are. */
    int size() {
        return taken;
    }

    private static Slots copied(Slots from, int count, int words) {
        var to = new Slots(count, words);
        int width = 1 + from.words();
        for (int at = 0; at < from.cells().length; at += width) {
            if (from.cells()[at] != FREE) {
                int there = to.at(from.cells()[at]);
                System.arraycopy(from.cells(), at, to.cells(), there, width);
            }
        }
        return to;
    }

    /** Zero marks a free slot; a print of zero is told apart from no other than one. */
    private static long named(long print) {
        return print == FREE ? 1 : print;
    }
}
