package io.activationgateway.gateway.optout;

import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.consent.identity.IdentifierType;
import java.util.List;

/** A person as a destination was sent them: the identifiers and nothing else. Immutable. */
record SealedRecord(int index, String dedupeKey, List<SentIdentifier> identifiers) implements OutgoingRecord {

    /** Taking away needs no consent. */
    @Override
    public boolean consented() {
        return false;
    }

    @Override
    public int size() {
        return identifiers.size();
    }

    @Override
    public String name(int field) {
        return identifiers.get(field).name();
    }

    @Override
    public void writeName(int field, JsonBytes out) {
        out.string(identifiers.get(field).name());
    }

    @Override
    public void writeValue(int field, JsonBytes out) {
        out.string(identifiers.get(field).value());
    }

    @Override
    public String text(int field) {
        return identifiers.get(field).value();
    }

    @Override
    public int identifier(IdentifierType type) {
        for (int field = 0; field < identifiers.size(); field++) {
            if (identifiers.get(field).type() == type) {
                return field;
            }
        }
        return -1;
    }

    @Override
    public int role(Role role) {
        return -1;
    }

    @Override
    public String toString() {
        return "SealedRecord[" + index + ", redacted]";
    }
}
