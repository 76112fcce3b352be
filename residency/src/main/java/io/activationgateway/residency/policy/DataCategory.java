package io.activationgateway.residency.policy;

/** The categories of data in a marketing record. */
public enum DataCategory {
    IDENTIFIER,
    CONTACT,
    DEMOGRAPHIC,
    BEHAVIOURAL,
    TRANSACTIONAL,
    LOCATION,
    FINANCIAL,
    SPECIAL,
    CRIMINAL,
    AGGREGATE
}
