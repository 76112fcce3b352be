package io.activationgateway.consent.event;

/** How a person expressed a choice, or how a sender came by the ground it claims. */
public enum EvidenceMethod {
    /** A box that was empty until the person ticked it (GDPR recital 32, CJEU C-673/17). */
    TICKED_BY_USER,
    /** A signature on paper or screen. */
    SIGNED,
    /** A link in a message to the address, followed by the person. */
    DOUBLE_OPT_IN,
    /** A recorded call. */
    VERBAL_RECORDED,
    /** An approval entered in the Turkish message registry (İYS). */
    IYS_REGISTERED,
    /** An address obtained in a sale in which an opt-out was offered (Directive 2002/58/EC Art 13(2)). */
    SALE_WITH_OPT_OUT,
    /** A balancing test, contract, register entry or provision that the sender keeps on file under {@code notice}. */
    ON_FILE;

    /** Whether the person acted: silence and boxes ticked beforehand are no consent (GDPR Art 4(11)). */
    public boolean isAct() {
        return switch (this) {
            case TICKED_BY_USER, SIGNED, DOUBLE_OPT_IN, VERBAL_RECORDED -> true;
            case IYS_REGISTERED, SALE_WITH_OPT_OUT, ON_FILE -> false;
        };
    }

    /** Whether it shows a document that the sender keeps, which proves what the sender itself claims. */
    public boolean isOnFile() {
        return this == ON_FILE || this == SIGNED;
    }
}
