package io.activationgateway.consent.event;

/** Who gave a consent. */
public enum GivenBy {
    /** The person it is about. */
    SUBJECT,
    /** The holder of parental responsibility (GDPR Art 8(1)). */
    PARENT,
    /** Whoever else acts for the person by law. */
    REPRESENTATIVE
}
