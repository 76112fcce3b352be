package io.activationgateway.consent.signal;

import java.util.Locale;

/** What of a payload carries a signal. */
public enum SignalField {
    /** An IAB TCF string (version 2). */
    TCF,
    /** An IAB GPP string. */
    GPP,
    /** Which sections of the GPP string apply, as numbers with commas between. */
    GPP_SID,
    /** Segment's {@code context.consent}, a JSON object. */
    SEGMENT_CONSENT,
    /** RudderStack's {@code context.consentManagement}, a JSON object. */
    RUDDERSTACK_CONSENT,
    /** mParticle's {@code consent_state}, a JSON object. */
    MPARTICLE_CONSENT,
    /** Google's {@code ad_user_data}. */
    GOOGLE_AD_USER_DATA,
    /** Google's {@code ad_personalization}. */
    GOOGLE_AD_PERSONALIZATION,
    /** Global Privacy Control as it was stored when the person's browser sent it. */
    GPC;

    /** The name in configurations and examples: lower case. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
