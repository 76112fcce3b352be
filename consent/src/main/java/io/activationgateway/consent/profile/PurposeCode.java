package io.activationgateway.consent.profile;

/** The purposes that law distinguishes. A policy's {@code Purpose} document names one of them. */
public enum PurposeCode {
    DIRECT_MARKETING,
    PROFILING,
    AD_TARGETING,
    ANALYTICS,
    SERVICE_MESSAGE,
    LEGAL_NOTICE,
    SUPPRESSION_SYNC
}
