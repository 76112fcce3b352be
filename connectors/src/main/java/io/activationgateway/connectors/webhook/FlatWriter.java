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
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes one record as one flat object, as tools want it that map fields by hand and see no headers. */
final class FlatWriter implements BatchDraft.Encoder {

    private static final Set<String> RESERVED = Stream.concat(
                    Stream.of(
                            "webhook_id",
                            "type",
                            "timestamp",
                            "purpose",
                            "channel",
                            "consented",
                            "audience",
                            "key",
                            "record_id"),
                    Arrays.stream(IdentifierType.values()).map(IdentifierType::wireName))
            .collect(Collectors.toUnmodifiableSet());

    private static final IdentifierType[] TYPES = IdentifierType.values();

    private static final Set<String> RESERVED_IN_EVENTS = Set.of("event", "occurred_at");

    private final Attempt attempt;
    private final WebhookEncoder keys;
    private final Positions positions = new Positions();
    private final Moment moment = new Moment();

    /** {@code keys} knows by which identifier a record is known. */
    FlatWriter(Attempt attempt, WebhookEncoder keys) {
        this.attempt = attempt;
        this.keys = keys;
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
        var key = keys.key(record, out);
        if (key == null) {
            return VendorCode.IDENTIFIER_MISSING;
        }
        if (attempt.operation() == Operation.SUBSCRIBE && !record.consented()) {
            return VendorCode.CONSENT_MISSING;
        }
        positions.of(record);
        out.ascii("\"consented\":").ascii(Boolean.toString(record.consented()));
        if (attempt.operation().needsAudience()) {
            out.ascii(",\"audience\":").string(attempt.requireAudience());
        }
        out.ascii(",\"key\":").string(record.dedupeKey());
        if (attempt.operation().takesAway()) {
            identifier(record, key, out);
            return null;
        }
        for (var type : TYPES) {
            identifier(record, type, out);
        }
        boolean tracks = attempt.operation() == Operation.TRACK;
        var refusal = tracks ? event(record, out) : null;
        return refusal == null ? rest(record, tracks, out) : refusal;
    }

    private void identifier(OutgoingRecord record, IdentifierType type, JsonBytes out) {
        text(type.wireName(), record, positions.identifier(type), out);
    }

    private static boolean text(String name, OutgoingRecord record, int field, JsonBytes out) {
        int before = out.length();
        out.ascii(",\"").ascii(name).ascii("\":");
        if (field >= 0 && Fields.writeText(record, field, out)) {
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
            var name = record.name(field);
            if (RESERVED.contains(name) || (tracks && RESERVED_IN_EVENTS.contains(name))) {
                return VendorCode.FIELD_RESERVED;
            }
            out.ascii(",");
            record.writeName(field, out);
            out.ascii(":");
            record.writeValue(field, out);
        }
        return null;
    }
}
