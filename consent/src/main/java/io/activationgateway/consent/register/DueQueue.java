package io.activationgateway.consent.register;

import io.activationgateway.consent.identity.SubjectKey;
import java.util.Arrays;

/**
 * What falls due within the time this node has read ahead, key by key in primitive arrays: a heap by time, and a chain of
 * entries for each key, because a later row of a subject takes the place of what its earlier rows announced. At most
 * {@value #MOST} entries wait; what is beyond stays in the database. For one thread at a time.
 */
final class DueQueue {

    private static final int MOST = 1 << 20;
    private static final int NONE = -1;

    private long[] at = new long[0];
    private long[] high = new long[0];
    private long[] low = new long[0];
    private int[] profile = new int[0];

    /** The next entry of the same chain, or the next unused one. */
    private int[] next = new int[0];

    /** Where an entry is in the heap. */
    private int[] place = new int[0];

    private int[] heap = new int[0];
    private int[] chains = new int[0];
    private int size;
    private int unused = NONE;

    /** All is here that falls due before {@code readAt}, or at it by a row up to {@code readSequence}. */
    private long readAt = Long.MIN_VALUE;

    private long readSequence = Long.MAX_VALUE;

    /** The instant, in milliseconds since 1970, that was read last. */
    long readAt() {
        return readAt;
    }

    /** Up to this row's, what falls due at {@link #readAt} is here. */
    long readSequence() {
        return readSequence;
    }

    /** Says that all up to a row's at an instant is here. */
    void readTo(long instant, long sequence) {
        readAt = instant;
        readSequence = sequence;
    }

    /** The first instant of which something may be missing here. */
    long unread() {
        return readSequence == Long.MAX_VALUE && readAt < Long.MAX_VALUE ? readAt + 1 : readAt;
    }

    /** The first instant at which the node has something to do: switch a profile, or read further ahead. */
    long next() {
        return size == 0 ? unread() : Math.min(unread(), at[heap[0]]);
    }

    /** Whether something here has fallen due. */
    boolean hasDue(long now) {
        return size > 0 && at[heap[0]] <= now;
    }

    int size() {
        return size;
    }

    /** Whether to read further ahead: later rows may add as much again. */
    boolean hasRoom() {
        return size < MOST / 2;
    }

    /** What has been read. */
    void add(LogReader.DueRow row) {
        for (var key : row.keys()) {
            add(key, row.due());
        }
    }

    /** Takes the place of what waits for the keys of a row that was committed. */
    void replace(LogRow row) {
        for (var key : row.keys()) {
            remove(key);
        }
        for (var due : row.due()) {
            boolean isRead = due.at() < readAt || (due.at() == readAt && row.sequence() <= readSequence);
            if (isRead && size + row.keys().size() > MOST) {
                forget(due.at());
            } else if (isRead) {
                add(new LogReader.DueRow(row.sequence(), row.keys(), due));
            }
        }
    }

    /** The instant of the first entry; the queue is not empty. */
    long at() {
        return at[heap[0]];
    }

    /** The upper half of the first entry's key. */
    long high() {
        return high[heap[0]];
    }

    /** The lower half of the first entry's key. */
    long low() {
        return low[heap[0]];
    }

    /** The stored number of the profile that the first entry's key gets. */
    int profile() {
        return profile[heap[0]];
    }

    /** Removes the first entry. */
    void removeFirst() {
        remove(heap[0]);
    }

    void clear() {
        size = 0;
        unused = NONE;
        at = new long[0];
        chains = new int[0];
        readTo(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** Leaves all that has not been switched to be read again, since its keys are of another generation by now. */
    void readAgain() {
        long from = next();
        clear();
        readTo(from == Long.MIN_VALUE ? from : from - 1, Long.MAX_VALUE);
    }

    /** Leaves all to be read again, which includes what falls due at {@code instant}. */
    private void forget(long instant) {
        long first = Math.min(instant, at());
        clear();
        readTo(first - 1, Long.MAX_VALUE);
    }

    private void add(SubjectKey key, LogRow.Due due) {
        if (unused == NONE) {
            grow();
        }
        int entry = unused;
        unused = next[entry];
        at[entry] = due.at();
        high[entry] = key.high();
        low[entry] = key.low();
        profile[entry] = due.profile();
        int chain = chain(key.high(), key.low());
        next[entry] = chains[chain];
        chains[chain] = entry;
        size++;
        up(size - 1, entry);
    }

    private void remove(SubjectKey key) {
        if (size == 0) {
            return;
        }
        int entry = chains[chain(key.high(), key.low())];
        while (entry != NONE) {
            int following = next[entry];
            if (high[entry] == key.high() && low[entry] == key.low()) {
                remove(entry);
            }
            entry = following;
        }
    }

    private void remove(int entry) {
        int chain = chain(high[entry], low[entry]);
        if (chains[chain] == entry) {
            chains[chain] = next[entry];
        } else {
            int before = chains[chain];
            while (next[before] != entry) {
                before = next[before];
            }
            next[before] = next[entry];
        }
        next[entry] = unused;
        unused = entry;
        size--;
        int last = heap[size];
        if (last != entry) {
            int hole = place[entry];
            up(hole, last);
            down(place[last], last);
        }
    }

    private int chain(long keyHigh, long keyLow) {
        return (int) (keyHigh ^ keyLow) & (chains.length - 1);
    }

    private void up(int from, int entry) {
        int hole = from;
        while (hole > 0 && at[heap[(hole - 1) / 2]] > at[entry]) {
            set(hole, heap[(hole - 1) / 2]);
            hole = (hole - 1) / 2;
        }
        set(hole, entry);
    }

    private void down(int from, int entry) {
        int hole = from;
        while (2 * hole + 1 < size) {
            int child = 2 * hole + 1;
            if (child + 1 < size && at[heap[child + 1]] < at[heap[child]]) {
                child++;
            }
            if (at[heap[child]] >= at[entry]) {
                break;
            }
            set(hole, heap[child]);
            hole = child;
        }
        set(hole, entry);
    }

    private void set(int hole, int entry) {
        heap[hole] = entry;
        place[entry] = hole;
    }

    private void grow() {
        int before = at.length;
        int length = Math.max(64, 2 * before);
        at = Arrays.copyOf(at, length);
        high = Arrays.copyOf(high, length);
        low = Arrays.copyOf(low, length);
        profile = Arrays.copyOf(profile, length);
        next = Arrays.copyOf(next, length);
        place = Arrays.copyOf(place, length);
        heap = Arrays.copyOf(heap, length);
        chains = new int[length];
        Arrays.fill(chains, NONE);
        for (int entry = 0; entry < before; entry++) {
            int chain = chain(high[entry], low[entry]);
            next[entry] = chains[chain];
            chains[chain] = entry;
        }
        for (int entry = length - 1; entry >= before; entry--) {
            next[entry] = unused;
            unused = entry;
        }
    }
}
