package io.activationgateway.consent.signal;

/**
 * What all signals of one payload leave of a permission: the part of them that a decision depends on. There are eight of
 * them, each one instance, so that they can be compared by reference. Any thread.
 */
public enum SignalClass {
    CLEAR,
    REFUSED,
    MISSING,
    REFUSED_MISSING,
    UNUSABLE,
    REFUSED_UNUSABLE,
    MISSING_UNUSABLE,
    REFUSED_MISSING_UNUSABLE;

    private static final SignalClass[] ALL = values();

    private static final int REFUSED_BIT = 1;
    private static final int MISSING_BIT = 2;
    private static final int UNUSABLE_BIT = 4;

    static SignalClass of(boolean refused, boolean missing, boolean unusable) {
        return ALL[(refused ? REFUSED_BIT : 0) | (missing ? MISSING_BIT : 0) | (unusable ? UNUSABLE_BIT : 0)];
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

    @SuppressWarnings("EnumOrdinal") // the constants stand in the order of their bits, and the number goes nowhere
    private boolean has(int bit) {
        return (ordinal() & bit) != 0;
    }
}
