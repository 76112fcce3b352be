package io.activationgateway.connectors.customerio;

import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Columns;
import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Moment;
import io.activationgateway.connectors.NamedUuids;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.Positions;
import io.activationgateway.connectors.Recurring;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.customerio.Workspace.Trait;
import io.activationgateway.consent.identity.IdentifierType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes one call of a Pipelines batch: identify or track. */
final class PipelinesEncoder implements BatchDraft.Encoder {

    private static final String SUPPRESSED = "User Suppressed";
    private static final String DELETED = "User Deleted";

    /** Events that the vendor acts upon rather than records: a sender's event of such a name would erase a person. */
    private static final Set<String> COMMANDS = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        COMMANDS.addAll(Set.of(
                SUPPRESSED,
                DELETED,
                "User Unsuppressed",
                "Device Created or Updated",
                "Device Deleted",
                "Object Deleted",
                "Relationship Deleted",
                "Report Delivery Event",
                "Report Content Event"));
    }

    private static final int MAX_USER_ID = 150;

    private final Operation operation;
    private final boolean track;
    private final String command;
    private final byte[] state;
    private final byte[] consent;
    private final NamedUuids messageIds;
    private final Instant since;
    private final Positions positions = new Positions();
    private final Columns<Boolean> reserved = new Columns<>(this::isReserved);
    private final Recurring<Boolean> disallowed = new Recurring<>(PipelinesEncoder::isDisallowed);
    private final Moment happened = new Moment();

    PipelinesEncoder(Attempt attempt, Workspace workspace) {
        this.operation = attempt.operation();
        this.track = operation == Operation.TRACK || operation == Operation.ERASE;
        this.command = workspace.is(Trait.SUPPRESSES_THE_ERASED) ? SUPPRESSED : DELETED;
        this.state = workspace.attributes(attempt);
        this.consent = workspace.consent(attempt);
        this.messageIds = new NamedUuids(workspace.scope());
        this.since = attempt.since();
    }

    @Override
    public @Nullable VendorCode encode(OutgoingRecord record, JsonBytes out) {
        if (operation == Operation.SUBSCRIBE && !record.consented()) {
            return VendorCode.CONSENT_MISSING;
        }
        positions.of(record);
        out.ascii(track ? "{\"type\":\"track\"" : "{\"type\":\"identify\"");
        var refusal = person(record, out);
        if (refusal != null) {
            return refusal;
        }
        out.ascii(",\"messageId\":");
        messageIds.write(record.dedupeKey(), out);
        switch (happened.read(record, operation == Operation.TRACK ? positions.eventTime() : -1, out)) {
            case TIME -> {}
            case NOTHING -> happened.set(since);
            case NONSENSE -> {
                return VendorCode.EVENT_TIME_INVALID;
            }
        }
        happened.write(out.ascii(",\"timestamp\":"));
        refusal = switch (operation) {
            case TRACK -> event(record, out);
            case ERASE -> command(out);
            default -> traits(record, out);
        };
        out.ascii("}}");
        return refusal;
    }

    /** Nobody anonymous can be erased: the vendor deletes people by their user id. */
    private @Nullable VendorCode person(OutgoingRecord record, JsonBytes out) {
        int from = out.length();
        boolean known = identifier(record, IdentifierType.USER_ID, ",\"userId\":", out);
        if (known && isTooLong(record, out.length() - from)) {
            return VendorCode.IDENTIFIER_INVALID;
        }
        boolean anonymous = operation != Operation.ERASE
                && identifier(record, IdentifierType.ANONYMOUS_ID, ",\"anonymousId\":", out);
        return known || anonymous ? null : VendorCode.IDENTIFIER_MISSING;
    }

    /** A text is never longer than its JSON: only one that may be too long is worth counting. */
    private boolean isTooLong(OutgoingRecord record, int written) {
        var text = written > MAX_USER_ID ? record.text(positions.identifier(IdentifierType.USER_ID)) : null;
        return text != null && text.getBytes(StandardCharsets.UTF_8).length > MAX_USER_ID;
    }

    private boolean identifier(OutgoingRecord record, IdentifierType type, String member, JsonBytes out) {
        int field = positions.identifier(type);
        int before = out.length();
        if (field >= 0 && Fields.writeText(record, field, out.ascii(member))) {
            return true;
        }
        out.truncate(before);
        return false;
    }

    private @Nullable VendorCode command(JsonBytes out) {
        out.ascii(",\"event\":\"").ascii(command).ascii("\",\"properties\":{");
        return null;
    }

    private @Nullable VendorCode event(OutgoingRecord record, JsonBytes out) {
        int name = positions.eventName();
        var isDisallowed = disallowed.of(record, name, out);
        if (isDisallowed == null) {
            return VendorCode.EVENT_NAME_MISSING;
        }
        if (isDisallowed) {
            return VendorCode.EVENT_NAME_DISALLOWED;
        }
        Fields.writeText(record, name, out.ascii(",\"event\":"));
        out.ascii(",\"properties\":{");
        return members(record, out.length(), out);
    }

    /** What is said of a profile, or only what is said of its subscriptions. */
    private @Nullable VendorCode traits(OutgoingRecord record, JsonBytes out) {
        out.ascii(",\"traits\":{");
        int start = out.length();
        if (operation != Operation.UPSERT) {
            out.raw(state, 0, state.length);
            return null;
        }
        if (record.consented()) {
            out.raw(consent, 0, consent.length);
        }
        return members(record, start, out);
    }

    private @Nullable VendorCode members(OutgoingRecord record, int start, JsonBytes out) {
        int email = positions.identifier(IdentifierType.EMAIL);
        int phone = positions.identifier(IdentifierType.PHONE);
        for (int field = 0; field < record.size(); field++) {
            boolean contact = field == email || field == phone;
            if (isSaidElsewhere(record, field) || (track && contact)) {
                continue;
            }
            if (!contact && reserved.of(record, field)) {
                return VendorCode.FIELD_RESERVED;
            }
            int before = out.length();
            out.comma(start);
            if (!contact) {
                record.writeName(field, out);
                out.ascii(":");
                record.writeValue(field, out);
            } else if (!PersonEncoder.writeContact(record, field, field == email, out)) {
                out.truncate(before);
            }
        }
        return null;
    }

    private static boolean isDisallowed(String eventName) {
        return COMMANDS.contains(eventName.strip()) || PersonEncoder.isTooLong(eventName);
    }

    private boolean isReserved(String name) {
        return track ? PersonEncoder.overridesTheMessage(name) : PersonEncoder.isReserved(name);
    }

    private boolean isSaidElsewhere(OutgoingRecord record, int field) {
        return field == positions.identifier(IdentifierType.USER_ID)
                || field == positions.identifier(IdentifierType.ANONYMOUS_ID)
                || (track ? positions.isEvent(field) : PersonEncoder.namesTheRow(positions, record, field));
    }
}
