package io.activationgateway.consent.register;

/** Whether a node may decide. Staleness is never an ending: a caller is told to come back (promise P2). */
public sealed interface Standing {

    /**
     * The node may decide until its lease ends.
     *
     * @param position what it has applied
     * @param policyVersion the policy version that {@code log_head} named at the last renewal
     * @param until the monotonic instant (injected ticker, nanoseconds) at which the lease ends
     */
    record Current(Position position, long policyVersion, long until) implements Standing {}

    /** The node decides nothing until it has caught up. */
    record Stale(Cause cause) implements Standing {}

    /** Why a node decides nothing. */
    enum Cause {
        /** The lease ran out: the database was not reached in time. */
        LEASE,
        /** The log is another one than before, or went back: the node compares digests and reloads. */
        EPOCH,
        /** The node has log rows or due changes to apply first. */
        BEHIND,
        /** The node has not finished loading. */
        LOADING,
        /** The register is under a pseudonym key that this node has not: it goes on once the key's file is there. */
        KEY
    }
}
