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
    private static final long FREE = 0;

    private final SharedParts parts = new SharedParts();

    /** Open addressing: the upper half is the hash of a profile, the lower half its number plus one. */
    private long[] slots = new long[CHUNK];

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
        return (int) slots[search(profile, profile.hashCode())] - 1;
    }

    /** The number of a profile, the next one if it is new. One thread at a time. */
    int intern(ConsentProfile profile) {
        int hash = profile.hashCode();
        int slot = search(profile, hash);
        if (slots[slot] != FREE) {
            return (int) slots[slot] - 1;
        }
        int number = count;
        int chunk = number >>> CHUNK_BITS;
        if (chunk == chunks.length) {
            var longer = Arrays.copyOf(chunks, chunk + 1);
            longer[chunk] = new ConsentProfile[CHUNK];
            chunks = longer;
        }
        chunks[chunk][number & (CHUNK - 1)] = profile.sharing(parts);
        slots[slot] = ((long) hash << Integer.SIZE) | (number + 1);
        count = number + 1;
        if (2 * count > slots.length) {
            grow();
        }
        return number;
    }

    /** Where a profile is, or the free slot where it belongs. */
    private int search(ConsentProfile profile, int hash) {
        int slot = home(slots, hash);
        while (slots[slot] != FREE) {
            if ((int) (slots[slot] >>> Integer.SIZE) == hash && profile.equals(profile((int) slots[slot] - 1))) {
                return slot;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private void grow() {
        var larger = new long[2 * slots.length];
        for (long taken : slots) {
            if (taken != FREE) {
                int slot = home(larger, (int) (taken >>> Integer.SIZE));
                while (larger[slot] != FREE) {
                    slot = (slot + 1) & (larger.length - 1);
                }
                larger[slot] = taken;
            }
        }
        slots = larger;
    }

    /** The hash of a profile is a sum, whose upper bits say little before they are mixed. */
    private static int home(long[] slots, int hash) {
        return (hash * 0x9E3779B9) >>> Integer.numberOfLeadingZeros(slots.length - 1);
    }
}
