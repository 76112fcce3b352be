package io.activationgateway.connectors.hubspot;

import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Moment;
import io.activationgateway.connectors.NamedUuids;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.Positions;
import io.activationgateway.connectors.Recurring;
import io.activationgateway.connectors.VendorCode;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes one event of somebody who is known by address, or by what the account has configured beside it. */
final class EventEncoder implements BatchDraft.Encoder {

    /** The account's own name of an event, with the account's number. */
    private static final Pattern INTERNAL = Pattern.compile("pe[0-9]{1,12}_[a-z0-9_]{1,100}");

    private static final int MAX_PROPERTIES = 50;

    private final Map<String, String> names;
    private final List<EventKey> keys;
    private final Moment moment = new Moment();
    private final Positions positions = new Positions();
    private final NamedUuids uuids = new NamedUuids("hubspot");
    private final Recurring<Name> named = new Recurring<>(this::name);

    /** The account's name of an event; null where it has none. */
    private record Name(@Nullable String internal) {}

    /**
     * @param names the account's names of events by the sender's
     * @param keys by which people are known, the preferred first
     */
    EventEncoder(Map<String, String> names, List<EventKey> keys) {
        this.names = names;
        this.keys = keys;
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
        var refusal = EventKey.write(keys, record, out);
        if (refusal != null) {
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

    private Name name(String said) {
        var name = names.getOrDefault(said, said);
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
