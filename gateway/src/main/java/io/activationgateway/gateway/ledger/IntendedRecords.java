package io.activationgateway.gateway.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The records of an intent, as primitive arrays. Filled by one thread, then handed to the ledger and left alone.
 */
public final class IntendedRecords {

    private final List<LedgerEntry.Plan> plans = new ArrayList<>();
    private int[] indices;
    private int[] planOf;
    private long[] keys;
    private int size;

    public IntendedRecords(int capacity) {
        indices = new int[capacity];
        planOf = new int[capacity];
        keys = new long[2 * capacity];
    }

    /**
     * Announces a plan, once per entry. The ledger finds equal plans of different entries by itself.
     *
     * @return what {@link #add} takes
     */
    public int plan(LedgerEntry.Plan plan) {
        plans.add(plan);
        return plans.size() - 1;
    }

    /**
     * Adds a record.
     *
     * @param index its position in the activation
     * @param keyHigh the subject's pseudonym, upper half
     * @param keyLow the subject's pseudonym, lower half
     * @param plan from {@link #plan}
     */
    public void add(int index, long keyHigh, long keyLow, int plan) {
        if (plan < 0 || plan >= plans.size()) {
            throw new IllegalArgumentException("plan " + plan + " (expected: one that plan() gave)");
        }
        if (size == indices.length) {
            int capacity = Math.max(8, size * 2);
            indices = Arrays.copyOf(indices, capacity);
            planOf = Arrays.copyOf(planOf, capacity);
            keys = Arrays.copyOf(keys, 2 * capacity);
        }
        indices[size] = index;
        planOf[size] = plan;
        keys[2 * size] = keyHigh;
        keys[2 * size + 1] = keyLow;
        size++;
    }

    public int size() {
        return size;
    }

    List<LedgerEntry.Plan> plans() {
        return plans;
    }

    int index(int record) {
        return indices[record];
    }

    int plan(int record) {
        return planOf[record];
    }

    long keyHigh(int record) {
        return keys[2 * record];
    }

    long keyLow(int record) {
        return keys[2 * record + 1];
    }
}
