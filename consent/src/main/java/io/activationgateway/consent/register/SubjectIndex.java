package io.activationgateway.consent.register;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * From subject key to profile number, the whole region in memory: open addressing in primitive arrays, 20 bytes a slot.
 * Between half and four fifths of the slots are taken, which makes 25 to 40 bytes an identifier.
 *
 * <p>{@link #find} works on any thread, takes no lock and allocates nothing; {@link #put} is for one thread at a time.
 * An entry is never moved or removed in place, and its profile number is written before its key, so that a reader finds
 * what was there before or what is there now, never a part of it. A part of the index that gets full is copied into a
 * larger one, which then takes its place.
 */
final class SubjectIndex {

    private static final int PART_BITS = 6;
    private static final int PARTS = 1 << PART_BITS;
    private static final int SMALLEST = 32;

    private final AtomicReferenceArray<Part> parts = new AtomicReferenceArray<>(PARTS);

    /** Keys whose upper half is zero, which marks a free slot: one in 2^64, still a key. */
    private final Map<Long, Integer> zeroHigh = new ConcurrentHashMap<>();

    SubjectIndex() {
        for (int i = 0; i < PARTS; i++) {
            parts.set(i, new Part(SMALLEST));
        }
    }

    /** The profile number last put for this key, or {@link ConsentView#UNKNOWN}. */
    int find(long high, long low) {
        if (high == 0) {
            return zeroHigh.getOrDefault(low, ConsentView.UNKNOWN);
        }
        return parts.getAcquire(part(high)).find(high, low);
    }

    /** Sets the profile number of a key. One thread at a time. */
    void put(long high, long low, int profile) {
        if (high == 0) {
            zeroHigh.put(low, profile);
            return;
        }
        int number = part(high);
        var part = parts.getPlain(number);
        if (part.isFull()) {
            part = part.grown();
            parts.setRelease(number, part);
        }
        part.put(high, low, profile);
    }

    /** How many keys it knows; exact on the writing thread, a moment old on others. */
    long size() {
        long size = zeroHigh.size();
        for (int i = 0; i < PARTS; i++) {
            size += parts.getAcquire(i).size();
        }
        return size;
    }

    /** The bytes that the arrays take. */
    long bytes() {
        long bytes = 0;
        for (int i = 0; i < PARTS; i++) {
            bytes += parts.getAcquire(i).bytes();
        }
        return bytes;
    }

    /** The upper bits choose the part; the slot in it comes from the lower half of the key. */
    private static int part(long high) {
        return (int) (high >>> (Long.SIZE - PART_BITS));
    }

    private static final class Part {

        private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
        private static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);

        private final int slots;
        private final long[] keys;
        private final int[] profiles;
        private volatile int size;

        private Part(int slots) {
            this.slots = slots;
            this.keys = new long[2 * slots];
            this.profiles = new int[slots];
        }

        private int find(long high, long low) {
            int slot = home(low);
            while (true) {
                long foundHigh = (long) LONGS.getAcquire(keys, 2 * slot);
                if (foundHigh == 0) {
                    return ConsentView.UNKNOWN;
                }
                if (foundHigh == high && keys[2 * slot + 1] == low) {
                    return (int) INTS.getAcquire(profiles, slot);
                }
                slot = next(slot);
            }
        }

        private void put(long high, long low, int profile) {
            int slot = home(low);
            while (keys[2 * slot] != 0) {
                if (keys[2 * slot] == high && keys[2 * slot + 1] == low) {
                    INTS.setRelease(profiles, slot, profile);
                    return;
                }
                slot = next(slot);
            }
            profiles[slot] = profile;
            keys[2 * slot + 1] = low;
            LONGS.setRelease(keys, 2 * slot, high);
            size = size() + 1;
        }

        private Part grown() {
            var larger = new Part(slots + slots / 2);
            for (int slot = 0; slot < slots; slot++) {
                if (keys[2 * slot] != 0) {
                    larger.put(keys[2 * slot], keys[2 * slot + 1], profiles[slot]);
                }
            }
            return larger;
        }

        private boolean isFull() {
            return size >= slots / 5 * 4;
        }

        private int size() {
            return size;
        }

        private long bytes() {
            return (long) Long.BYTES * keys.length + (long) Integer.BYTES * profiles.length;
        }

        private int home(long low) {
            return (int) Math.unsignedMultiplyHigh(low, slots);
        }

        private int next(int slot) {
            return slot + 1 == slots ? 0 : slot + 1;
        }
    }
}
