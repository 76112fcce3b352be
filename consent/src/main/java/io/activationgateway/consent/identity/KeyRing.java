package io.activationgateway.consent.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The pseudonym keys of a region in their order, of which a node has the first few. A subject's key of generation 0 is
 * computed from an identifier under the first of them; one of generation {@code g} is the first 128 bits of HMAC-SHA-256
 * under key {@code g} over the 16 bytes of the one before. So whoever holds nothing but subject keys can bring them to
 * the next generation, and nobody can bring them back without the keys. Any thread.
 */
public final class KeyRing {

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] PRINT = "activation-gateway/pseudonym-key/1".getBytes(US_ASCII);

    private final Source source;
    private volatile List<PseudonymKey> keys;

    /** Where the keys lie. */
    @FunctionalInterface
    public interface Source {
        /** The key of a generation, from 0, if it is there. May block. */
        Optional<PseudonymKey> key(int generation);
    }

    private KeyRing(Source source, List<PseudonymKey> keys) {
        this.source = source;
        this.keys = keys;
    }

    /** A ring of these keys, the first generation's first. */
    public static KeyRing of(PseudonymKey first, PseudonymKey... others) {
        var keys = new ArrayList<PseudonymKey>();
        keys.add(first);
        keys.addAll(List.of(others));
        return new KeyRing(_ -> Optional.empty(), List.copyOf(keys));
    }

    /**
     * The ring of what {@code source} has now; {@link #refresh} finds what comes later. May block.
     *
     * @throws IllegalArgumentException where it has no key of generation 0
     */
    public static KeyRing from(Source source) {
        var first = source.key(0)
                .orElseThrow(
                        () -> new IllegalArgumentException("key ring: no key of generation 0 (expected: the key that"
                                + " the region's register began with)"));
        var ring = new KeyRing(source, List.of(first));
        ring.refresh();
        return ring;
    }

    /** Takes further keys that have come to where they lie, and says whether there were any. May block. */
    public synchronized boolean refresh() {
        var more = new ArrayList<>(keys);
        for (var next = source.key(more.size()); next.isPresent(); next = source.key(more.size())) {
            more.add(next.get());
        }
        boolean found = more.size() > keys.size();
        if (found) {
            keys = List.copyOf(more);
        }
        return found;
    }

    /** The newest generation of which this node has the key, and all before. */
    public int newest() {
        return keys.size() - 1;
    }

    /** Whether this node can compute subject keys of a generation. */
    public boolean reaches(int generation) {
        return generation < keys.size();
    }

    /**
     * The key of a generation.
     *
     * @throws IllegalStateException where this node has none
     */
    public PseudonymKey key(int generation) {
        var now = keys;
        if (generation >= now.size()) {
            throw new IllegalStateException("key ring: no key of generation " + generation + " (there are " + now.size()
                    + "); put its file beside the others");
        }
        return now.get(generation);
    }

    /** Brings a subject key of generation {@code from} to generation {@code to}, which is not before it. */
    public SubjectKey wrap(SubjectKey key, int from, int to) {
        return from == to ? key : new SubjectKeys(this).under(to).wrap(key, from);
    }

    /** Tells the key of a generation from any other, and says nothing of it. */
    public long print(int generation) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key(generation).bytes(), ALGORITHM));
            return ByteBuffer.wrap(mac.doFinal(PRINT)).getLong();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** The prints of all keys, in their order. */
    public List<Long> prints() {
        var prints = new ArrayList<Long>();
        for (int generation = 0; generation <= newest(); generation++) {
            prints.add(print(generation));
        }
        return List.copyOf(prints);
    }

    @Override
    public String toString() {
        return "KeyRing[" + keys.size() + " keys, redacted]";
    }
}
