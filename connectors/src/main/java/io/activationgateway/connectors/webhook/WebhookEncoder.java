package io.activationgateway.connectors.webhook;

import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.EventTime;
import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.OutgoingRecord.Role;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.identity.IdentifierType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one element of {@code data.records}. */
final class WebhookEncoder implements BatchDraft.Encoder {

    private static final List<IdentifierType> BY_STRENGTH = List.of(
            IdentifierType.USER_ID,
            IdentifierType.EMAIL,
            IdentifierType.PHONE,
            IdentifierType.ANONYMOUS_ID,
            IdentifierType.DEVICE_ID,
            IdentifierType.CUSTOM);

    private static final List<IdentifierType> BY_CODE = List.of(IdentifierType.values());

    private final Operation operation;
    private final @Nullable IdentifierType sharedKey;

    WebhookEncoder(Operation operation, @Nullable IdentifierType sharedKey) {
        this.operation = operation;
        this.sharedKey = sharedKey;
    }

    @Override
    public @Nullable VendorCode encode(OutgoingRecord record, JsonBytes out) {
        var key = key(record);
        if (key == null) {
            return VendorCode.IDENTIFIER_MISSING;
        }
        if (operation == Operation.SUBSCRIBE && !record.consented()) {
            return VendorCode.CONSENT_MISSING;
        }
        out.ascii("{\"key\":").string(record.dedupeKey());
        var refusal = switch (operation) {
            case REMOVE, UNSUBSCRIBE, SUPPRESS, ERASE -> removal(record, key, out);
            case TRACK -> event(record, out);
            case UPSERT, ADD, SUBSCRIBE -> profile(record, out);
        };
        out.ascii("}");
        return refusal;
    }

    /** By which identifier a record is known; null where it has none. */
    @Nullable
    IdentifierType key(OutgoingRecord record) {
        if (sharedKey != null) {
            return Fields.identifier(record, sharedKey) == null ? null : sharedKey;
        }
        for (var type : BY_STRENGTH) {
            if (Fields.identifier(record, type) != null) {
                return type;
            }
        }
        return null;
    }

    private static @Nullable VendorCode removal(OutgoingRecord record, IdentifierType key, JsonBytes out) {
        out.ascii(",\"identifiers\":{");
        identifier(record, key, out);
        out.ascii("}");
        return null;
    }

    private static @Nullable VendorCode profile(OutgoingRecord record, JsonBytes out) {
        who(record, out);
        out.ascii(",\"attributes\":{");
        rest(record, false, out);
        out.ascii("}");
        return null;
    }

    private static @Nullable VendorCode event(OutgoingRecord record, JsonBytes out) {
        var name = Fields.role(record, Role.EVENT_NAME);
        if (name == null) {
            return VendorCode.EVENT_NAME_MISSING;
        }
        who(record, out);
        out.ascii(",\"name\":").string(name);
        var time = Fields.role(record, Role.EVENT_TIME);
        if (time != null) {
            var instant = EventTime.parse(time);
            if (instant == null) {
                return VendorCode.EVENT_TIME_INVALID;
            }
            out.ascii(",\"occurred_at\":\"").ascii(instant.toString()).ascii("\"");
        }
        out.ascii(",\"properties\":{");
        rest(record, true, out);
        out.ascii("}");
        return null;
    }

    private static void who(OutgoingRecord record, JsonBytes out) {
        out.ascii(record.consented() ? ",\"consented\":true" : ",\"consented\":false");
        var id = Fields.role(record, Role.RECORD_ID);
        if (id != null) {
            out.ascii(",\"record_id\":").string(id);
        }
        out.ascii(",\"identifiers\":{");
        int start = out.length();
        for (var type : BY_CODE) {
            if (Fields.identifier(record, type) != null) {
                comma(start, out);
                identifier(record, type, out);
            }
        }
        out.ascii("}");
    }

    private static void identifier(OutgoingRecord record, IdentifierType type, JsonBytes out) {
        var value = Fields.identifier(record, type);
        if (value != null) {
            out.ascii("\"").ascii(type.wireName()).ascii("\":").string(value);
        }
    }

    private static void rest(OutgoingRecord record, boolean event, JsonBytes out) {
        int start = out.length();
        for (int field = 0; field < record.size(); field++) {
            if (record.role(Role.RECORD_ID) == field
                    || Fields.isIdentifier(record, field)
                    || (event && Fields.isEvent(record, field))) {
                continue;
            }
            comma(start, out);
            record.writeName(field, out);
            out.ascii(":");
            record.writeValue(field, out);
        }
    }

    private static void comma(int start, JsonBytes out) {
        if (out.length() > start) {
            out.ascii(",");
        }
    }
}
