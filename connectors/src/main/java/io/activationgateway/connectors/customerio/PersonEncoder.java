package io.activationgateway.connectors.customerio;

import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Columns;
import io.activationgateway.connectors.Contacts;
import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.MatchKey;
import io.activationgateway.connectors.Moment;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.Positions;
import io.activationgateway.connectors.Recurring;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.customerio.Workspace.Trait;
import io.activationgateway.consent.identity.IdentifierType;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes one item of a batch: a person with attributes, an event, an erasure. */
final class PersonEncoder implements BatchDraft.Encoder {

    private static final int MAX_NAME = 150;
    private static final int MAX_EVENT_NAME = 100;

    private final Attempt attempt;
    private final Workspace workspace;
    private final Ulids ulids;
    private final byte[] attributes;
    private final byte[] consent;
    private final boolean convertsTimes;
    private final Positions positions = new Positions();
    private final Columns<Boolean> reserved = new Columns<>(PersonEncoder::isReserved);
    private final Columns<Boolean> overriding = new Columns<>(PersonEncoder::overridesTheMessage);
    private final Recurring<Boolean> tooLong = new Recurring<>(PersonEncoder::isTooLong);
    private final Moment happened = new Moment();
    private final Moment moment = new Moment();

    PersonEncoder(Attempt attempt, Workspace workspace) {
        this.attempt = attempt;
        this.workspace = workspace;
        this.ulids = new Ulids(workspace.scope());
        this.attributes = workspace.attributes(attempt);
        this.consent = workspace.consent(attempt);
        this.convertsTimes = workspace.is(Trait.CONVERTS_TIMES);
    }

    @Override
    public @Nullable VendorCode encode(OutgoingRecord record, JsonBytes out) {
        if (attempt.operation() == Operation.SUBSCRIBE && !record.consented()) {
            return VendorCode.CONSENT_MISSING;
        }
        var key = MatchKey.first(record, workspace.keys(), out);
        if (key == null) {
            return VendorCode.IDENTIFIER_MISSING;
        }
        out.ascii("{\"type\":\"person\",\"action\":\"").ascii(action()).ascii("\",\"identifiers\":{\"");
        out.ascii(key.member()).ascii("\":");
        var refusal = key.write(record, out);
        if (refusal != null) {
            return refusal;
        }
        out.ascii("}");
        refusal = switch (attempt.operation()) {
            case UPSERT -> profile(record, key, out);
            case SUBSCRIBE, UNSUBSCRIBE, SUPPRESS -> state(out);
            case TRACK -> event(record, key, out);
            case ERASE -> null;
            case ADD, REMOVE -> throw new IllegalStateException("audiences are no items of a batch");
        };
        out.ascii("}");
        return refusal;
    }

    private String action() {
        return switch (attempt.operation()) {
            case TRACK -> "event";
            case ERASE -> workspace.is(Trait.SUPPRESSES_THE_ERASED) ? "suppress" : "delete";
            case UPSERT, ADD, REMOVE, SUBSCRIBE, UNSUBSCRIBE, SUPPRESS -> "identify";
        };
    }

    private @Nullable VendorCode state(JsonBytes out) {
        out.ascii(",\"attributes\":{").raw(attributes, 0, attributes.length).ascii("}");
        return null;
    }

    private @Nullable VendorCode profile(OutgoingRecord record, PersonKey key, JsonBytes out) {
        positions.of(record);
        out.ascii(",\"attributes\":{");
        int start = out.length();
        if (record.consented()) {
            out.raw(consent, 0, consent.length);
        }
        int keyField = positions.identifier(key.type());
        int userId = positions.identifier(IdentifierType.USER_ID);
        int email = positions.identifier(IdentifierType.EMAIL);
        int phone = positions.identifier(IdentifierType.PHONE);
        for (int field = 0; field < record.size(); field++) {
            if (field == keyField || field == userId || namesTheRow(record, field)) {
                continue;
            }
            if (field == email || field == phone) {
                contact(record, field, field == email, start, out);
            } else if (reserved.of(record, field)) {
                return VendorCode.FIELD_RESERVED;
            } else {
                member(record, field, start, out);
            }
        }
        out.ascii("}");
        return null;
    }

    private @Nullable VendorCode event(OutgoingRecord record, PersonKey key, JsonBytes out) {
        positions.of(record);
        int name = positions.eventName();
        var isTooLong = tooLong.of(record, name, out);
        if (isTooLong == null) {
            return VendorCode.EVENT_NAME_MISSING;
        }
        if (isTooLong) {
            return VendorCode.EVENT_NAME_DISALLOWED;
        }
        switch (happened.read(record, positions.eventTime(), out)) {
            case TIME -> {}
            case NOTHING -> happened.set(attempt.since());
            case NONSENSE -> {
                return VendorCode.EVENT_TIME_INVALID;
            }
        }
        Fields.writeText(record, name, out.ascii(",\"name\":"));
        if (!record.dedupeKey().isEmpty()) {
            out.ascii(",\"id\":");
            ulids.write(record.dedupeKey(), happened.epochMilli(), out);
        }
        out.ascii(",\"timestamp\":").number(happened.epochSecond());
        return properties(record, key, out);
    }

    private @Nullable VendorCode properties(OutgoingRecord record, PersonKey key, JsonBytes out) {
        int before = out.length();
        out.ascii(",\"attributes\":{");
        int start = out.length();
        int keyField = positions.identifier(key.type());
        for (int field = 0; field < record.size(); field++) {
            if (field == keyField || isSaidElsewhere(field)) {
                continue;
            }
            if (overriding.of(record, field)) {
                return VendorCode.FIELD_RESERVED;
            }
            member(record, field, start, out);
        }
        if (out.length() == start) {
            out.truncate(before);
        } else {
            out.ascii("}");
        }
        return null;
    }

    /** How to reach a person is no property of what they did. */
    private boolean isSaidElsewhere(int field) {
        return field == positions.identifier(IdentifierType.USER_ID)
                || field == positions.identifier(IdentifierType.EMAIL)
                || field == positions.identifier(IdentifierType.PHONE)
                || positions.isEvent(field);
    }

    /** A row's own id would become the person's. */
    private boolean namesTheRow(OutgoingRecord record, int field) {
        return namesTheRow(positions, record, field);
    }

    static boolean namesTheRow(Positions positions, OutgoingRecord record, int field) {
        return positions.isRecordId(field) && record.name(field).equals("id");
    }

    /** Whether the vendor takes no event of such a long name. */
    static boolean isTooLong(String eventName) {
        return isLonger(eventName, MAX_EVENT_NAME);
    }

    /** Names that rewrite identities or opt-outs, or that are longer than the vendor takes. */
    static boolean isReserved(String name) {
        return switch (name) {
            case "id", "email", "phone", "cio_id", "unsubscribed", "cio_subscription_preferences" -> true;
            default -> name.startsWith("cio_subscription_preferences.") || isLonger(name, MAX_NAME);
        };
    }

    /** Names of properties that change whom an automation writes to, and as whom. */
    static boolean overridesTheMessage(String name) {
        return switch (name) {
            case "recipient", "from_address", "reply_to" -> true;
            default -> false;
        };
    }

    private void member(OutgoingRecord record, int field, int start, JsonBytes out) {
        comma(start, out);
        record.writeName(field, out);
        out.ascii(":");
        int from = out.length();
        record.writeValue(field, out);
        // The vendor's conditions on dates need Unix seconds where senders write ISO 8601.
        if (convertsTimes && moment.read(out, from)) {
            out.truncate(from);
            out.number(moment.epochSecond());
        }
    }

    private static void contact(OutgoingRecord record, int field, boolean email, int start, JsonBytes out) {
        int before = out.length();
        comma(start, out);
        if (!writeContact(record, field, email, out)) {
            out.truncate(before);
        }
    }

    /** Writes an address or number with its name, spelled as the vendor wants it where it is one; false where it is empty. */
    static boolean writeContact(OutgoingRecord record, int field, boolean email, JsonBytes out) {
        out.ascii(email ? "\"email\":" : "\"phone\":");
        int from = out.length();
        var refusal = email ? Contacts.writeEmail(record, field, out) : Contacts.writePhone(record, field, out);
        if (refusal == null) {
            return true;
        }
        out.truncate(from);
        return Fields.writeText(record, field, out);
    }

    private static void comma(int start, JsonBytes out) {
        if (out.length() > start) {
            out.ascii(",");
        }
    }

    private static boolean isLonger(String name, int bytes) {
        return name.length() * 3 > bytes && name.getBytes(StandardCharsets.UTF_8).length > bytes;
    }
}
