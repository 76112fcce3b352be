package io.activationgateway.residency.table;

import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.signal.SignalClass;
import io.activationgateway.residency.verdict.Verdict;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The verdicts of one route, by all that they depend on: an open-addressed table that only grows. Reads take no lock
 * and allocate nothing; a reader that misses a fresh entry evaluates once more and gets the same answer.
 */
final class Memory {

    private static final int FIRST_SIZE = 64;

    /** How many more verdicts all routes together may remember. */
    private final AtomicInteger room;

    /** Equal verdicts are one object, so that they can be told equal at a glance. */
    private final Map<Verdict, Verdict> shared = new HashMap<>();

    private volatile AtomicReferenceArray<Entry> entries = new AtomicReferenceArray<>(FIRST_SIZE);
    private int size;

    Memory(AtomicInteger room) {
        this.room = room;
    }

    @Nullable
    Verdict find(int facet, int laws, AgeBand age, SignalClass signals, Shape shape) {
        var table = entries;
        int hash = hash(facet, laws, age, signals, shape);
        int mask = table.length() - 1;
        for (int slot = hash & mask; ; slot = (slot + 1) & mask) {
            Entry entry = table.getAcquire(slot);
            if (entry == null) {
                return null;
            }
            if (entry.hash == hash && entry.is(facet, laws, age, signals, shape)) {
                return entry.verdict;
            }
        }
    }

    /** Keeps the verdict while there is room; answers the one to use. Once there is none, nobody waits for anybody. */
    Verdict remember(int facet, int laws, AgeBand age, SignalClass signals, Shape shape, Verdict verdict) {
        return room.get() == 0 ? verdict : keep(facet, laws, age, signals, shape, verdict);
    }

    private synchronized Verdict keep(
            int facet, int laws, AgeBand age, SignalClass signals, Shape shape, Verdict verdict) {
        Verdict known = find(facet, laws, age, signals, shape);
        if (known != null) {
            return known;
        }
        if (room.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
            return verdict;
        }
        Verdict one = shared.computeIfAbsent(verdict, same -> same);
        // Half empty at least, so that every probe ends.
        if (++size > entries.length() / 2) {
            entries = grown(entries);
        }
        int hash = hash(facet, laws, age, signals, shape);
        put(entries, new Entry(hash, facet, laws, age, signals, shape.copy(), one));
        return one;
    }

    private static AtomicReferenceArray<Entry> grown(AtomicReferenceArray<Entry> table) {
        var larger = new AtomicReferenceArray<Entry>(table.length() * 2);
        for (int slot = 0; slot < table.length(); slot++) {
            Entry entry = table.getPlain(slot);
            if (entry != null) {
                put(larger, entry);
            }
        }
        return larger;
    }

    private static void put(AtomicReferenceArray<Entry> table, Entry entry) {
        int mask = table.length() - 1;
        int slot = entry.hash & mask;
        while (table.getPlain(slot) != null) {
            slot = (slot + 1) & mask;
        }
        table.setRelease(slot, entry);
    }

    private static int hash(int facet, int laws, AgeBand age, SignalClass signals, Shape shape) {
        int mixed = (((facet * 31 + laws) * 31 + age.hashCode()) * 31 + signals.hashCode()) * 31 + shape.hashCode();
        mixed *= 0x9E3779B9;
        return mixed ^ (mixed >>> 16);
    }

    private record Entry(
            int hash, int facet, int laws, AgeBand age, SignalClass signals, Shape shape, Verdict verdict) {

        boolean is(int otherFacet, int otherLaws, AgeBand otherAge, SignalClass otherSignals, Shape otherShape) {
            return facet == otherFacet
                    && laws == otherLaws
                    && age == otherAge
                    && signals == otherSignals
                    && shape.equals(otherShape);
        }
    }
}
