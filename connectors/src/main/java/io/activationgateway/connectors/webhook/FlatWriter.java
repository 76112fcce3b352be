package io.activationgateway.connectors.webhook;

import io.activationgateway.connectors.Attempt;
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

/** Writes one record as one flat object, as tools want it that map fields by hand and see no headers. */
final class FlatWriter implements BatchDraft.Encoder {

    private static final IdentifierType[] TYPES = IdentifierType.values();

    private final Attempt attempt;
    private final @Nullable IdentifierType sharedKey;
    private final Positions positions = new Positions();
    private final Moment moment = new Moment();

    /** {@code sharedKey} is the identifier that both sides know people by; null for the strongest that a record has. */
    FlatWriter(Attempt attempt, @Nullable IdentifierType sharedKey) {
        this.attempt = attempt;
        this.sharedKey = sharedKey;
    }

    /** What an object begins with. */
    JsonBytes opening() {
        var opening = BatchDraft.opening("{\"webhook_id\":\"")
                .ascii(attempt.requestKey())
                .ascii("\",\"type\":\"")
                .ascii(WebhookConnector.type(attempt.operation()))
                .ascii("\",\"timestamp\":");
        moment.set(attempt.since());
        moment.write(opening);
        return opening.ascii(",\"purpose\":")
                .string(attempt.use().purpose())
                .ascii(",\"channel\":\"")
                .ascii(attempt.use().channel().name())
                .ascii("\",");
    }

    @Override
    public @Nullable VendorCode encode(OutgoingRecord record, JsonBytes out) {
        positions.of(record);
        boolean takesAway = attempt.operation().takesAway();
        // What takes away needs no consent, and tells of none.
        out.ascii(takesAway ? "" : record.consented() ? "\"consented\":true," : "\"consented\":false,");
        if (attempt.operation().needsAudience()) {
            out.ascii("\"audience\":").string(attempt.requireAudience()).ascii(",");
        }
        out.ascii("\"key\":").string(record.dedupeKey());
        if (takesAway) {
            var key = WebhookEncoder.key(record, sharedKey, out);
            return key != null && identifier(record, key, out) ? null : VendorCode.IDENTIFIER_MISSING;
        }
        if (!identifiers(record, out)) {
            return VendorCode.IDENTIFIER_MISSING;
        }
        if (attempt.operation() == Operation.SUBSCRIBE && !record.consented()) {
            return VendorCode.CONSENT_MISSING;
        }
        boolean tracks = attempt.operation() == Operation.TRACK;
        var refusal = tracks ? event(record, out) : null;
        return refusal == null ? rest(record, tracks, out) : refusal;
    }

    /** Writes all; false where the record is known by none of them. */
    private boolean identifiers(OutgoingRecord record, JsonBytes out) {
        boolean known = false;
        for (var type : TYPES) {
            known |= identifier(record, type, out) && (sharedKey == null || sharedKey == type);
        }
        return known;
    }

    private boolean identifier(OutgoingRecord record, IdentifierType type, JsonBytes out) {
        return text(type.wireName(), record, positions.identifier(type), out);
    }

    private static boolean text(String name, OutgoingRecord record, int field, JsonBytes out) {
        if (field < 0) {
            return false;
        }
        int before = out.length();
        out.ascii(",\"").ascii(name).ascii("\":");
        if (Fields.writeText(record, field, out)) {
            return true;
        }
        out.truncate(before);
        return false;
    }

    private @Nullable VendorCode event(OutgoingRecord record, JsonBytes out) {
        if (!text("event", record, positions.eventName(), out)) {
            return VendorCode.EVENT_NAME_MISSING;
        }
        var told = moment.read(record, positions.eventTime(), out);
        if (told == Moment.Told.TIME) {
            moment.write(out.ascii(",\"occurred_at\":"));
        }
        return told == Moment.Told.NONSENSE ? VendorCode.EVENT_TIME_INVALID : null;
    }

    private @Nullable VendorCode rest(OutgoingRecord record, boolean tracks, JsonBytes out) {
        text("record_id", record, positions.recordId(), out);
        for (int field = 0; field < record.size(); field++) {
            if (positions.isRecordId(field) || (tracks && positions.isEvent(field)) || positions.isIdentifier(field)) {
                continue;
            }
            if (isReserved(record.name(field), tracks)) {
                return VendorCode.FIELD_RESERVED;
            }
            out.ascii(",");
            record.writeName(field, out);
            out.ascii(":");
            record.writeValue(field, out);
        }
        return null;
    }

    /** Names that the object itself needs; a switch, for every field of every row is asked. */
    private static boolean isReserved(String name, boolean tracks) {
        return switch (name) {
            case "webhook_id", "type", "timestamp", "purpose", "channel", "consented", "audience", "key", "record_id" ->
                true;
            case "user_id", "email", "phone", "anonymous_id", "device_id", "custom" -> true;
            case "event", "occurred_at" -> tracks;
            default -> false;
        };
    }
}
