package io.activationgateway.connectors;

/**
 * Whether records of several activations may share a request, which depends on how its vendor knows a repetition. A retry
 * must have the effect of one request wherever a key can see to it, and a request that others share has another key when
 * its records come again in other company.
 */
public enum Sharing {
    /** Any may: the vendor knows a record by its own key, or knows no repetition at all. */
    ALWAYS,

    /**
     * What is tried once may; what comes again after a crash travels alone: the vendor knows a repetition by {@link
     * Attempt#requestKey}, which must then be the same for the same records.
     */
    FIRST_TRY,

    /** Each activation has requests of its own: the vendor makes one job of a request, and tells its end by the places in it. */
    NEVER
}
