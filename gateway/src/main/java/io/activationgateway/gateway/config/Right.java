package io.activationgateway.gateway.config;

import java.util.Locale;

/** What a source may do beyond sending rows. None is given by default: each tells or changes something about people. */
public enum Right {
    /** Write consents, withdrawals and objections. */
    CONSENTS,
    /** Restrict the processing of a person's data, and lift the restriction (GDPR Art 18). */
    RESTRICTIONS,
    /** Have a person forgotten (GDPR Art 17, KVKK Art 7). */
    ERASURES,
    /** Ask destinations to erase people ({@code operation=erase}). */
    ERASE,
    /** Read what is held about a person (GDPR Art 15, KVKK Art 11), receipts included. */
    SUBJECTS,
    /** Export the register. */
    EXPORT,
    /** Ask for decisions as of another instant, which folds people's histories. */
    HISTORY,
    /** Rotate the region's pseudonym key. */
    KEYS,
    /** Count and redrive dead letters, of whatever source. */
    DEAD_LETTERS;

    /** The name in configuration. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
