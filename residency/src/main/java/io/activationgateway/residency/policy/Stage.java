package io.activationgateway.residency.policy;

/** The stages of an evaluation, in their order. Every stage is evaluated; the order decides which reason is named. */
public enum Stage {
    /** Erased or restricted. */
    SUBJECT,
    /** Objection and withdrawal; behind them what the signals of the row refuse. */
    OBJECTION,
    CHILD,
    /** Special, criminal and secret fields. */
    DATA,
    /** The legal basis of the purpose: closed unless a rule allows. */
    BASIS,
    /** The law of the message: closed unless a rule allows; passed over where the purpose has no channel. */
    CHANNEL,
    /** What beside the mechanisms forbids or frees a transfer; the mechanisms themselves are weighed here. */
    TRANSFER,
    MINIMISATION,
    /** Duties that come with a permission. */
    OBLIGATIONS
}
