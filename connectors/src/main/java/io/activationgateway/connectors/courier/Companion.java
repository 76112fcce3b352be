package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.consent.identity.IdentifierType;
import org.jspecify.annotations.Nullable;

/** A record in the company of other activations': its place is the one in the joint consignment, which names it alone. */
record Companion(OutgoingRecord record, int index) implements OutgoingRecord {

    @Override
    public String dedupeKey() {
        return record.dedupeKey();
    }

    @Override
    public boolean consented() {
        return record.consented();
    }

    @Override
    public int size() {
        return record.size();
    }

    @Override
    public String name(int field) {
        return record.name(field);
    }

    @Override
    public void writeName(int field, JsonBytes out) {
        record.writeName(field, out);
    }

    @Override
    public void writeValue(int field, JsonBytes out) {
        record.writeValue(field, out);
    }

    @Override
    public @Nullable String text(int field) {
        return record.text(field);
    }

    @Override
    public int identifier(IdentifierType type) {
        return record.identifier(type);
    }

    @Override
    public int role(Role role) {
        return record.role(role);
    }

    @Override
    public String toString() {
        return "Companion[" + index + "]";
    }
}
