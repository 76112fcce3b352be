package io.activationgateway.consent.register;

import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.profile.SharedParts;
import java.util.Arrays;

/**
 * The profiles of the region by number, from 0 without gaps. {@link #profile} works on any thread and takes no lock;
 * {@link #intern} and {@link #find} are for one thread at a time.
 */
final class ProfileTable {

    private static final int CHUNK_BITS = 10;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int PART_BITS = 8;
    private static final int SMALLEST = 8;
    private static final long FREE = 0;

    private final SharedParts parts = new SharedParts();

    /**
     * Open addressing in parts that grow one at a time, so that none takes long: the first bits of the hash choose the
     * part. In a slot the upper half is the hash of a profile, the lower half its number plus one.
     */
    private final long[][] slots = new long[1 << PART_BITS][SMALLEST];

    /** How many slots of each part are taken. */
    private final int[] taken = new int[1 << PART_BITS];

    private volatile ConsentProfile[][] chunks = {new ConsentProfile[CHUNK]};
    private volatile int count;

    /** The profile of a number below {@link #count}. */
    ConsentProfile profile(int number) {
        if (number < 0 || number >= count) {
            throw new IndexOutOfBoundsException("profile " + number + " of " + count);
        }
        return chunks[number >>> CHUNK_BITS][number & (CHUNK - 1)];
    }

    int count() {
        return count;
    }

    /** The number of a profile, or -1 where it has none. One thread at a time. */
    int find(ConsentProfile profile) {
        int hash = hash(profile);
        var part = slots[part(hash)];
        return (int) part[search(part, profile, hash)] - 1;
    }

    /** The number of a profile, the next one if it is new. One thread at a time. */
    int intern(ConsentProfile profile) {
        int hash = hash(profile);
        var part = slots[part(hash)];
        int slot = search(part, profile, hash);
        if (part[slot] != FREE) {
            return (int) part[slot] - 1;
        }
        int number = count;
        int chunk = number >>> CHUNK_BITS;
        if (chunk == chunks.length) {
            var longer = Arrays.copyOf(chunks, chunk + 1);
            longer[chunk] = new ConsentProfile[CHUNK];
            chunks = longer;
        }
        chunks[chunk][number & (CHUNK - 1)] = profile.sharing(parts);
        part[slot] = ((long) hash << Integer.SIZE) | (number + 1);
        count = number + 1;
        if (2 * ++taken[part(hash)] > part.length) {
            slots[part(hash)] = doubled(part);
        }
        return number;
    }

    /**
     * All of a profile, in its order and mixed step by step. What records, maps and sets give as their hash are sums, in
     * which profiles of the same few states could meet.
     */
    static int hash(ConsentProfile profile) {
        long hash = mixed(profile.restricted() ? 1 : 0, profile.erased() ? 1 : 0);
        hash = mixed(hash, profile.recipientType().hashCode());
        hash = mixed(hash, profile.age().hashCode());
        var country = profile.country();
        hash = mixed(hash, country == null ? 0 : country.hashCode());
        for (var cell : profile.cells().entrySet()) {
            hash = mixed(mixed(hash, cell.getKey().hashCode()), cell.getValue().hashCode());
        }
        for (var objection : profile.objections()) {
            hash = mixed(hash, objection.hashCode());
        }
        return (int) (hash >>> Integer.SIZE);
    }

    private static long mixed(long hash, int next) {
        long product = (Long.rotateLeft(hash, 5) ^ next) * 0x9E3779B97F4A7C15L;
        return product ^ (product >>> Integer.SIZE);
    }

    /** Where a profile is, or the free slot where it belongs. */
    private int search(long[] part, ConsentProfile profile, int hash) {
        int slot = hash & (part.length - 1);
        while (part[slot] != FREE) {
            if ((int) (part[slot] >>> Integer.SIZE) == hash && profile.equals(profile((int) part[slot] - 1))) {
                return slot;
            }
            slot = (slot + 1) & (part.length - 1);
        }
        return slot;
    }

    private static long[] doubled(long[] part) {
        var larger = new long[2 * part.length];
        for (long each : part) {
            if (each != FREE) {
                int slot = (int) (each >>> Integer.SIZE) & (larger.length - 1);
                while (larger[slot] != FREE) {
                    slot = (slot + 1) & (larger.length - 1);
                }
                larger[slot] = each;
            }
        }
        return larger;
    }

    private static int part(int hash) {
        return hash >>> (Integer.SIZE - PART_BITS);
    }
}
