package io.activationgateway.consent.register;

/**
 * From here on no node of the region starts a send that is older than {@code sequence} (promise P1).
 *
 * @param sequence the log row up to which everything binds every node
 * @param reached how that became certain; the weaker of the two where a call took several transactions
 */
public record Acknowledgement(long sequence, Reached reached) {

    /** How it became certain. */
    public enum Reached {
        /** Every registered node reported it, which takes milliseconds. */
        REPORTS,
        /** A node did not report, and the longest lease, with a tenth on top, has passed since the commit. */
        LEASES
    }

    /** Both together. */
    public Acknowledgement and(Acknowledgement other) {
        return new Acknowledgement(
                Math.max(sequence, other.sequence), reached.compareTo(other.reached) >= 0 ? reached : other.reached);
    }
}
