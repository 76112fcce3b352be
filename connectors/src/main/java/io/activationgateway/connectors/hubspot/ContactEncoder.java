package io.activationgateway.connectors.hubspot;

import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Columns;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.Positions;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.identity.IdentifierType;
import org.jspecify.annotations.Nullable;

/** Writes one contact of an upsert, traced by its position in the activation. */
final class ContactEncoder implements BatchDraft.Encoder {

    private final Naming naming;
    private final Columns<Properties.Place> columns;
    private final Positions positions = new Positions();

    ContactEncoder(Properties properties) {
        this.naming = properties.naming();
        this.columns = new Columns<>(properties::place);
    }

    @Override
    public @Nullable VendorCode encode(OutgoingRecord record, JsonBytes out) {
        positions.of(record);
        out.ascii("{\"id\":");
        var refusal = naming.write(record, out);
        if (refusal != null) {
            return refusal;
        }
        out.ascii(",\"idProperty\":\"")
                .ascii(naming.property())
                .ascii("\",\"objectWriteTraceId\":\"r")
                .number(record.index())
                .ascii("\",\"properties\":{\"")
                .ascii(naming.property())
                .ascii("\":");
        naming.write(record, out);
        refusal = properties(record, out);
        out.ascii("}}");
        return refusal;
    }

    private @Nullable VendorCode properties(OutgoingRecord record, JsonBytes out) {
        for (int field = 0; field < record.size(); field++) {
            if (field == positions.identifier(naming.type())) {
                continue;
            }
            var refusal = field == positions.identifier(IdentifierType.EMAIL)
                    ? email(record, out)
                    : property(record, field, out);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private static @Nullable VendorCode email(OutgoingRecord record, JsonBytes out) {
        int before = out.length();
        out.ascii(",\"email\":");
        var refusal = Naming.EMAIL.write(record, out);
        if (refusal == VendorCode.IDENTIFIER_MISSING) {
            out.truncate(before);
            return null;
        }
        return refusal;
    }

    private @Nullable VendorCode property(OutgoingRecord record, int field, JsonBytes out) {
        boolean phone = field == positions.identifier(IdentifierType.PHONE);
        var place = phone ? null : columns.of(record, field);
        if (place != null) {
            // Identifiers and the record's own id have no property unless the configuration names one.
            boolean quiet = positions.isIdentifier(field) || positions.isRecordId(field);
            if (quiet && !place.configured()) {
                return null;
            }
            if (place.refusal() != null) {
                return place.refusal();
            }
        }
        var name = place == null ? "phone" : place.property();
        if (name != null) {
            out.ascii(",\"").ascii(name).ascii("\":");
            PropertyText.write(record, field, out);
        }
        return null;
    }
}
