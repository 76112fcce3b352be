package io.activationgateway.gateway.outbox;

import io.activationgateway.consent.identity.PseudonymKey;
import io.activationgateway.gateway.storage.RegionSeal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The keys under which the outbox is sealed, by number: what was sealed names the number, so that the newest seals and
 * all open. Number 0 is the region's first pseudonym key; to rotate, the operator lays the next key beside it on every
 * node and starts them anew. Any thread.
 */
public final class SealRing {

    private static final String FEATURE = "activation-gateway outbox";
    private static final int MOST = 127;

    private final List<RegionSeal> seals;

    private SealRing(List<RegionSeal> seals) {
        this.seals = List.copyOf(seals);
    }

    /**
     * The ring of the keys that there are.
     *
     * @param key the key of a number, from 1, if it is there
     */
    public static SealRing of(PseudonymKey first, IntFunction<Optional<PseudonymKey>> key) {
        var seals = new ArrayList<RegionSeal>();
        Optional<PseudonymKey> next = Optional.of(first);
        while (next.isPresent() && seals.size() < MOST) {
            seals.add(new RegionSeal(next.get(), FEATURE));
            next = key.apply(seals.size());
        }
        return new SealRing(seals);
    }

    /** Seals for a place, under the newest key. */
    byte[] seal(String place, byte[] clear) {
        int newest = seals.size() - 1;
        var sealed = seals.get(newest).seal(place, clear);
        return ByteBuffer.allocate(1 + sealed.length)
                .put((byte) newest)
                .put(sealed)
                .array();
    }

    /** Opens what was sealed for the place; throws {@link SealLocked} where its key is not here. */
    byte[] open(String place, byte[] sealed) {
        if (sealed.length == 0 || sealed[0] < 0 || sealed[0] >= seals.size()) {
            throw new SealLocked("what is sealed in the outbox was sealed under a key that is not here"
                    + " (expected: every outbox.key.N of the region beside the pseudonym key)");
        }
        return seals.get(sealed[0]).open(place, Arrays.copyOfRange(sealed, 1, sealed.length));
    }
}
