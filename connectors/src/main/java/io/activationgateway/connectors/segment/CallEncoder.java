package io.activationgateway.connectors.segment;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Moment;
import io.activationgateway.connectors.NamedUuids;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.Positions;
import io.activationgateway.connectors.Recurring;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.identity.IdentifierType;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes one call of a batch in Segment's language: {@code identify}, {@code group} or {@code track}. Not thread-safe; one
 * per draft.
 */
public final class CallEncoder implements BatchDraft.Encoder {

    private final Operation operation;
    private final NamedUuids messageIds;
    private final Dialect dialect;
    private final CallShape shape;
    private final Moment since;
    private final Moment happened = new Moment();
    private final @Nullable String audience;
    private final String membership;
    private final byte[] consented;
    private final byte[] otherwise;
    private final Positions positions = new Positions();
    private final Recurring<Boolean> reserved = new Recurring<>(this::isReserved);

    public CallEncoder(Attempt attempt, NamedUuids messageIds, Dialect dialect, CallShape shape) {
        this.operation = attempt.operation();
        this.messageIds = requireNonNull(messageIds, "messageIds");
        this.dialect = requireNonNull(dialect, "dialect");
        this.shape = requireNonNull(shape, "shape");
        this.since = Moment.of(attempt.since());
        this.audience = attempt.audience();
        this.membership = "aud_" + audience;
        this.consented = consent(attempt, true);
        this.otherwise = consent(attempt, false);
    }

    @Override
    public @Nullable VendorCode encode(OutgoingRecord record, JsonBytes out) {
        positions.of(record);
        int group = operation == Operation.UPSERT ? groupField(record, out) : -1;
        boolean joins = operation == Operation.ADD && shape.audienceAsGroup();
        out.ascii("{\"type\":\"")
                .ascii(operation == Operation.TRACK ? "track" : group >= 0 || joins ? "group" : "identify");
        out.ascii("\",\"messageId\":");
        messageIds.write(record.dedupeKey(), out);
        boolean user = identifier("userId", IdentifierType.USER_ID, record, out);
        if (!(user && operation == Operation.REMOVE)) {
            user |= identifier("anonymousId", IdentifierType.ANONYMOUS_ID, record, out);
        }
        if (!user) {
            return VendorCode.IDENTIFIER_MISSING;
        }
        var refusal = switch (operation) {
            case TRACK -> event(record, out);
            case REMOVE -> removal(out);
            case UPSERT, ADD, SUBSCRIBE, UNSUBSCRIBE, SUPPRESS, ERASE ->
                joins ? member(record, out) : group >= 0 ? organisation(record, group, out) : profile(record, out);
        };
        out.ascii("}");
        return refusal;
    }

    /** Who leaves is told to everybody: no consent stands between a removal and the tools behind. */
    private byte[] consent(Attempt attempt, boolean given) {
        var text = operation == Operation.REMOVE ? "" : dialect.consent(attempt, given);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean identifier(OutgoingRecord record, int field, String name, JsonBytes out) {
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

    private boolean identifier(String name, IdentifierType type, OutgoingRecord record, JsonBytes out) {
        return identifier(record, positions.identifier(type), name, out);
    }

    private int groupField(OutgoingRecord record, JsonBytes room) {
        if (shape.groupIdField() != null) {
            for (int field = 0; field < record.size(); field++) {
                if (record.name(field).equals(shape.groupIdField())) {
                    return Fields.hasText(record, field, room) ? field : -1;
                }
            }
        }
        return -1;
    }

    private @Nullable VendorCode removal(JsonBytes out) {
        dialect.times(since, out);
        out.ascii(",\"traits\":{").string(membership).ascii(":false}");
        return null;
    }

    private @Nullable VendorCode profile(OutgoingRecord record, JsonBytes out) {
        dialect.times(since, out);
        out.ascii(",\"traits\":{");
        int start = out.length();
        if (operation == Operation.ADD) {
            out.string(membership).ascii(":true");
        }
        addresses(record, start, out);
        var refusal = rest(record, start, out);
        out.ascii("}");
        context(record, false, out);
        return refusal;
    }

    private @Nullable VendorCode organisation(OutgoingRecord record, int group, JsonBytes out) {
        identifier(record, group, "groupId", out);
        dialect.times(since, out);
        out.ascii(",\"traits\":{");
        var refusal = rest(record, out.length(), out);
        out.ascii("}");
        context(record, true, out);
        return refusal;
    }

    private @Nullable VendorCode member(OutgoingRecord record, JsonBytes out) {
        out.ascii(",\"groupId\":").string(requireNonNull(audience, "audience"));
        dialect.times(since, out);
        out.ascii(",\"traits\":{},\"context\":{\"traits\":{");
        int start = out.length();
        addresses(record, start, out);
        var refusal = rest(record, start, out);
        out.ascii("}");
        var consent = record.consented() ? consented : otherwise;
        out.ascii(consent.length > 0 ? "," : "").raw(consent, 0, consent.length).ascii("}");
        return refusal;
    }

    private @Nullable VendorCode event(OutgoingRecord record, JsonBytes out) {
        var isReserved = reserved.of(record, positions.eventName(), out);
        if (isReserved == null) {
            return VendorCode.EVENT_NAME_MISSING;
        }
        if (isReserved) {
            return VendorCode.FIELD_RESERVED;
        }
        identifier(record, positions.eventName(), "event", out);
        var told = happened.read(record, positions.eventTime(), out);
        if (told == Moment.Told.NONSENSE) {
            return VendorCode.EVENT_TIME_INVALID;
        }
        dialect.times(told == Moment.Told.NOTHING ? since : happened, out);
        out.ascii(",\"properties\":{");
        var refusal = rest(record, out.length(), out);
        out.ascii("}");
        context(record, true, out);
        return refusal;
    }

    private boolean isReserved(String eventName) {
        return eventName.strip().equalsIgnoreCase(dialect.reservedEvent());
    }

    private void context(OutgoingRecord record, boolean withAddresses, JsonBytes out) {
        int before = out.length();
        out.ascii(",\"context\":{");
        int start = out.length();
        if (withAddresses) {
            out.ascii("\"traits\":{");
            int traits = out.length();
            addresses(record, traits, out);
            if (out.length() == traits) {
                out.truncate(start);
            } else {
                out.ascii("}");
            }
        }
        var consent = record.consented() ? consented : otherwise;
        if (consent.length > 0) {
            out.comma(start).raw(consent, 0, consent.length);
        }
        if (out.length() == start) {
            out.truncate(before);
        } else {
            out.ascii("}");
        }
    }

    private void addresses(OutgoingRecord record, int start, JsonBytes out) {
        address("email", IdentifierType.EMAIL, start, record, out);
        address("phone", IdentifierType.PHONE, start, record, out);
    }

    private void address(String name, IdentifierType type, int start, OutgoingRecord record, JsonBytes out) {
        int field = positions.identifier(type);
        if (field < 0) {
            return;
        }
        int before = out.length();
        out.ascii(before > start ? ",\"" : "\"").ascii(name).ascii("\":");
        if (!Fields.writeText(record, field, out)) {
            out.truncate(before);
        }
    }

    private @Nullable VendorCode rest(OutgoingRecord record, int start, JsonBytes out) {
        for (int field = 0; field < record.size(); field++) {
            var name = record.name(field);
            if (isSaidElsewhere(field, name)) {
                continue;
            }
            if (name.equals("email")
                    || name.equals("phone")
                    || (operation == Operation.ADD && name.equals(membership))) {
                return VendorCode.FIELD_RESERVED;
            }
            out.comma(start);
            record.writeName(field, out);
            out.ascii(":");
            record.writeValue(field, out);
        }
        return null;
    }

    /** A row's own id, where it is called {@code id}, would be read as the person's or the group's. */
    private boolean isSaidElsewhere(int field, String name) {
        return (operation != Operation.TRACK && positions.isRecordId(field) && name.equals("id"))
                || positions.identifier(IdentifierType.USER_ID) == field
                || positions.identifier(IdentifierType.ANONYMOUS_ID) == field
                || positions.identifier(IdentifierType.EMAIL) == field
                || positions.identifier(IdentifierType.PHONE) == field
                || (operation == Operation.TRACK && positions.isEvent(field))
                || (operation == Operation.UPSERT && name.equals(shape.groupIdField()));
    }
}
