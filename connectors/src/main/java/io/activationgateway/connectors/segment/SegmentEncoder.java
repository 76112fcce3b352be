package io.activationgateway.connectors.segment;

import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.EventTime;
import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.NamedUuids;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.OutgoingRecord.Role;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.identity.IdentifierType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes one message of a batch. */
final class SegmentEncoder implements BatchDraft.Encoder {

    private final Operation operation;
    private final NamedUuids messageIds;
    private final String since;
    private final String membership;

    SegmentEncoder(Attempt attempt, NamedUuids messageIds) {
        this.operation = attempt.operation();
        this.messageIds = messageIds;
        this.since = attempt.since().toString();
        this.membership = "aud_" + attempt.audience();
    }

    @Override
    public @Nullable VendorCode encode(OutgoingRecord record, JsonBytes out) {
        var userId = Fields.identifier(record, IdentifierType.USER_ID);
        var anonymousId = Fields.identifier(record, IdentifierType.ANONYMOUS_ID);
        if (userId == null && anonymousId == null) {
            return VendorCode.IDENTIFIER_MISSING;
        }
        out.ascii(operation == Operation.TRACK ? "{\"type\":\"track\"" : "{\"type\":\"identify\"");
        out.ascii(",\"messageId\":");
        messageIds.write(record.dedupeKey(), out);
        if (userId != null) {
            out.ascii(",\"userId\":").string(userId);
        }
        if (anonymousId != null && !(operation == Operation.REMOVE && userId != null)) {
            out.ascii(",\"anonymousId\":").string(anonymousId);
        }
        var refusal = switch (operation) {
            case TRACK -> event(record, out);
            case REMOVE -> removal(out);
            case UPSERT, ADD, SUBSCRIBE, UNSUBSCRIBE, SUPPRESS, ERASE -> profile(record, out);
        };
        out.ascii("}");
        return refusal;
    }

    private @Nullable VendorCode removal(JsonBytes out) {
        timestamp(since, out);
        out.ascii(",\"traits\":{").string(membership).ascii(":false}");
        return null;
    }

    private @Nullable VendorCode profile(OutgoingRecord record, JsonBytes out) {
        timestamp(since, out);
        out.ascii(",\"traits\":{");
        int start = out.length();
        if (operation == Operation.ADD) {
            out.string(membership).ascii(":true");
        }
        addresses(record, start, out);
        var refusal = rest(record, start, out);
        out.ascii("}");
        return refusal;
    }

    private @Nullable VendorCode event(OutgoingRecord record, JsonBytes out) {
        var name = Fields.role(record, Role.EVENT_NAME);
        if (name == null) {
            return VendorCode.EVENT_NAME_MISSING;
        }
        var time = Fields.role(record, Role.EVENT_TIME);
        Instant instant = EventTime.parse(time);
        if (time != null && instant == null) {
            return VendorCode.EVENT_TIME_INVALID;
        }
        timestamp(instant == null ? since : instant.toString(), out);
        out.ascii(",\"event\":").string(name).ascii(",\"properties\":{");
        var refusal = rest(record, out.length(), out);
        out.ascii("}");
        int before = out.length();
        out.ascii(",\"context\":{\"traits\":{");
        int start = out.length();
        addresses(record, start, out);
        if (out.length() == start) {
            out.truncate(before);
        } else {
            out.ascii("}}");
        }
        return refusal;
    }

    private static void timestamp(String instant, JsonBytes out) {
        out.ascii(",\"timestamp\":\"").ascii(instant).ascii("\"");
    }

    private static void addresses(OutgoingRecord record, int start, JsonBytes out) {
        address("email", Fields.identifier(record, IdentifierType.EMAIL), start, out);
        address("phone", Fields.identifier(record, IdentifierType.PHONE), start, out);
    }

    private static void address(String name, @Nullable String value, int start, JsonBytes out) {
        if (value != null) {
            comma(start, out);
            out.string(name).ascii(":").string(value);
        }
    }

    private @Nullable VendorCode rest(OutgoingRecord record, int start, JsonBytes out) {
        for (int field = 0; field < record.size(); field++) {
            if (isSaidElsewhere(record, field)) {
                continue;
            }
            var name = record.name(field);
            if (name.equals("email")
                    || name.equals("phone")
                    || (operation == Operation.ADD && name.equals(membership))) {
                return VendorCode.FIELD_RESERVED;
            }
            comma(start, out);
            record.writeName(field, out);
            out.ascii(":");
            record.writeValue(field, out);
        }
        return null;
    }

    private boolean isSaidElsewhere(OutgoingRecord record, int field) {
        return record.identifier(IdentifierType.USER_ID) == field
                || record.identifier(IdentifierType.ANONYMOUS_ID) == field
                || record.identifier(IdentifierType.EMAIL) == field
                || record.identifier(IdentifierType.PHONE) == field
                || (operation == Operation.TRACK && Fields.isEvent(record, field));
    }

    private static void comma(int start, JsonBytes out) {
        if (out.length() > start) {
            out.ascii(",");
        }
    }
}
