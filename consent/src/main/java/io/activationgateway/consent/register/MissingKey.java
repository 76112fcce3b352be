package io.activationgateway.consent.register;

import io.activationgateway.consent.identity.KeyRing;

/** This node has not the pseudonym key that the region's register is under: it can neither append nor follow. */
final class MissingKey extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private MissingKey(String message) {
        super(message);
    }

    /** Throws unless the ring has the key of a generation. */
    static void check(KeyRing keys, int generation) {
        if (!keys.reaches(generation)) {
            throw new MissingKey("consent register: the register is under pseudonym key " + generation
                    + ", and this node has keys up to " + keys.newest()
                    + "; put the key's file beside the others, the node then goes on by itself");
        }
    }

    /** Throws unless the ring has the key with this print as that of a generation. */
    static void check(KeyRing keys, int generation, long print) {
        check(keys, generation);
        if (keys.print(generation) != print) {
            throw new MissingKey(
                    "consent register: pseudonym key " + generation + " of this node is another one than the"
                            + " register's; replace its file by the one of the other nodes and start this node again");
        }
    }
}
