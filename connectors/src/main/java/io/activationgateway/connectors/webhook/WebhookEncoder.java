package io.activationgateway.connectors.webhook;

import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Moment;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.Positions;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.identity.IdentifierType;
import org.jspecify.annotations.Nullable;

/** Writes one element of {@code data.records}. */
final class WebhookEncoder implements BatchDraft.Encoder {

    private static final IdentifierType[] BY_STRENGTH = {
        IdentifierType.USER_ID,
        IdentifierType.EMAIL,
        IdentifierType.PHONE,
        IdentifierType.ANONYMOUS_ID,
        IdentifierType.DEVICE_ID,
        IdentifierType.CUSTOM
    };

    private static final IdentifierType[] BY_CODE = IdentifierType.values();

    private final Operation operation;
    private final @Nullable IdentifierType sharedKey;
    private final Positions positions = new Positions();
    private final Moment moment = new Moment();

    WebhookEncoder(Operation operation, @Nullable IdentifierType sharedKey) {
        this.operation = operation;
        this.sharedKey = sharedKey;
    }

    @Override
    public @Nullable VendorCode encode(OutgoingRecord record, JsonBytes out) {
        var key = key(record, sharedKey, out);
        if (key == null) {
            return VendorCode.IDENTIFIER_MISSING;
        }
        if (operation == Operation.SUBSCRIBE && !record.consented()) {
            return VendorCode.CONSENT_MISSING;
        }
        positions.of(record);
        out.ascii("{\"key\":").string(record.dedupeKey());
        var refusal = switch (operation) {
            case REMOVE, UNSUBSCRIBE, SUPPRESS, ERASE -> removal(record, key, out);
            case TRACK -> event(record, out);
            case UPSERT, ADD, SUBSCRIBE -> profile(record, out);
        };
        out.ascii("}");
        return refusal;
    }

    /**
     * By which identifier a record is known; null where it has none.
     *
     * @param sharedKey the one that both sides know people by; null for the strongest there is
     * @param room used while looking, and left as it was
     */
    static @Nullable IdentifierType key(OutgoingRecord record, @Nullable IdentifierType sharedKey, JsonBytes room) {
        if (sharedKey != null) {
            return Fields.has(record, sharedKey, room) ? sharedKey : null;
        }
        for (var type : BY_STRENGTH) {
            if (Fields.has(record, type, room)) {
                return type;
            }
        }
        return null;
    }

    private @Nullable VendorCode removal(OutgoingRecord record, IdentifierType key, JsonBytes out) {
        out.ascii(",\"identifiers\":{");
        text(key.wireName(), record, positions.identifier(key), out.length(), out);
        out.ascii("}");
        return null;
    }

    private @Nullable VendorCode profile(OutgoingRecord record, JsonBytes out) {
        who(record, out);
        out.ascii(",\"attributes\":{");
        rest(record, false, out);
        out.ascii("}");
        return null;
    }

    private @Nullable VendorCode event(OutgoingRecord record, JsonBytes out) {
        who(record, out);
        if (!text("name", record, positions.eventName(), 0, out)) {
            return VendorCode.EVENT_NAME_MISSING;
        }
        switch (moment.read(record, positions.eventTime(), out)) {
            case TIME -> moment.write(out.ascii(",\"occurred_at\":"));
            case NONSENSE -> {
                return VendorCode.EVENT_TIME_INVALID;
            }
            case NOTHING -> {}
        }
        out.ascii(",\"properties\":{");
        rest(record, true, out);
        out.ascii("}");
        return null;
    }

    private void who(OutgoingRecord record, JsonBytes out) {
        out.ascii(record.consented() ? ",\"consented\":true" : ",\"consented\":false");
        text("record_id", record, positions.recordId(), 0, out);
        out.ascii(",\"identifiers\":{");
        int start = out.length();
        for (var type : BY_CODE) {
            text(type.wireName(), record, positions.identifier(type), start, out);
        }
        out.ascii("}");
    }

    /** Writes a member, with a comma before it unless nothing was written since {@code start}; false where it has no text. */
    private static boolean text(String name, OutgoingRecord record, int field, int start, JsonBytes out) {
        if (field < 0) {
            return false;
        }
        int before = out.length();
        out.comma(start).ascii("\"").ascii(name).ascii("\":");
        if (Fields.writeText(record, field, out)) {
            return true;
        }
        out.truncate(before);
        return false;
    }

    private void rest(OutgoingRecord record, boolean event, JsonBytes out) {
        int start = out.length();
        for (int field = 0; field < record.size(); field++) {
            if (positions.isRecordId(field) || positions.isIdentifier(field) || (event && positions.isEvent(field))) {
                continue;
            }
            out.comma(start);
            record.writeName(field, out);
            out.ascii(":");
            record.writeValue(field, out);
        }
    }
}
