package io.activationgateway.consent.register;

import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.SubjectKeys;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index that will take the place of the one in use when the register goes over to the next generation of keys, made
 * while that one goes on. All but {@link #copy} is for the storage thread.
 *
 * <p>From the moment it is there, whatever is put into the index in use is put here too, under the key that follows. What
 * was there before is copied and wrapped by a thread of its own and handed to the storage thread in blocks, of which it
 * puts only keys that are not here yet. So each key has the profile that was put last: of one that was put since the
 * beginning that one is here, and stays, whether the block comes before or after it; any other key comes with the copy,
 * which hands over everything that was there before it began, and has not changed since.
 */
final class Successor {

    private static final Logger log = LoggerFactory.getLogger(Successor.class);

    /** Some milliseconds of the storage thread. */
    private static final int BLOCK = 8192;

    private final KeyRing ring;
    private final SubjectIndex from;
    private final SubjectIndex index;
    private final SubjectKeys keys;
    private boolean complete;
    private volatile boolean dropped;

    /** Begins one for the generation after that of {@code from}. */
    Successor(KeyRing ring, SubjectIndex from) {
        this.ring = ring;
        this.from = from;
        int generation = from.generation() + 1;
        index = new SubjectIndex(generation, from.size());
        keys = new SubjectKeys(ring).under(generation);
    }

    SubjectIndex index() {
        return index;
    }

    /** Whether it holds all that the index in use holds. */
    boolean isComplete() {
        return complete;
    }

    /** It will not be used: the copying ends. */
    void drop() {
        dropped = true;
    }

    /** What is put into the index in use. */
    void put(long high, long low, int profile) {
        keys.wrap(high, low, from.generation());
        index.put(keys.high(), keys.low(), profile);
    }

    /**
     * Copies what was there, a block at a time; on a thread that may take its time.
     *
     * @param storage the storage thread
     */
    void copy(Executor storage) {
        var block = new Block(storage);
        try {
            from.forEach(block);
            block.hand();
            handOver(storage, () -> complete = !dropped);
        } catch (RejectedExecutionException | CompletionException closed) {
            log.debug("The index of the next key generation is given up: the register is closed");
        } catch (Dropped ended) {
            log.debug("The index of the next key generation is given up: the one in use was replaced");
        }
    }

    private static void handOver(Executor storage, Runnable work) {
        CompletableFuture.runAsync(work, storage).join();
    }

    /** The copy is of no use any more. */
    private static final class Dropped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final class Block implements SubjectIndex.Entries {
        private final Executor storage;
        private final SubjectKeys wrapping = new SubjectKeys(ring).under(index.generation());
        private final long[] high = new long[BLOCK];
        private final long[] low = new long[BLOCK];
        private final int[] profile = new int[BLOCK];
        private int count;

        private Block(Executor storage) {
            this.storage = storage;
        }

        @Override
        public void entry(long keyHigh, long keyLow, int number) {
            wrapping.wrap(keyHigh, keyLow, from.generation());
            high[count] = wrapping.high();
            low[count] = wrapping.low();
            profile[count] = number;
            count++;
            if (count == BLOCK) {
                hand();
            }
        }

        private void hand() {
            if (dropped) {
                throw new Dropped();
            }
            handOver(storage, this::put);
            count = 0;
        }

        private void put() {
            for (int i = 0; i < count; i++) {
                if (index.find(high[i], low[i]) == ConsentView.UNKNOWN) {
                    index.put(high[i], low[i], profile[i]);
                }
            }
        }
    }
}
