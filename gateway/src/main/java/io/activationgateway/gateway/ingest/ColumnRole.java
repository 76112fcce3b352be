package io.activationgateway.gateway.ingest;

/** Columns with a meaning of their own, beside the identifiers. */
public enum ColumnRole {
    /** The sender's own id of the row: names it in results. */
    RECORD_ID,
    /** The person's country, which finds the home region. */
    COUNTRY,
    /** The person's date of birth, which finds the age band. */
    BIRTH_DATE,
    /** What happened, where the row is an event. */
    EVENT_NAME,
    /** When it happened. */
    EVENT_TIME,
    /** When the consent signals of the row were given, for those that do not tell. */
    SIGNAL_TIME;

    /** Whether a decision about the person depends on it. */
    boolean decides() {
        return this == RECORD_ID || this == COUNTRY || this == BIRTH_DATE;
    }

    /** Whether it tells what happened, or when. */
    boolean tells() {
        return this == EVENT_NAME || this == EVENT_TIME;
    }
}
