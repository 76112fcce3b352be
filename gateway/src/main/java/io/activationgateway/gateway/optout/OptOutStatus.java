package io.activationgateway.gateway.optout;

import java.util.Locale;

/** How far an opt-out is at one destination. */
public enum OptOutStatus {
    /** It is still to be sent, or to be sent again. */
    WAITING,
    /** It is on its way, and no answer has come. */
    SENT,
    /** The vendor has taken it; nobody has confirmed that it was done. */
    ACCEPTED,
    /** The vendor has done it, or there is nothing left to do there. */
    APPLIED,
    /** The vendor refuses it, or did not take it until the end of its time: people must see to it. */
    FAILED,
    /** The vendor cannot be asked for it through its interface: people must see to it. */
    NOT_SUPPORTED,
    /** The person has consented again since, or was erased, so that it is no longer wanted. */
    SUPERSEDED;

    /** The name in answers and metrics. */
    public String wireName() {
        return this == ACCEPTED
                ? "accepted-not-confirmed"
                : name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether something is still to be done by the gateway. */
    boolean isOpen() {
        return this == WAITING || this == SENT;
    }
}
