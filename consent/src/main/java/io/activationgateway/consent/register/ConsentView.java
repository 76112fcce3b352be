package io.activationgateway.consent.register;

import io.activationgateway.consent.profile.ConsentProfile;

/**
 * The whole region's consent as this node holds it in memory. Reads are local, take no lock and allocate nothing, on
 * any thread. A view moves while it is read: whoever decides over several look-ups reads {@link #position()} first and
 * {@link #changesSince(long)} last, and looks up again what changed in between.
 */
public interface ConsentView {

    /** The answer of {@link #find} for a key nobody spoke of. */
    int UNKNOWN = -1;

    /** The number of the subject's profile, or {@link #UNKNOWN}. */
    int find(long keyHigh, long keyLow);

    /** The profile of a number that {@link #find} gave. */
    ConsentProfile profile(int number);

    /** How many profile numbers were given so far; numbers run from 0 and are never reused. */
    int profileCount();

    /** The last log row this node applied. */
    Position position();

    /**
     * Whether this node may decide now: its lease runs, its epoch stands, nothing due waits to be applied. Cheap enough
     * for every request.
     */
    Standing standing();

    /** The subjects that changed after {@code sequence}, switched-due ones included. */
    Changes changesSince(long sequence);

    /** Answers which subjects changed; where the ring of recent changes has wrapped, every subject counts as changed. */
    interface Changes {
        boolean isEmpty();

        boolean contains(long keyHigh, long keyLow);

        /** The position these changes lead to. */
        Position upTo();
    }
}
