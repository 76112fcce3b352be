package io.activationgateway.consent.profile;

/** Who receives a message, as message law sees it: a private person, a Turkish merchant, a legal person. */
public enum RecipientType {
    INDIVIDUAL,
    TACIR,
    LEGAL_PERSON
}
