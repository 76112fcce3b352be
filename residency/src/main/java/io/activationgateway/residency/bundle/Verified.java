package io.activationgateway.residency.bundle;

/** What became of an envelope. */
public sealed interface Verified {

    /** Signed by a trusted key, for this region, newer than what acts. */
    record Accepted(PolicyBundle bundle) implements Verified {}

    /** A statement of a trusted key. */
    record Said(Statement statement) implements Verified {}

    /**
     * Not to be used.
     *
     * @param text what was expected, without anything of the content
     */
    record Refused(Cause cause, String text) implements Verified {}

    /** Why an envelope is refused. */
    enum Cause {
        /** It is no envelope, or no bundle is in it: cut off, or something else. */
        MALFORMED,
        /** None of its signatures names a trusted key. */
        UNKNOWN_KEY,
        /** A trusted key is named, yet it did not sign this. */
        SIGNATURE,
        /** A trusted key signed it, for a time at which that key is not trusted. */
        KEY_ENDED,
        /** It is meant for other regions. */
        REGION,
        /** It is not newer than the version that acts. */
        OLD_VERSION,
        /** It is the next version, of another past than the one that acts, or was made before it. */
        PREVIOUS,
        /** It is signed, yet this build of the gateway cannot read its documents. */
        UNREADABLE
    }
}
