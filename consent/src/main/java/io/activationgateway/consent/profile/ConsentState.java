package io.activationgateway.consent.profile;

/** The state of one permission of a cell. Only {@link #GRANTED} permits anything. */
public enum ConsentState {
    UNKNOWN,
    GRANTED,
    DENIED,
    WITHDRAWN,
    EXPIRED,
    VOID
}
