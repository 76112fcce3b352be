package io.activationgateway.gateway.config;

import java.util.Locale;

/** What a person may do with the region's policy. Each may read it; none is given by default. */
public enum PolicyRole {
    /** Writes drafts. */
    EDITOR,
    /** Approves drafts that others wrote. */
    APPROVER,
    /** Reads who did what and when. */
    AUDITOR,
    /** Publishes what is approved, and sees that all nodes follow. */
    OPERATOR;

    /** The name in configuration. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
