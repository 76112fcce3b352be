package io.activationgateway.residency.policy;

/** What a destination is, as far as a law asks. */
public enum DestinationKind {
    CDP,
    MESSAGING,
    /** An online platform in the sense of the Digital Services Act, which shows advertising. */
    ONLINE_PLATFORM,
    CRM,
    AUTOMATION,
    OWN_SYSTEM
}
