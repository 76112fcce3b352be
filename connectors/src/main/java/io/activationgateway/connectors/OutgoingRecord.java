package io.activationgateway.connectors;

import io.activationgateway.consent.identity.IdentifierType;
import org.jspecify.annotations.Nullable;

/**
 * One record as it may leave: only the fields that its plan lets through, already hashed or pseudonymised where the
 * plan says so. Valid only while the call that received it runs.
 */
public interface OutgoingRecord {

    /** The position in the activation, from 0: an outcome names the record by it. */
    int index();

    /** The key under which the vendor may recognise a repetition; ASCII, at most 64 characters, the same at every attempt. */
    String dedupeKey();

    /** Whether the record leaves on the person's consent to the activation's purpose, rather than on another basis. */
    boolean consented();

    /** How many fields leave. */
    int size();

    /** The name of a field as the sender wrote it, unescaped. */
    String name(int field);

    /** Writes {@code "name"} as a JSON string. */
    void writeName(int field, JsonBytes out);

    /** Writes the value as JSON; what is JSON text already is copied byte by byte. */
    void writeValue(int field, JsonBytes out);

    /** The value as text where it is a string, a number or a boolean; null for null, objects and arrays. */
    @Nullable
    String text(int field);

    /** The field that holds the identifier of this type, or -1 where none leaves. */
    int identifier(IdentifierType type);

    /** The field that holds a role the source's columns name (record id, event name, event time), or -1. */
    int role(Role role);

    /** Columns with a meaning of their own. */
    enum Role {
        RECORD_ID,
        EVENT_NAME,
        EVENT_TIME
    }
}
