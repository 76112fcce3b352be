package io.activationgateway.consent.register;

import io.activationgateway.consent.profile.ConsentProfile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The profiles of the region by number, from 0 without gaps. {@link #profile} works on any thread and takes no lock;
 * {@link #intern} is for one thread at a time.
 */
final class ProfileTable {

    private static final int CHUNK_BITS = 10;
    private static final int CHUNK = 1 << CHUNK_BITS;

    private final Map<ConsentProfile, Integer> numbers = new HashMap<>();
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

    /** The number of a profile, the next one if it is new. One thread at a time. */
    int intern(ConsentProfile profile) {
        var known = numbers.get(profile);
        if (known != null) {
            return known;
        }
        int number = count;
        int chunk = number >>> CHUNK_BITS;
        if (chunk == chunks.length) {
            var longer = Arrays.copyOf(chunks, chunk + 1);
            longer[chunk] = new ConsentProfile[CHUNK];
            chunks = longer;
        }
        chunks[chunk][number & (CHUNK - 1)] = profile;
        numbers.put(profile, number);
        count = number + 1;
        return number;
    }
}
