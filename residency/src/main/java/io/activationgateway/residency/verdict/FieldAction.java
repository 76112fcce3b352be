package io.activationgateway.residency.verdict;

/** What happens to one field of a forwarded record; the later, the less leaves. */
public enum FieldAction {
    PASS,
    /** Lower-case hex SHA-256 of the value in the destination's normal form, for matching. */
    HASH,
    /** A keyed pseudonym that only this region can reverse. */
    PSEUDONYMISE,
    DROP;

    /** The action that lets less leave. */
    public FieldAction stricter(FieldAction other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
