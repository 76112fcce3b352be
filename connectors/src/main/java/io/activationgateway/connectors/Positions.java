package io.activationgateway.connectors;

import io.activationgateway.connectors.OutgoingRecord.Role;
import io.activationgateway.consent.identity.IdentifierType;

/** Where a record's identifiers and named columns stand, looked up once per record. Not thread-safe; one per draft. */
public final class Positions {

    private static final IdentifierType[] TYPES = IdentifierType.values();

    private final int[] identifiers = new int[TYPES.length];
    /** The fields that hold identifiers, as far as a bit each lasts. */
    private long named;

    private int recordId = -1;
    private int eventName = -1;
    private int eventTime = -1;

    /** Looks them up for the record that is written next. */
    public void of(OutgoingRecord record) {
        for (int type = 0; type < TYPES.length; type++) {
            identifiers[type] = record.identifier(TYPES[type]);
        }
        recordId = record.role(Role.RECORD_ID);
        eventName = record.role(Role.EVENT_NAME);
        eventTime = record.role(Role.EVENT_TIME);
        named = 0;
        for (int identifier : identifiers) {
            named |= identifier >= 0 && identifier < Long.SIZE ? 1L << identifier : 0;
        }
    }

    /** The field that holds the identifier of this type, or -1. */
    @SuppressWarnings("EnumOrdinal") // filled in the order of the type's values, just above
    public int identifier(IdentifierType type) {
        return identifiers[type.ordinal()];
    }

    /** Whether a field holds an identifier of any type. */
    public boolean isIdentifier(int field) {
        if (field < Long.SIZE) {
            return ((named >>> field) & 1) != 0;
        }
        for (int identifier : identifiers) {
            if (identifier == field) {
                return true;
            }
        }
        return false;
    }

    /** Whether a field names the record. */
    public boolean isRecordId(int field) {
        return field == recordId;
    }

    /** Whether a field names an event or its time. */
    public boolean isEvent(int field) {
        return field == eventName || field == eventTime;
    }

    /** The field that names the record, or -1. */
    public int recordId() {
        return recordId;
    }

    /** The field with the name of the event, or -1. */
    public int eventName() {
        return eventName;
    }

    /** The field with the time of the event, or -1. */
    public int eventTime() {
        return eventTime;
    }
}
