package io.activationgateway.consent.register;

/** What the log has at one sequence. */
sealed interface LogEntry permits LogRow, KeySwitch {

    long sequence();

    /** The running digest after this entry. */
    Digest digest();

    /** Whether this entry carries the digest that follows from {@code before} and its content. */
    boolean follows(Digest before);
}
