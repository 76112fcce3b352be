package io.activationgateway.consent.signal;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * What a TCF string must say.
 *
 * @param vendor the number in the Global Vendor List of the company that receives the data
 * @param purposes the purposes of the policy (1 to 11) that need the person's consent; legitimate interests never count
 * @param maxAgeDays how old a string may be, in days
 * @param minPolicyVersion the oldest policy version that counts
 * @param disclosure what is asked of the segment of disclosed vendors
 */
public record TcfDemand(
        int vendor, Set<Integer> purposes, int maxAgeDays, int minPolicyVersion, Disclosure disclosure) {

    /** Thirteen months, the ceiling that authorities and vendors commonly name. */
    public static final int USUAL_MAX_AGE_DAYS = 396;

    /** TCF 2.2; strings under older policies became invalid on 30 September 2023. */
    public static final int OLDEST_POLICY_VERSION = 4;

    public TcfDemand {
        purposes = Set.copyOf(purposes);
        requireNonNull(disclosure, "disclosure");
        if (purposes.isEmpty()) {
            throw new IllegalArgumentException("tcf: no purposes (expected: one or more of 1 to 11)");
        }
    }

    /** TCF 2.3 made the segment of disclosed vendors a must; vendors differ on strings made before. */
    public enum Disclosure {
        /** Every string must show that the person saw the vendor. */
        ALWAYS,
        /** A string made before 28 February 2026 may lack the segment. */
        FROM_2026_02_28
    }
}
