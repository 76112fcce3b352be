package io.activationgateway.connectors.iterable;

import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Columns;
import io.activationgateway.connectors.Contacts;
import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Moment;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.Positions;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.identity.IdentifierType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes one user, subscriber or event. */
final class IterableEncoder implements BatchDraft.Encoder {

    /** Names that mean something to Iterable: a column of that name would rewrite identities, lists or opt-outs. */
    private static final Set<String> RESERVED = Set.of(
            "email",
            "userId",
            "phoneNumber",
            "emailListIds",
            "userListIds",
            "unsubscribedChannelIds",
            "unsubscribedMessageTypeIds",
            "subscribedMessageTypeIds");

    private final Operation operation;
    private final Project project;
    private final boolean createNewFields;
    private final Positions positions = new Positions();
    private final Columns<Boolean> reserved = new Columns<>(RESERVED::contains);
    private final Moment moment = new Moment();

    IterableEncoder(Operation operation, Project project, boolean createNewFields) {
        this.operation = operation;
        this.project = project;
        this.createNewFields = createNewFields;
    }

    @Override
    public @Nullable VendorCode encode(OutgoingRecord record, JsonBytes out) {
        positions.of(record);
        var key = project.key(record, out);
        if (key == null) {
            return VendorCode.IDENTIFIER_MISSING;
        }
        boolean saysBoth = operation == Operation.UPSERT;
        out.ascii("{");
        int start = out.length();
        var wrong = saysBoth || key == IdentifierType.USER_ID ? userId(record, out) : null;
        if (wrong != null) {
            return wrong;
        }
        if (saysBoth || key == IdentifierType.EMAIL) {
            email(start, record, out);
        }
        var refusal = switch (operation) {
            case UPSERT, SUBSCRIBE, UNSUBSCRIBE, SUPPRESS, ERASE -> profile(record, out);
            case ADD -> member(record, out);
            case REMOVE -> null;
            case TRACK -> event(record, out);
        };
        out.ascii("}");
        return refusal;
    }

    private void email(int start, OutgoingRecord record, JsonBytes out) {
        int field = positions.identifier(IdentifierType.EMAIL);
        int before = out.length();
        if (field < 0 || !Fields.writeText(record, field, out.comma(start).ascii("\"email\":"))) {
            out.truncate(before);
        }
    }

    /** Writes the user id where there is one, or answers why it cannot be said. */
    private @Nullable VendorCode userId(OutgoingRecord record, JsonBytes out) {
        int before = out.length();
        var refusal = UserId.write(record, positions.identifier(IdentifierType.USER_ID), out.ascii("\"userId\":"));
        if (refusal == VendorCode.IDENTIFIER_MISSING) {
            out.truncate(before);
            return null;
        }
        return refusal;
    }

    private @Nullable VendorCode profile(OutgoingRecord record, JsonBytes out) {
        out.ascii(",\"mergeNestedObjects\":true,\"dataFields\":{");
        var refusal = dataFields(record, out);
        out.ascii("}");
        return refusal;
    }

    private @Nullable VendorCode member(OutgoingRecord record, JsonBytes out) {
        int before = out.length();
        out.ascii(",\"dataFields\":{");
        int start = out.length();
        var refusal = dataFields(record, out);
        if (out.length() == start) {
            out.truncate(before);
        } else {
            out.ascii("}");
        }
        return refusal;
    }

    private @Nullable VendorCode event(OutgoingRecord record, JsonBytes out) {
        int name = positions.eventName();
        if (name < 0 || !Fields.writeText(record, name, out.ascii(",\"eventName\":"))) {
            return VendorCode.EVENT_NAME_MISSING;
        }
        out.ascii(",\"id\":").string(record.dedupeKey());
        switch (moment.read(record, positions.eventTime(), out)) {
            case TIME -> out.ascii(",\"createdAt\":").number(moment.epochSecond());
            case NONSENSE -> {
                return VendorCode.EVENT_TIME_INVALID;
            }
            case NOTHING -> {}
        }
        out.ascii(",\"dataFields\":{");
        var refusal = dataFields(record, out);
        out.ascii("},\"createNewFields\":").ascii(Boolean.toString(createNewFields));
        return refusal;
    }

    private @Nullable VendorCode dataFields(OutgoingRecord record, JsonBytes out) {
        int start = out.length();
        for (int field = 0; field < record.size(); field++) {
            boolean phone = positions.identifier(IdentifierType.PHONE) == field;
            if (isSaidElsewhere(field) || (phone && operation == Operation.TRACK)) {
                continue;
            }
            if (!phone && reserved.of(record, field)) {
                return VendorCode.FIELD_RESERVED;
            }
            out.comma(start);
            if (phone) {
                out.ascii("\"phoneNumber\"");
            } else {
                record.writeName(field, out);
            }
            out.ascii(":");
            if (phone) {
                phone(record, field, out);
            } else {
                value(record, field, out);
            }
        }
        return null;
    }

    private boolean isSaidElsewhere(int field) {
        return positions.identifier(IdentifierType.USER_ID) == field
                || positions.identifier(IdentifierType.EMAIL) == field
                || (operation == Operation.TRACK && positions.isEvent(field));
    }

    /** In E.164, to which alone messages go, where it is a number; anything else as text, for a field keeps one type. */
    private static void phone(OutgoingRecord record, int field, JsonBytes out) {
        int from = out.length();
        if (Contacts.writePhone(record, field, out) != null) {
            out.truncate(from);
            if (!Fields.writeText(record, field, out)) {
                record.writeValue(field, out);
            }
        }
    }

    /** Copies a value, except that a text which is a date and time with zone gets the vendor's own form, in UTC. */
    private void value(OutgoingRecord record, int field, JsonBytes out) {
        int from = out.length();
        record.writeValue(field, out);
        if (moment.read(out, from)) {
            out.truncate(from);
            moment.writeDate(out.ascii("\""));
            moment.writeTime(out.ascii(" "));
            out.ascii(" +00:00\"");
        }
    }
}
