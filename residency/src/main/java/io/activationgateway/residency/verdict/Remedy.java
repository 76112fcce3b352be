package io.activationgateway.residency.verdict;

import java.util.Locale;

/** What would have to be done for a withheld record to go. */
public enum Remedy {
    OBTAIN_CONSENT,
    PARENTAL_CONSENT,
    EXPLICIT_CONSENT,
    PUT_MECHANISM,
    NOTIFY_AUTHORITY,
    RENEW_TIA,
    REGISTER_IYS,
    REMOVE_PROMO,
    LEGAL_REVIEW,
    NONE;

    /** The code used in answers: lower case with hyphens. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
