package io.activationgateway.gateway.cli;

import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.gateway.ingest.ColumnRole;
import io.activationgateway.gateway.ingest.FieldNames;
import io.activationgateway.gateway.ingest.Rows;
import org.jspecify.annotations.Nullable;

/**
 * A row as if all of it might leave.
 *
 * @param consented whether it is to be said as one that leaves on consent
 */
record DryRecord(Rows rows, int index, boolean consented) implements OutgoingRecord {

    @Override
    public String dedupeKey() {
        return "dry-run-" + index;
    }

    @Override
    public int size() {
        return rows.endField(index) - rows.firstField(index);
    }

    @Override
    public String name(int field) {
        return rows.name(rows.nameNumber(at(field)));
    }

    @Override
    public void writeName(int field, JsonBytes out) {
        var json = rows.nameJson(rows.nameNumber(at(field)));
        out.raw(json, 0, json.length);
    }

    @Override
    public void writeValue(int field, JsonBytes out) {
        rows.writeJson(at(field), out);
    }

    @Override
    public @Nullable String text(int field) {
        return rows.text(at(field));
    }

    @Override
    public int identifier(IdentifierType type) {
        return position(rows.identifier(index, type));
    }

    @Override
    public int role(Role role) {
        return position(rows.role(
                index,
                switch (role) {
                    case RECORD_ID -> ColumnRole.RECORD_ID;
                    case EVENT_NAME -> ColumnRole.EVENT_NAME;
                    case EVENT_TIME -> ColumnRole.EVENT_TIME;
                }));
    }

    private int at(int field) {
        return rows.firstField(index) + field;
    }

    private int position(int field) {
        return field < 0 ? -1 : field - rows.firstField(index);
    }

    @Override
    public String toString() {
        return "DryRecord[" + index + "]";
    }

    /** No catalogue is asked what a field is. */
    enum AnyField implements FieldNames {
        NAMES;

        @Override
        public int number(String name) {
            return UNKNOWN;
        }

        @Override
        public FieldNames.Type type(int field) {
            return FieldNames.Type.STRING;
        }

        @Override
        public boolean structured(int field) {
            return true;
        }

        @Override
        public boolean inner(int field, String name) {
            return true;
        }
    }
}
