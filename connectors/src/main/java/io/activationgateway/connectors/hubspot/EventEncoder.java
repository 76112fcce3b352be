package io.activationgateway.connectors.hubspot;

import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Moment;
import io.activationgateway.connectors.NamedUuids;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.Positions;
import io.activationgateway.connectors.Recurring;
import io.activationgateway.connectors.VendorCode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes one event of somebody who is known by address, by what the account has configured beside it, or by what the contact
 * is looked up by.
 */
final class EventEncoder implements BatchDraft.Encoder {

    /** The account's own name of an event, with the account's number. */
    private static final Pattern INTERNAL = Pattern.compile("pe[0-9]{1,12}_[a-z0-9_]{1,100}");

    private static final int MAX_PROPERTIES = 50;

    private final Events events;
    private final Moment moment = new Moment();
    private final Positions positions = new Positions();
    private final NamedUuids uuids = new NamedUuids("hubspot");
    private final Recurring<Name> named = new Recurring<>(this::name);
    private boolean sought;

    /** The account's name of an event; null where it has none. */
    private record Name(@Nullable String internal) {}

    EventEncoder(Events events) {
        this.events = events;
    }

    static boolean isInternal(String name) {
        return INTERNAL.matcher(name).matches();
    }

    @Override
    public @Nullable VendorCode encode(OutgoingRecord record, JsonBytes out) {
        positions.of(record);
        var name = named.of(record, positions.eventName(), out);
        if (name == null) {
            return VendorCode.EVENT_NAME_MISSING;
        }
        if (name.internal() == null) {
            return VendorCode.EVENT_NAME_DISALLOWED;
        }
        out.ascii("{\"eventName\":\"").ascii(name.internal()).ascii("\"");
        var refusal = EventKey.write(events.keys(), record, out);
        sought = refusal == VendorCode.IDENTIFIER_MISSING && seeking(record, out);
        if (refusal != null && !sought) {
            return refusal;
        }
        if (!time(record, positions.eventTime(), out)) {
            return VendorCode.EVENT_TIME_INVALID;
        }
        out.ascii(",\"uuid\":");
        uuids.write(record.dedupeKey(), out);
        out.ascii(",\"properties\":{");
        refusal = properties(record, out);
        out.ascii("}}");
        return refusal;
    }

    /** Whether the contact of the event that was written last has to be looked up. */
    boolean sought() {
        return sought;
    }

    /** Whether the contact of a record's event has to be looked up. */
    boolean seeks(OutgoingRecord record) {
        var room = new JsonBytes(256);
        return EventKey.write(events.keys(), record, room) == VendorCode.IDENTIFIER_MISSING && seeking(record, room);
    }

    /** Writes what the contact is looked up by, as a list in place of its id; false where that is not there either. */
    private boolean seeking(OutgoingRecord record, JsonBytes out) {
        var naming = events.sought();
        int before = out.length();
        if (naming != null && naming.write(record, out.ascii(",\"objectId\":[")) == null) {
            out.ascii("]");
            return true;
        }
        out.truncate(before);
        return false;
    }

    private Name name(String said) {
        var name = events.names().getOrDefault(said, said);
        return new Name(isInternal(name) ? name : null);
    }

    /** Writes the time of the event, as it came where it is RFC 3339; nothing where there is none. */
    private boolean time(OutgoingRecord record, int field, JsonBytes out) {
        var told = moment.read(record, field, out);
        if (told != Moment.Told.TIME) {
            return told == Moment.Told.NOTHING;
        }
        out.ascii(",\"occurredAt\":");
        if (moment.isRfc3339()) {
            record.writeValue(field, out);
        } else {
            moment.write(out);
        }
        return true;
    }

    private @Nullable VendorCode properties(OutgoingRecord record, JsonBytes out) {
        int count = 0;
        for (int field = 0; field < record.size(); field++) {
            if (positions.isIdentifier(field) || positions.isEvent(field)) {
                continue;
            }
            out.ascii(count++ > 0 ? "," : "");
            record.writeName(field, out);
            out.ascii(":");
            PropertyText.write(record, field, out);
        }
        return count > MAX_PROPERTIES ? VendorCode.DATA_INVALID : null;
    }
}
