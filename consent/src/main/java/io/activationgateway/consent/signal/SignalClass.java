package io.activationgateway.consent.signal;

/**
 * What all signals of one payload leave of a permission: the part of them that a decision depends on. There are sixteen
 * of them, each one instance, so that they can be compared by reference. Any thread.
 */
public enum SignalClass {
    CLEAR,
    REFUSED,
    MISSING,
    REFUSED_MISSING,
    UNUSABLE,
    REFUSED_UNUSABLE,
    MISSING_UNUSABLE,
    REFUSED_MISSING_UNUSABLE,
    OPTED_OUT,
    OPTED_OUT_REFUSED,
    OPTED_OUT_MISSING,
    OPTED_OUT_REFUSED_MISSING,
    OPTED_OUT_UNUSABLE,
    OPTED_OUT_REFUSED_UNUSABLE,
    OPTED_OUT_MISSING_UNUSABLE,
    OPTED_OUT_REFUSED_MISSING_UNUSABLE;

    private static final SignalClass[] ALL = values();

    private static final int REFUSED_BIT = 1;
    private static final int MISSING_BIT = 2;
    private static final int UNUSABLE_BIT = 4;
    private static final int OPTED_OUT_BIT = 8;

    static SignalClass of(boolean refused, boolean missing, boolean unusable, boolean optedOut) {
        return ALL[
                (refused ? REFUSED_BIT : 0)
                        | (missing ? MISSING_BIT : 0)
                        | (unusable ? UNUSABLE_BIT : 0)
                        | (optedOut ? OPTED_OUT_BIT : 0)];
    }

    /** Whether a signal says no. */
    public boolean refused() {
        return has(REFUSED_BIT);
    }

    /** Whether a signal that the purpose requires is not there. */
    public boolean missing() {
        return has(MISSING_BIT);
    }

    /** Whether there is a signal that proves nothing. */
    public boolean unusable() {
        return has(UNUSABLE_BIT);
    }

    /**
     * Whether Global Privacy Control is on, or cannot be read. Some laws honour it whatever the purpose demands
     * (California); where the purpose demands it, it refuses as well.
     */
    public boolean optedOut() {
        return has(OPTED_OUT_BIT);
    }

    @SuppressWarnings("EnumOrdinal") // the constants stand in the order of their bits, and the number goes nowhere
    private boolean has(int bit) {
        return (ordinal() & bit) != 0;
    }
}
