package io.activationgateway.consent.register;

import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.identity.SubjectKeys;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The index in use, and the one that follows it while the next generation of keys is prepared. An index is of one
 * generation and knows which: reading it once says both the generation and what it holds, so that no key of one generation
 * is ever looked for among those of another. {@link #find} and {@link #generation} are for any thread, the rest for the
 * storage thread.
 */
final class LiveIndex {

    private final KeyRing keys;
    private @Nullable Successor successor;
    private volatile SubjectIndex index = new SubjectIndex();

    LiveIndex(KeyRing keys) {
        this.keys = keys;
    }

    SubjectIndex inUse() {
        return index;
    }

    int generation() {
        return index.generation();
    }

    /** What {@link ConsentView#find} answers. */
    int find(int generation, long keyHigh, long keyLow) {
        var now = index;
        if (generation == now.generation()) {
            return now.find(keyHigh, keyLow);
        }
        var key = keys.wrap(new SubjectKey(keyHigh, keyLow), generation, now.generation());
        return now.find(key.high(), key.low());
    }

    /** Sets the profile number of a key of the generation in use. */
    void put(long high, long low, int profile) {
        index.put(high, low, profile);
        if (successor != null) {
            successor.put(high, low, profile);
        }
    }

    /** Takes another index, of whatever generation. */
    void replace(SubjectIndex other) {
        if (successor != null) {
            successor.drop();
            successor = null;
        }
        index = other;
    }

    /**
     * Begins to prepare the index of the next generation, of which this node has the key, unless that was begun.
     *
     * @param storage the thread that runs this
     * @param copier runs what takes long
     */
    void prepareNext(Executor storage, Executor copier) {
        if (successor == null) {
            var next = new Successor(keys, index);
            successor = next;
            copier.execute(() -> next.copy(storage));
        }
    }

    /** The newest generation for which there is an index that holds all. */
    int prepared() {
        return successor != null && successor.isComplete() ? successor.index().generation() : index.generation();
    }

    /** The index of the next generation; where none was prepared it is made now, half a microsecond a key. */
    SubjectIndex next() {
        return successor != null && successor.isComplete() ? successor.index() : wrapped();
    }

    private SubjectIndex wrapped() {
        var from = index;
        int generation = from.generation() + 1;
        var next = new SubjectIndex(generation, from.size());
        var wrapping = new SubjectKeys(keys).under(generation);
        from.forEach((high, low, profile) -> {
            wrapping.wrap(high, low, from.generation());
            next.put(wrapping.high(), wrapping.low(), profile);
        });
        return next;
    }
}
