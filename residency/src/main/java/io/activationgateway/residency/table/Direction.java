package io.activationgateway.residency.table;

/** Whether an activation discloses data of a person or takes the person out. */
public enum Direction {
    DISCLOSE,
    /** Takes out a person of whom nobody knows whether the recipient has them; this passes the gates of consent. */
    REMOVE,
    /** Takes out a person whom the recipient was sent, as the region's disclosure record shows; closed borders let it pass. */
    RECALL
}
