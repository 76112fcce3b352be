package io.activationgateway.gateway.ingest;

/**
 * What is known about the names in a body, asked once per distinct name and not per row. Implemented over the field
 * catalogue of the policy in force. Called on the reader's thread; must not block.
 */
public interface FieldNames {

    /** A name that nobody classified. */
    int UNKNOWN = -1;

    /** The number of the field that goes by this name, from 0, or {@link #UNKNOWN}. Two names may be one field. */
    int number(String name);

    /** The declared type of a field. */
    Type type(int field);

    /** Whether several columns of one row may be this field. */
    default boolean family(int field) {
        return false;
    }

    /** Whether the field is declared to hold an object or an array. */
    boolean structured(int field);

    /** Whether this name inside a structured field, at any depth, is classified. */
    boolean inner(int field, String name);

    /** What a field holds: decides how a CSV cell is written as JSON. */
    enum Type {
        STRING,
        NUMBER,
        INTEGER,
        BOOLEAN,
        DATE,
        DATE_TIME
    }
}
