package io.activationgateway.gateway.outbox;

/** What became of an activation that was to be stored. */
public enum Placing {
    /** It is durable. */
    STORED,
    /** It was there already, with the same content. */
    KNOWN,
    /** Another one has its id. */
    OTHER,
    /** The outbox is full; nothing was stored. */
    FULL
}
