package io.activationgateway.connectors.mparticle;

import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Moment;
import io.activationgateway.connectors.NamedUuids;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.Positions;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.identity.IdentifierType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes one user of a bulk request. */
final class MparticleEncoder implements BatchDraft.Encoder {

    /** The vendor's own attribute for a phone number that is not an identity. */
    private static final String MOBILE = "$mobile";

    private final Input input;
    private final NamedUuids uuids;
    private final Operation operation;
    private final Instant since;
    private final String membership;
    private final Identification identification;
    private final ConsentState consent;
    private final Positions positions = new Positions();
    private final Moment moment = new Moment();
    private int nulls;

    /** Where the record's UUID stands. */
    private int uuidFrom;

    private int uuidTo;

    MparticleEncoder(Attempt attempt, Input input, NamedUuids uuids) {
        this.input = input;
        this.uuids = uuids;
        this.operation = attempt.operation();
        this.since = attempt.since();
        this.membership = "aud_" + attempt.audience();
        this.identification = new Identification(input.identities());
        this.consent = new ConsentState(attempt, input);
    }

    @Override
    public @Nullable VendorCode encode(OutgoingRecord record, JsonBytes out) {
        positions.of(record);
        out.ascii("{\"environment\":\"").ascii(input.environment()).ascii("\",\"source_request_id\":");
        uuidFrom = out.length();
        uuids.write(record.dedupeKey(), out);
        uuidTo = out.length();
        var unidentified = identification.write(record, positions, out);
        if (unidentified != null) {
            return unidentified;
        }
        var refusal = switch (operation) {
            case UPSERT, ADD -> profile(record, out);
            case REMOVE -> removal(out);
            case TRACK -> event(record, out);
            case SUBSCRIBE -> subscription(record, out);
            case UNSUBSCRIBE -> unsubscription(out);
            case SUPPRESS, ERASE ->
                throw new IllegalArgumentException(operation + " (expected: an operation that is said in bulk)");
        };
        out.ascii("}");
        return refusal;
    }

    private @Nullable VendorCode profile(OutgoingRecord record, JsonBytes out) {
        out.ascii(",\"user_attributes\":{");
        int start = out.length();
        int count = 0;
        if (operation == Operation.ADD) {
            out.string(membership).ascii(":true");
            count++;
        }
        boolean mobile = mobile(record, start, out);
        count += mobile ? 1 : 0;
        var refusal = attributes(record, start, count, mobile, out);
        if (refusal != null) {
            return refusal;
        }
        out.ascii("}");
        if (nulls > 0) {
            deleted(record, out);
        }
        consent.given(record, out);
        out.ascii(",\"events\":[]");
        return null;
    }

    private boolean mobile(OutgoingRecord record, int start, JsonBytes out) {
        int phone = positions.identifier(IdentifierType.PHONE);
        if (phone < 0 || input.identities().containsKey(IdentifierType.PHONE)) {
            return false;
        }
        int from = out.length();
        out.ascii(from > start ? ",\"" : "\"").ascii(MOBILE).ascii("\":");
        if (Fields.writeText(record, phone, out)) {
            return true;
        }
        out.truncate(from);
        return false;
    }

    private @Nullable VendorCode attributes(
            OutgoingRecord record, int start, int before, boolean mobile, JsonBytes out) {
        nulls = 0;
        int count = before;
        for (int field = 0; field < record.size(); field++) {
            var name = record.name(field);
            if (isSaidElsewhere(field, name)) {
                continue;
            }
            if ((operation == Operation.ADD && name.equals(membership)) || (mobile && name.equals(MOBILE))) {
                return VendorCode.FIELD_RESERVED;
            }
            int from = out.length();
            out.ascii(from > start ? "," : "");
            record.writeName(field, out);
            out.ascii(":");
            int value = out.length();
            record.writeValue(field, out);
            if (out.at(value) == 'n') {
                out.truncate(from);
                nulls++;
                continue;
            }
            var refusal = refusal(name, ++count, value, out);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private static @Nullable VendorCode refusal(String name, int count, int value, JsonBytes out) {
        return name.length() > AttributeText.MAX_NAME || count > AttributeText.MAX_ATTRIBUTES
                ? VendorCode.RECORD_TOO_LARGE
                : AttributeText.refusal(out, value);
    }

    /** A null says that the attribute has no value: a second walk names those, which are few. */
    private void deleted(OutgoingRecord record, JsonBytes out) {
        out.ascii(",\"deleted_user_attributes\":[");
        int start = out.length();
        for (int field = 0; field < record.size(); field++) {
            if (isSaidElsewhere(field, record.name(field))) {
                continue;
            }
            int from = out.length();
            record.writeValue(field, out);
            boolean deleted = out.at(from) == 'n';
            out.truncate(from);
            if (deleted) {
                out.ascii(from > start ? "," : "");
                record.writeName(field, out);
            }
        }
        out.ascii("]");
    }

    private @Nullable VendorCode removal(JsonBytes out) {
        out.ascii(",\"user_attributes\":{").string(membership).ascii(":false},\"events\":[]");
        return null;
    }

    private @Nullable VendorCode event(OutgoingRecord record, JsonBytes out) {
        consent.given(record, out);
        int name = positions.eventName();
        out.ascii(",\"events\":[{\"event_type\":\"custom_event\",\"data\":{\"event_name\":");
        int from = out.length();
        if (name < 0 || !Fields.writeText(record, name, out)) {
            return VendorCode.EVENT_NAME_MISSING;
        }
        if (AttributeText.isLonger(out, from + 1, out.length() - 1, AttributeText.MAX_NAME)) {
            return VendorCode.EVENT_NAME_DISALLOWED;
        }
        var told = moment.read(record, positions.eventTime(), out);
        if (told == Moment.Told.NONSENSE) {
            return VendorCode.EVENT_TIME_INVALID;
        }
        out.ascii(",\"custom_event_type\":\"").ascii(input.eventType()).ascii("\",\"timestamp_unixtime_ms\":");
        out.number(told == Moment.Told.TIME ? moment.epochMilli() : since.toEpochMilli());
        out.ascii(",\"source_message_id\":").again(uuidFrom, uuidTo).ascii(",\"custom_attributes\":{");
        var refusal = properties(record, out);
        out.ascii("}}}]");
        return refusal;
    }

    /** All are text at the vendor; a null says nothing there. */
    private @Nullable VendorCode properties(OutgoingRecord record, JsonBytes out) {
        int start = out.length();
        int count = 0;
        for (int field = 0; field < record.size(); field++) {
            var name = record.name(field);
            if (isSaidElsewhere(field, name) || positions.isEvent(field)) {
                continue;
            }
            int from = out.length();
            out.ascii(from > start ? "," : "");
            record.writeName(field, out);
            out.ascii(":");
            int value = out.length();
            record.writeValue(field, out);
            byte first = out.at(value);
            if (first == 'n') {
                out.truncate(from);
                continue;
            }
            if (first == '[') {
                return VendorCode.DATA_INVALID;
            }
            var refusal = refusal(name, ++count, value, out);
            if (refusal != null) {
                return refusal;
            }
            if (first != '"') {
                out.quote(value);
            }
        }
        return null;
    }

    private @Nullable VendorCode subscription(OutgoingRecord record, JsonBytes out) {
        if (!consent.isKnown()) {
            return VendorCode.CHANNEL_UNKNOWN;
        }
        if (!record.consented()) {
            return VendorCode.CONSENT_MISSING;
        }
        if (!consent.given(record, out)) {
            return VendorCode.CONSENT_TIME_MISSING;
        }
        out.ascii(",\"events\":[]");
        return null;
    }

    private @Nullable VendorCode unsubscription(JsonBytes out) {
        if (!consent.isKnown()) {
            return VendorCode.CHANNEL_UNKNOWN;
        }
        consent.withdrawn(out);
        out.ascii(",\"events\":[]");
        return null;
    }

    private boolean isSaidElsewhere(int field, String name) {
        return positions.isIdentifier(field) || name.equals(input.consentedAt());
    }
}
