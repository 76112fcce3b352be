package io.activationgateway.consent.register;

/**
 * Where a region is with the rotation of its pseudonym key, as one node sees it.
 *
 * @param generation of the subject keys that this node looks up, and of which rows are written that follow
 * @param next the generation that is being prepared; the same where none is
 * @param newest the newest generation of which this node has the pseudonym key
 * @param step what is being done
 */
public record KeyRotation(int generation, int next, int newest, Step step) {

    /** What is being done, by one of the nodes, some rows at a time. */
    public enum Step {
        /** Nothing. */
        NONE,
        /** The table of keys is copied under the next generation; what is written meanwhile is written for both. */
        COPYING,
        /** The table is copied; the switch waits for the nodes that have the key to have prepared their index. */
        COPIED,
        /** The next generation counts; the keys of the one before are deleted. */
        EMPTYING
    }

    /** Whether something is being done. */
    public boolean isUnderWay() {
        return step != Step.NONE;
    }
}
