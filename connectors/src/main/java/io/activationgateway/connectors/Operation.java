package io.activationgateway.connectors;

import java.util.Locale;

/** What an activation asks a vendor to do with its records. */
public enum Operation {
    /** Create or update profiles. */
    UPSERT,
    /** Put members into an audience. */
    ADD,
    /** Take members out of an audience: carries the shared key only and needs no consent. */
    REMOVE,
    /** Record events. */
    TRACK,
    /** Erase profiles (GDPR Art 17, KVKK Art 7). */
    ERASE;

    /** The name in URLs and configuration. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
