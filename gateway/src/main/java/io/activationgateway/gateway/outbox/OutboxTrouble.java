package io.activationgateway.gateway.outbox;

import java.util.Locale;

/** Why this node does not drain the outbox. */
public enum OutboxTrouble {
    /** The database cannot be asked what is due. */
    STORE,
    /** It was not asked for a while. */
    STALLED,
    /** What is due was sealed under a key that is not here. */
    KEY;

    /** The name in answers. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
