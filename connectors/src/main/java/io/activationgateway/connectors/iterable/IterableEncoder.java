package io.activationgateway.connectors.iterable;

import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.EventTime;
import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.OutgoingRecord.Role;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.identity.IdentifierType;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
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

    private static final int MAX_USER_ID = 52;

    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss '+00:00'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** With its quotes: the shortest and longest text that can be a date and time with zone. */
    private static final int SHORTEST_DATE_TIME = 19;

    private static final int LONGEST_DATE_TIME = 40;

    private final Operation operation;
    private final Project project;
    private final boolean createNewFields;

    IterableEncoder(Operation operation, Project project, boolean createNewFields) {
        this.operation = operation;
        this.project = project;
        this.createNewFields = createNewFields;
    }

    @Override
    public @Nullable VendorCode encode(OutgoingRecord record, JsonBytes out) {
        var key = project.key(record);
        if (key == null) {
            return VendorCode.IDENTIFIER_MISSING;
        }
        var userId = Fields.identifier(record, IdentifierType.USER_ID);
        boolean saysBoth = operation == Operation.UPSERT;
        if (userId != null && (saysBoth || key == IdentifierType.USER_ID) && !isUserId(userId)) {
            return VendorCode.IDENTIFIER_INVALID;
        }
        out.ascii("{");
        int start = out.length();
        if (saysBoth || key == IdentifierType.USER_ID) {
            identifier("userId", userId, start, out);
        }
        if (saysBoth || key == IdentifierType.EMAIL) {
            identifier("email", Fields.identifier(record, IdentifierType.EMAIL), start, out);
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

    private static void identifier(String name, @Nullable String value, int start, JsonBytes out) {
        if (value != null) {
            out.ascii(out.length() > start ? ",\"" : "\"")
                    .ascii(name)
                    .ascii("\":")
                    .string(value);
        }
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
        var name = Fields.role(record, Role.EVENT_NAME);
        if (name == null) {
            return VendorCode.EVENT_NAME_MISSING;
        }
        out.ascii(",\"eventName\":").string(name);
        out.ascii(",\"id\":").string(record.dedupeKey());
        var time = Fields.role(record, Role.EVENT_TIME);
        if (time != null) {
            var instant = EventTime.parse(time);
            if (instant == null) {
                return VendorCode.EVENT_TIME_INVALID;
            }
            out.ascii(",\"createdAt\":").number(instant.getEpochSecond());
        }
        out.ascii(",\"dataFields\":{");
        var refusal = dataFields(record, out);
        out.ascii("},\"createNewFields\":").ascii(Boolean.toString(createNewFields));
        return refusal;
    }

    private @Nullable VendorCode dataFields(OutgoingRecord record, JsonBytes out) {
        int start = out.length();
        for (int field = 0; field < record.size(); field++) {
            boolean phone = record.identifier(IdentifierType.PHONE) == field;
            if (isSaidElsewhere(record, field) || (phone && operation == Operation.TRACK)) {
                continue;
            }
            if (!phone && RESERVED.contains(record.name(field))) {
                return VendorCode.FIELD_RESERVED;
            }
            if (out.length() > start) {
                out.ascii(",");
            }
            if (phone) {
                out.ascii("\"phoneNumber\"");
            } else {
                record.writeName(field, out);
            }
            out.ascii(":");
            value(record, field, out);
        }
        return null;
    }

    private boolean isSaidElsewhere(OutgoingRecord record, int field) {
        return record.identifier(IdentifierType.USER_ID) == field
                || record.identifier(IdentifierType.EMAIL) == field
                || (operation == Operation.TRACK && Fields.isEvent(record, field));
    }

    /** Copies a value, except that a text which is a date and time with zone gets the vendor's own form, in UTC. */
    private static void value(OutgoingRecord record, int field, JsonBytes out) {
        int from = out.length();
        record.writeValue(field, out);
        int length = out.length() - from;
        if (length < SHORTEST_DATE_TIME
                || length > LONGEST_DATE_TIME
                || out.at(from) != '"'
                || out.at(from + 5) != '-'
                || out.at(from + 11) != 'T') {
            return;
        }
        var instant = EventTime.parse(out.ascii(from + 1, out.length() - 1));
        if (instant != null) {
            out.truncate(from);
            out.ascii("\"").ascii(DATE_TIME.format(instant)).ascii("\"");
        }
    }

    /** Whether the vendor takes this as a user id. */
    static boolean isUserId(String text) {
        return text.length() <= MAX_USER_ID
                && text.charAt(text.length() - 1) != ' '
                && text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }
}
