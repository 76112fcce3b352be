package io.activationgateway.connectors.customerio;

import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.EventTime;
import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.NamedUuids;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.OutgoingRecord.Role;
import io.activationgateway.connectors.Positions;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.identity.IdentifierType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes one call of a Pipelines batch: identify or track. */
final class PipelinesEncoder implements BatchDraft.Encoder {

    private final boolean track;
    private final NamedUuids messageIds;
    private final Instant since;
    private final Positions positions = new Positions();

    PipelinesEncoder(Attempt attempt, NamedUuids messageIds) {
        this.track = attempt.operation() == Operation.TRACK;
        this.messageIds = messageIds;
        this.since = attempt.since();
    }

    @Override
    public @Nullable VendorCode encode(OutgoingRecord record, JsonBytes out) {
        positions.of(record);
        out.ascii(track ? "{\"type\":\"track\"" : "{\"type\":\"identify\"");
        boolean known = identifier(record, IdentifierType.USER_ID, ",\"userId\":", out);
        boolean anonymous = identifier(record, IdentifierType.ANONYMOUS_ID, ",\"anonymousId\":", out);
        if (!known && !anonymous) {
            return VendorCode.IDENTIFIER_MISSING;
        }
        out.ascii(",\"messageId\":");
        messageIds.write(record.dedupeKey(), out);
        var time = track ? Fields.role(record, Role.EVENT_TIME) : null;
        var instant = time == null ? since : EventTime.parse(time);
        if (instant == null) {
            return VendorCode.EVENT_TIME_INVALID;
        }
        out.ascii(",\"timestamp\":\"").ascii(instant.toString()).ascii("\"");
        if (track) {
            var name = Fields.role(record, Role.EVENT_NAME);
            if (name == null) {
                return VendorCode.EVENT_NAME_MISSING;
            }
            out.ascii(",\"event\":").string(name);
        }
        out.ascii(track ? ",\"properties\":{" : ",\"traits\":{");
        var refusal = members(record, out);
        out.ascii("}}");
        return refusal;
    }

    private boolean identifier(OutgoingRecord record, IdentifierType type, String member, JsonBytes out) {
        int field = positions.identifier(type);
        int before = out.length();
        if (field >= 0 && Fields.writeText(record, field, out.ascii(member))) {
            return true;
        }
        out.truncate(before);
        return false;
    }

    private @Nullable VendorCode members(OutgoingRecord record, JsonBytes out) {
        int start = out.length();
        int email = positions.identifier(IdentifierType.EMAIL);
        int phone = positions.identifier(IdentifierType.PHONE);
        for (int field = 0; field < record.size(); field++) {
            boolean contact = field == email || field == phone;
            if (isSaidElsewhere(field) || (track && contact)) {
                continue;
            }
            var name = record.name(field);
            if (!contact && isReserved(name)) {
                return VendorCode.FIELD_RESERVED;
            }
            int before = out.length();
            if (out.length() > start) {
                out.ascii(",");
            }
            if (!contact) {
                record.writeName(field, out);
                out.ascii(":");
                record.writeValue(field, out);
            } else if (!Fields.writeText(record, field, out.ascii(field == email ? "\"email\":" : "\"phone\":"))) {
                out.truncate(before);
            }
        }
        return null;
    }

    private boolean isReserved(String name) {
        return track ? PersonEncoder.overridesTheMessage(name) : !name.equals("id") && PersonEncoder.isReserved(name);
    }

    private boolean isSaidElsewhere(int field) {
        return field == positions.identifier(IdentifierType.USER_ID)
                || field == positions.identifier(IdentifierType.ANONYMOUS_ID)
                || (track && positions.isEvent(field));
    }
}
