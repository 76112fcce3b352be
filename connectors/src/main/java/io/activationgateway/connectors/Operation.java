package io.activationgateway.connectors;

import java.util.Locale;

/**
 * What an activation asks a vendor to do with its records. Leaving an audience, unsubscribing from a channel, being
 * suppressed and being erased are four different acts: a vendor that lacks one is never asked for another instead.
 */
public enum Operation {
    /** Create or update profiles. */
    UPSERT,
    /** Put members into an audience. */
    ADD,
    /** Take members out of an audience; touches no consent. */
    REMOVE,
    /** Record events. */
    TRACK,
    /** Tell the vendor that people consented to the activation's channel. */
    SUBSCRIBE,
    /** Tell the vendor that people no longer want the activation's channel. */
    UNSUBSCRIBE,
    /** Keep people from every marketing message of the vendor; their data stays. */
    SUPPRESS,
    /** Erase profiles (GDPR Art 17, KVKK Art 7). */
    ERASE;

    /** Whether it takes away: it carries the shared key only, and needs no consent. */
    public boolean takesAway() {
        return switch (this) {
            case REMOVE, UNSUBSCRIBE, SUPPRESS, ERASE -> true;
            case UPSERT, ADD, TRACK, SUBSCRIBE -> false;
        };
    }

    /** Whether it is about an audience and needs the name of one. */
    public boolean needsAudience() {
        return this == ADD || this == REMOVE;
    }

    /** The name in URLs and configuration. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
