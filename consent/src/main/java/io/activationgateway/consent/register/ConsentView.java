package io.activationgateway.consent.register;

import io.activationgateway.consent.profile.ConsentProfile;

/**
 * The whole region's consent as this node holds it in memory. Reads are local, take no lock and allocate nothing, on
 * any thread. A view moves while it is read: whoever decides over several look-ups reads {@link #position()} first and
 * asks {@link #changesSince} with its mark last. Are these empty, then every look-up in between was exactly at that
 * position; otherwise the subjects they contain are looked up again, at {@link Changes#upTo()}, and the question is
 * asked once more.
 */
public interface ConsentView {

    /** The answer of {@link #find} for a key nobody spoke of. */
    int UNKNOWN = -1;

    /**
     * The generation of subject keys that this view holds. It changes when the region's pseudonym key is rotated: keys of
     * this generation are looked up as they are, older ones are brought to it at each look-up, which costs more.
     */
    int generation();

    /**
     * The number of the subject's profile, or {@link #UNKNOWN}.
     *
     * @param generation of the key
     * @throws IllegalStateException where the log went back behind the rotation that made this generation, so that the
     *     key means nothing any more
     */
    int find(int generation, long keyHigh, long keyLow);

    /** The profile of a number that {@link #find} gave. */
    ConsentProfile profile(int number);

    /** How many profile numbers were given so far; numbers run from 0 and are never reused. */
    int profileCount();

    /** What this node has applied: every look-up after this call shows it, or something newer. */
    Position position();

    /**
     * Whether this node may decide now: its lease runs, its epoch stands, nothing due waits to be applied. Cheap enough
     * for every request.
     */
    Standing standing();

    /**
     * The subjects that changed since a position was read, fallen due or by the log.
     *
     * @param mark {@link Position#mark()} of that position
     */
    Changes changesSince(long mark);

    /**
     * Answers which subjects changed; where more changed than the node remembers, every subject counts as changed. It
     * answers for the moment it was asked for, on any thread, and may say "changed" where nothing did, never the
     * reverse.
     */
    interface Changes {

        /** Nobody changes: for a view that stands still, at this position. */
        static Changes none(Position at) {
            return new Changes() {
                @Override
                public boolean isEmpty() {
                    return true;
                }

                @Override
                public boolean contains(int generation, long keyHigh, long keyLow) {
                    return false;
                }

                @Override
                public Position upTo() {
                    return at;
                }
            };
        }

        /** Whether no subject changed. */
        boolean isEmpty();

        /**
         * Whether the subject of this key changed.
         *
         * @param generation of the key
         */
        boolean contains(int generation, long keyHigh, long keyLow);

        /**
         * The position to which a decision moves that has looked up again what changed. A change that is just being
         * applied counts as changed and is not in this position yet.
         */
        Position upTo();
    }
}
