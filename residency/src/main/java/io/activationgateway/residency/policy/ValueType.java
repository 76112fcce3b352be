package io.activationgateway.residency.policy;

/** The type of a field's value, also of a CSV cell. */
public enum ValueType {
    STRING,
    NUMBER,
    INTEGER,
    BOOLEAN,
    DATE,
    DATE_TIME
}
