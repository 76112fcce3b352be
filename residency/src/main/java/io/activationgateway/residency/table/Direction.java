package io.activationgateway.residency.table;

/** Whether an activation discloses data of a person or takes the person out (which passes the consent gates). */
public enum Direction {
    DISCLOSE,
    REMOVE
}
