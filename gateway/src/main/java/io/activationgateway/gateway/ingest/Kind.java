package io.activationgateway.gateway.ingest;

/** What the bytes of a field are. */
public enum Kind {
    /** A JSON string without escapes: the bytes between the quotes are the text. */
    TEXT,
    /** A JSON string with escapes. */
    ESCAPED_TEXT,
    /** A JSON number (RFC 8259, so neither NaN nor leading zeros). */
    NUMBER,
    TRUE,
    FALSE,
    NULL,
    OBJECT,
    ARRAY,
    /** A CSV cell without quotes, never empty. */
    CSV_TEXT,
    /** A quoted CSV cell, perhaps empty: the bytes between the quotes are the text. */
    CSV_QUOTED,
    /** A quoted CSV cell in which quotes are doubled. */
    CSV_DOUBLED;

    private static final Kind[] ALL = values();

    /** Whether the field's bytes are its text in UTF-8, so that they can be hashed as they lie. */
    public boolean plain() {
        return this == TEXT || this == NUMBER || this == CSV_TEXT || this == CSV_QUOTED;
    }

    /** Whether the value is an object or an array. */
    public boolean nested() {
        return this == OBJECT || this == ARRAY;
    }

    boolean quoted() {
        return this == TEXT || this == ESCAPED_TEXT;
    }

    /** A number that stands for the kind while the rows of a body are in memory, and nowhere else. */
    @SuppressWarnings("EnumOrdinal")
    byte code() {
        return (byte) ordinal();
    }

    @SuppressWarnings("EnumOrdinal")
    static Kind ofCode(int code) {
        return ALL[code];
    }
}
