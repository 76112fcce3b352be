package io.activationgateway.consent.profile;

/**
 * The separate permissions a cell holds. Turkish law keeps the use of data (açık rıza) and the message (onay) apart, and
 * both laws keep a consent to a transfer apart from either; a denial without a basis closes all three.
 */
public enum Permission {
    DATA,
    MESSAGE,
    TRANSFER
}
