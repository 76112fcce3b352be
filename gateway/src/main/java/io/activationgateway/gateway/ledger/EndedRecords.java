package io.activationgateway.gateway.ledger;

import static java.util.Objects.requireNonNull;

import io.activationgateway.gateway.ledger.LedgerEntry.End;
import io.activationgateway.gateway.ledger.LedgerEntry.Names;
import io.activationgateway.gateway.ledger.LedgerEntry.Plan;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Records and how they ended. Filled by one thread, then handed to the ledger and left alone.
 *
 * <p>Codes are those of {@code Reason} and of the connectors: a closed set of lower-case words.
 */
public final class EndedRecords {

    private int[] indices;
    private long[] keys;
    private boolean[] known;
    private End[] ends;
    private String[] codes;
    private @Nullable Plan[] plans;
    private int size;

    public EndedRecords(int capacity) {
        indices = new int[capacity];
        keys = new long[2 * capacity];
        known = new boolean[capacity];
        ends = new End[capacity];
        codes = new String[capacity];
        plans = new Plan[capacity];
    }

    /** Adds a record whose subject an intent names already, or of which nothing may be stored but its index. */
    public void add(int index, End end, String code) {
        put(index, end, code, null);
    }

    /** Adds a record of which less left than its intent says. */
    public void addReduced(int index, End end, String code, Plan left) {
        put(index, end, code, requireNonNull(left, "left"));
    }

    /** Adds a record with its subject's pseudonym. */
    public void addSubject(int index, long keyHigh, long keyLow, End end, String code) {
        put(index, end, code, null);
        keys[2 * size - 2] = keyHigh;
        keys[2 * size - 1] = keyLow;
        known[size - 1] = true;
    }

    public int size() {
        return size;
    }

    int index(int record) {
        return indices[record];
    }

    boolean known(int record) {
        return known[record];
    }

    long keyHigh(int record) {
        return keys[2 * record];
    }

    long keyLow(int record) {
        return keys[2 * record + 1];
    }

    End end(int record) {
        return ends[record];
    }

    String code(int record) {
        return codes[record];
    }

    @Nullable
    Plan plan(int record) {
        return plans[record];
    }

    private void put(int index, End end, String code, @Nullable Plan plan) {
        if (size == indices.length) {
            grow(Math.max(8, size * 2));
        }
        indices[size] = index;
        ends[size] = requireNonNull(end, "end");
        codes[size] = Names.code(code);
        plans[size] = plan;
        size++;
    }

    private void grow(int capacity) {
        indices = Arrays.copyOf(indices, capacity);
        keys = Arrays.copyOf(keys, 2 * capacity);
        known = Arrays.copyOf(known, capacity);
        ends = Arrays.copyOf(ends, capacity);
        codes = Arrays.copyOf(codes, capacity);
        plans = Arrays.copyOf(plans, capacity);
    }
}
