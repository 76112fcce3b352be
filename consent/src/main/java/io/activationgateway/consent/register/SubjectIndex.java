package io.activationgateway.consent.register;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * From subject key to profile number, the whole region in memory: extendible hashing over parts of open addressing.
 * From ten thousand keys on, between 64 and 80 of 100 slots of 20 bytes are taken.
 *
 * <p>{@link #find} and {@link #forEach} work on any thread, take no lock and allocate nothing; {@link #put} is for one
 * thread at a time. An entry is never moved or removed in place, and becomes visible as a whole, so that a reader finds
 * what was there before or what is there now, never a part of it.
 *
 * <p>A part that gets full is copied into a larger one, or into two, which then take its place: a few thousand entries
 * at once however large the region is, so that neither a writer nor a reader ever waits for growth. The pages it
 * consisted of are used again, so that growth leaves nothing to a garbage collector either; a reader that was still in
 * them finds, after reading, that the directory has another part now, and reads again.
 *
 * <p>Profile number and key of a slot lie side by side, and all else is small enough to stay in the processor's caches:
 * a look-up waits for memory once.
 */
final class SubjectIndex {

    private static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);
    private static final VarHandle PARTS = MethodHandles.arrayElementVarHandle(int[][].class);

    // A slot: the profile number plus one, or FREE, and the key in four pieces, the lowest first.
    private static final int SLOT = 5;
    private static final int FREE = 0;

    private static final int PAGE_BITS = 10;
    private static final int PAGE_SLOTS = 1 << PAGE_BITS;
    private static final int MOST_PAGES = 8;

    /** So many that hardly one of many parts gets more than the largest one takes before it grows. */
    private static final int MOST_KEYS = 6000;

    // A part: its pages, then how many slots are taken and how many upper bits its keys have in common.
    private static final int TAIL = 2;

    /** Keys are spread evenly, being the output of a keyed hash: a deeper directory would not help others. */
    private static final int DEEPEST = 20;

    private final Pages pages = new Pages(SLOT * PAGE_SLOTS);
    private final int generation;

    /**
     * The upper bits of a key's upper half choose the part; a part of a smaller depth stands here several times, side by
     * side. There are at least two places.
     */
    private volatile int[][] directory;

    private volatile long size;

    SubjectIndex() {
        this(0, 0);
    }

    /**
     * An index of keys of one generation, with room for about {@code keys}. Keys in the order in which another index hands them over belong into
     * one that has it from the start: each would try all slots that the earlier ones took, were they to go into parts
     * that are small at first.
     */
    SubjectIndex(int generation, long keys) {
        this.generation = generation;
        int depth = 1;
        while (keys >>> depth > MOST_KEYS && depth < DEEPEST) {
            depth++;
        }
        int mean = (int) Math.min(keys >>> depth, MOST_KEYS);
        int most = (int) (mean + 4 * Math.sqrt(mean));
        directory = new int[1 << depth][];
        for (int i = 0; i < directory.length; i++) {
            directory[i] = part(Math.min(1 + most / (PAGE_SLOTS / 5 * 4), MOST_PAGES), depth);
        }
    }

    /** Takes an entry. */
    @FunctionalInterface
    interface Entries {
        void entry(long high, long low, int profile);
    }

    /** The generation of all its keys. */
    int generation() {
        return generation;
    }

    /** The profile number last put for this key, or {@link ConsentView#UNKNOWN}. */
    int find(long high, long low) {
        while (true) {
            var all = directory;
            int place = place(all, high);
            var part = (int[]) PARTS.getAcquire(all, place);
            int taken = takenBy(part, high, low);
            VarHandle.acquireFence();
            if (isStill(all, place, part)) {
                return taken - 1;
            }
        }
    }

    /** Whether the pages of a part that was read at {@code place} were its own all the time. */
    private boolean isStill(int[][] all, int place, int[] part) {
        return directory == all && PARTS.getAcquire(all, place) == part;
    }

    private int takenBy(int[] part, long high, long low) {
        int slots = slots(part);
        int slot = home(slots, low);
        // The bound is for readers of pages that belong to other parts by now.
        for (int left = slots; left > 0; left--) {
            int page = part[slot >>> PAGE_BITS];
            var array = pages.array(page);
            int at = pages.start(page) + SLOT * (slot & (PAGE_SLOTS - 1));
            int taken = (int) INTS.getAcquire(array, at);
            if (taken == FREE || isKey(array, at, high, low)) {
                return taken;
            }
            slot = slot + 1 == slots ? 0 : slot + 1;
        }
        return FREE;
    }

    /** Sets the profile number, from 0, of a key. One thread at a time. */
    void put(long high, long low, int profile) {
        var all = directory;
        int place = place(all, high);
        var part = all[place];
        int slots = slots(part);
        if (taken(part) >= slots / 5 * 4 && takenBy(part, high, low) == FREE) {
            grow(all, place, part);
            put(high, low, profile);
        } else if (put(part, high, low, profile)) {
            size = size() + 1;
        }
    }

    /**
     * Hands over every entry that was put before the call, with the profile number it had then or one it got since. What
     * is put for the first time meanwhile may be missing.
     */
    void forEach(Entries entries) {
        var copy = new int[SLOT * PAGE_SLOTS * MOST_PAGES];
        long from = 0;
        do {
            var all = directory;
            int place = place(all, from);
            var part = (int[]) PARTS.getAcquire(all, place);
            if (copy.length < SLOT * slots(part)) {
                copy = new int[SLOT * slots(part)];
            }
            int length = copy(part, copy);
            VarHandle.acquireFence();
            if (isStill(all, place, part)) {
                for (int at = 0; at < length; at += SLOT) {
                    entries.entry(high(copy, at), low(copy, at), copy[at] - 1);
                }
                int shift = Long.SIZE - depth(part);
                from = ((from >>> shift) + 1) << shift;
            }
        } while (from != 0);
    }

    /** Copies what is taken. */
    private int copy(int[] part, int[] copy) {
        int length = 0;
        for (int slot = 0; slot < slots(part); slot++) {
            var array = array(part, slot);
            int at = at(part, slot);
            int taken = (int) INTS.getAcquire(array, at);
            if (taken != FREE) {
                copy[length] = taken;
                System.arraycopy(array, at + 1, copy, length + 1, SLOT - 1);
                length += SLOT;
            }
        }
        return length;
    }

    /** How many keys it knows; exact on the writing thread, a moment old on others. */
    long size() {
        return size;
    }

    /** The bytes that the arrays take. */
    long bytes() {
        return pages.bytes() + (long) Integer.BYTES * directory.length;
    }

    private void grow(int[][] all, int place, int[] part) {
        int count = pages(part);
        int depth = depth(part);
        if (count < MOST_PAGES || depth == DEEPEST) {
            var larger = part(count + 1, depth);
            move(part, larger, larger);
            replace(all, place, larger, larger);
        } else if (1 << depth == all.length) {
            directory = doubled(all);
            return;
        } else {
            int above = countUpper(part);
            var lower = part(pagesFor(taken(part) - above), depth + 1);
            var upper = part(pagesFor(above), depth + 1);
            move(part, lower, upper);
            replace(all, place, lower, upper);
        }
        // Readers see the part gone before they see its pages used otherwise.
        VarHandle.fullFence();
        for (int i = 0; i < count; i++) {
            pages.giveBack(part[i]);
        }
    }

    /** Puts two parts in all places of the one they were made of. */
    private static void replace(int[][] all, int place, int[] lower, int[] upper) {
        int count = all.length >> depth(all[place]);
        int first = place / count * count;
        for (int i = 0; i < count; i++) {
            PARTS.setRelease(all, first + i, i < count / 2 ? lower : upper);
        }
    }

    private static int[][] doubled(int[][] all) {
        var larger = new int[2 * all.length][];
        for (int i = 0; i < larger.length; i++) {
            larger[i] = all[i / 2];
        }
        return larger;
    }

    private static int place(int[][] all, long high) {
        return (int) (high >>> Long.numberOfLeadingZeros(all.length - 1L));
    }

    private int[] part(int count, int depth) {
        var part = new int[count + TAIL];
        for (int i = 0; i < count; i++) {
            part[i] = pages.take();
        }
        part[part.length - 1] = depth;
        return part;
    }

    /** So many that not more than 64 of 100 slots are taken. */
    private static int pagesFor(int keys) {
        return 1 + keys * 25 / 16 / PAGE_SLOTS;
    }

    private static int pages(int[] part) {
        return part.length - TAIL;
    }

    private static int slots(int[] part) {
        return pages(part) << PAGE_BITS;
    }

    private static int taken(int[] part) {
        return part[part.length - TAIL];
    }

    private static int depth(int[] part) {
        return part[part.length - 1];
    }

    private int[] array(int[] part, int slot) {
        return pages.array(part[slot >>> PAGE_BITS]);
    }

    private int at(int[] part, int slot) {
        return pages.start(part[slot >>> PAGE_BITS]) + SLOT * (slot & (PAGE_SLOTS - 1));
    }

    private static int home(int slots, long low) {
        return (int) Math.unsignedMultiplyHigh(low, slots);
    }

    private static boolean isKey(int[] array, int at, long high, long low) {
        return array[at + 1] == (int) low
                && array[at + 2] == (int) (low >>> Integer.SIZE)
                && array[at + 3] == (int) high
                && array[at + 4] == (int) (high >>> Integer.SIZE);
    }

    private static long low(int[] array, int at) {
        return Integer.toUnsignedLong(array[at + 1]) | (long) array[at + 2] << Integer.SIZE;
    }

    private static long high(int[] array, int at) {
        return Integer.toUnsignedLong(array[at + 3]) | (long) array[at + 4] << Integer.SIZE;
    }

    /** Puts an entry in a part that has room for it, and says whether the key is new. */
    private boolean put(int[] part, long high, long low, int profile) {
        int slots = slots(part);
        int slot = home(slots, low);
        while (true) {
            var array = array(part, slot);
            int at = at(part, slot);
            if (array[at] == FREE) {
                array[at + 1] = (int) low;
                array[at + 2] = (int) (low >>> Integer.SIZE);
                array[at + 3] = (int) high;
                array[at + 4] = (int) (high >>> Integer.SIZE);
                INTS.setRelease(array, at, profile + 1);
                part[part.length - TAIL]++;
                return true;
            }
            if (isKey(array, at, high, low)) {
                INTS.setRelease(array, at, profile + 1);
                return false;
            }
            slot = slot + 1 == slots ? 0 : slot + 1;
        }
    }

    /** How many keys have a one in the first bit in which those of this part may differ. */
    private int countUpper(int[] part) {
        int count = 0;
        for (int slot = 0; slot < slots(part); slot++) {
            var array = array(part, slot);
            int at = at(part, slot);
            if (array[at] != FREE && isUpper(part, high(array, at))) {
                count++;
            }
        }
        return count;
    }

    private static boolean isUpper(int[] part, long high) {
        return (high >>> (Long.SIZE - 1 - depth(part)) & 1) != 0;
    }

    private void move(int[] from, int[] lower, int[] upper) {
        for (int slot = 0; slot < slots(from); slot++) {
            var array = array(from, slot);
            int at = at(from, slot);
            if (array[at] != FREE) {
                long high = high(array, at);
                put(isUpper(from, high) ? upper : lower, high, low(array, at), array[at] - 1);
            }
        }
    }
}
