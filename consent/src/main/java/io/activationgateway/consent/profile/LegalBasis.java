package io.activationgateway.consent.profile;

/** Legal bases of processing, of a message and of a transfer. */
public enum LegalBasis {
    CONSENT,
    EXPLICIT_CONSENT,
    PARENTAL_CONSENT,
    SOFT_OPT_IN,
    MSG_APPROVAL_IYS,
    TACIR_EXEMPTION,
    CONTRACT,
    LEGAL_OBLIGATION,
    LEGIT_INTEREST,
    TRANSFER_CONSENT;

    /** The permission of a cell that a grant on this basis speaks of. */
    public Permission permission() {
        return switch (this) {
            case MSG_APPROVAL_IYS, TACIR_EXEMPTION -> Permission.MESSAGE;
            case TRANSFER_CONSENT -> Permission.TRANSFER;
            case CONSENT, EXPLICIT_CONSENT, PARENTAL_CONSENT, SOFT_OPT_IN, CONTRACT, LEGAL_OBLIGATION, LEGIT_INTEREST ->
                Permission.DATA;
        };
    }

    /**
     * Whether the person gave it by an affirmative act. The others are grounds that the sender claims: they yield to
     * whatever the person said.
     */
    public boolean isAffirmative() {
        return switch (this) {
            case CONSENT, EXPLICIT_CONSENT, PARENTAL_CONSENT, MSG_APPROVAL_IYS, TRANSFER_CONSENT -> true;
            case SOFT_OPT_IN, TACIR_EXEMPTION, CONTRACT, LEGAL_OBLIGATION, LEGIT_INTEREST -> false;
        };
    }

    /** Whether a grant on this basis reopens its own cell, closed before (GDPR Art 18(2), 21(3)). */
    public boolean reopens() {
        return this == CONSENT || this == EXPLICIT_CONSENT;
    }
}
