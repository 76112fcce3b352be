package io.activationgateway.connectors.temporal;

import io.activationgateway.connectors.Attempt;
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

/** Writes the one argument of a workflow or a signal: what is asked for, and the record. */
final class MessageWriter {

    private static final List<IdentifierType> BY_STRENGTH = List.of(
            IdentifierType.USER_ID,
            IdentifierType.EMAIL,
            IdentifierType.PHONE,
            IdentifierType.ANONYMOUS_ID,
            IdentifierType.DEVICE_ID,
            IdentifierType.CUSTOM);

    private final Attempt attempt;
    private final @Nullable IdentifierType sharedKey;

    /** {@code sharedKey} is the identifier by which both sides know people; null for the first that a record has. */
    MessageWriter(Attempt attempt, @Nullable IdentifierType sharedKey) {
        this.attempt = attempt;
        this.sharedKey = sharedKey;
    }

    /** Writes the message, or says why there is none. */
    @Nullable
    VendorCode write(OutgoingRecord record, JsonBytes out) {
        var key = key(record);
        if (key == null) {
            return VendorCode.IDENTIFIER_MISSING;
        }
        if (attempt.operation() == Operation.SUBSCRIBE && !record.consented()) {
            return VendorCode.CONSENT_MISSING;
        }
        boolean event = attempt.operation() == Operation.TRACK;
        var refusal = event ? refusal(record) : null;
        if (refusal != null) {
            return refusal;
        }
        opening(out);
        if (!attempt.operation().takesAway()) {
            out.ascii(record.consented() ? ",\"consented\":true" : ",\"consented\":false");
        }
        out.ascii(",\"identifiers\":{");
        identifiers(record, key, out);
        out.ascii("}");
        if (!attempt.operation().takesAway()) {
            out.ascii(",\"fields\":{");
            fields(record, event, out);
            out.ascii("}");
        }
        out.ascii("}");
        return null;
    }

    private void opening(JsonBytes out) {
        out.ascii("{\"operation\":\"")
                .ascii(attempt.operation().wireName())
                .ascii("\",\"purpose\":")
                .string(attempt.use().purpose())
                .ascii(",\"channel\":\"")
                .ascii(attempt.use().channel().name())
                .ascii("\",\"since\":\"")
                .ascii(attempt.since().toString())
                .ascii("\"");
        if (attempt.operation().needsAudience()) {
            out.ascii(",\"audience\":").string(attempt.requireAudience());
        }
    }

    private static @Nullable VendorCode refusal(OutgoingRecord record) {
        if (Fields.role(record, Role.EVENT_NAME) == null) {
            return VendorCode.EVENT_NAME_MISSING;
        }
        var time = Fields.role(record, Role.EVENT_TIME);
        return time != null && EventTime.parse(time) == null ? VendorCode.EVENT_TIME_INVALID : null;
    }

    private @Nullable IdentifierType key(OutgoingRecord record) {
        if (sharedKey != null) {
            return Fields.identifier(record, sharedKey) == null ? null : sharedKey;
        }
        return BY_STRENGTH.stream()
                .filter(type -> Fields.identifier(record, type) != null)
                .findFirst()
                .orElse(null);
    }

    /** What takes away names people by the shared key only. */
    private void identifiers(OutgoingRecord record, IdentifierType key, JsonBytes out) {
        int start = out.length();
        for (var type : attempt.operation().takesAway() ? List.of(key) : BY_STRENGTH) {
            var value = Fields.identifier(record, type);
            if (value != null) {
                out.comma(start);
                out.ascii("\"").ascii(type.wireName()).ascii("\":").string(value);
            }
        }
    }

    private static void fields(OutgoingRecord record, boolean event, JsonBytes out) {
        var name = event ? Fields.role(record, Role.EVENT_NAME) : null;
        var time = event ? Fields.role(record, Role.EVENT_TIME) : null;
        int start = out.length();
        for (int field = 0; field < record.size(); field++) {
            if (!Fields.isIdentifier(record, field) && !(event && Fields.isEvent(record, field))) {
                out.comma(start);
                record.writeName(field, out);
                out.ascii(":");
                record.writeValue(field, out);
            }
        }
        if (name != null) {
            out.ascii("},\"event\":{\"name\":").string(name);
            if (time != null) {
                out.ascii(",\"time\":").string(time);
            }
        }
    }
}
