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
}
