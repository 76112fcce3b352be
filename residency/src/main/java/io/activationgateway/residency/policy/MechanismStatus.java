package io.activationgateway.residency.policy;

/** Whether a decision or tool stands; a court or an authority may change it overnight. */
public enum MechanismStatus {
    ACTIVE,
    SUSPENDED,
    ANNULLED
}
