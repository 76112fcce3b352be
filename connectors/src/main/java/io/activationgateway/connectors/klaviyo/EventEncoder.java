package io.activationgateway.connectors.klaviyo;

import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Columns;
import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Moment;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.Positions;
import io.activationgateway.connectors.VendorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one event with the strongest identifier of its person: attributes beside it would change the profile. */
final class EventEncoder implements BatchDraft.Encoder {

    private enum Place {
        VALUE,
        CURRENCY,
        PROPERTY
    }

    private static final Map<String, Place> PLACES = Map.of("value", Place.VALUE, "value_currency", Place.CURRENCY);

    private static final int MAX_NAME = 127;
    private static final int MAX_PROPERTIES = 400;
    private static final int MAX_STRING_BYTES = 100_000;

    /** Before it the vendor takes no time. */
    static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");

    private static final Duration FUTURE = Duration.ofDays(365);

    private final Instant latest;
    private final Moment moment = new Moment();
    private final Positions positions = new Positions();
    private final Columns<Place> columns = new Columns<>(name -> PLACES.getOrDefault(name, Place.PROPERTY));

    /** {@code now} is the time of the attempt. */
    EventEncoder(Instant now) {
        this.latest = now.plus(FUTURE);
    }

    @Override
    public @Nullable VendorCode encode(OutgoingRecord record, JsonBytes out) {
        positions.of(record);
        out.ascii("{\"type\":\"event-bulk-create\",\"attributes\":{\"profile\":{\"data\":{\"type\":\"profile\","
                + "\"attributes\":{");
        var refusal = person(record, out);
        if (refusal != null) {
            return refusal;
        }
        out.ascii("}}},\"events\":{\"data\":[{\"type\":\"event\",\"attributes\":{\"metric\":{\"data\":{\"type\":"
                + "\"metric\",\"attributes\":{\"name\":");
        refusal = name(record, out);
        if (refusal != null) {
            return refusal;
        }
        out.ascii("}}}");
        if (!time(record, positions.eventTime(), out)) {
            return VendorCode.EVENT_TIME_INVALID;
        }
        out.ascii(",\"unique_id\":").string(record.dedupeKey());
        worth(record, out);
        out.ascii(",\"properties\":{");
        refusal = properties(record, out);
        out.ascii("}}}]}}}");
        return refusal;
    }

    private @Nullable VendorCode person(OutgoingRecord record, JsonBytes out) {
        int before = out.length();
        for (int i = 0; i < PersonKey.ALL.size(); i++) { // an iterator for every row would be garbage
            var key = PersonKey.ALL.get(i);
            int field = positions.identifier(key.type());
            if (field >= 0) {
                out.ascii("\"").ascii(key.attribute()).ascii("\":");
                var refusal = key.write(record, field, out);
                if (refusal != VendorCode.IDENTIFIER_MISSING) {
                    return refusal;
                }
                out.truncate(before);
            }
        }
        return VendorCode.IDENTIFIER_MISSING;
    }

    private @Nullable VendorCode name(OutgoingRecord record, JsonBytes out) {
        int field = positions.eventName();
        int from = out.length();
        if (field < 0 || !Fields.writeText(record, field, out)) {
            return VendorCode.EVENT_NAME_MISSING;
        }
        int bytes = out.length() - from - 2;
        // Characters are never more than bytes: only a name that may be too long is worth counting.
        if (bytes > MAX_NAME) {
            var name = record.text(field);
            if (name == null || name.codePointCount(0, name.length()) > MAX_NAME) {
                return VendorCode.DATA_INVALID;
            }
        }
        return null;
    }

    /** Copies a time as it came where the vendor can read it, else writes its instant; absent where it is null or empty. */
    private boolean time(OutgoingRecord record, int field, JsonBytes out) {
        var told = moment.read(record, field, out);
        if (told != Moment.Told.TIME) {
            return told == Moment.Told.NOTHING;
        }
        if (moment.isBefore(EARLIEST) || moment.isAfter(latest)) {
            return false;
        }
        write(moment, record, field, out.ascii(",\"time\":"));
        return true;
    }

    /** Writes the time that was read from a field, as it came where the vendor can read that. */
    static void write(Moment read, OutgoingRecord record, int field, JsonBytes out) {
        if (read.isRfc3339()) {
            record.writeValue(field, out);
        } else {
            read.write(out);
        }
    }

    private void worth(OutgoingRecord record, JsonBytes out) {
        for (int field = 0; field < record.size(); field++) {
            var place = columns.of(record, field);
            if (place != Place.PROPERTY && isWorth(record, field, place, out)) {
                out.ascii(",");
                record.writeName(field, out);
                out.ascii(":");
                record.writeValue(field, out);
            }
        }
    }

    private @Nullable VendorCode properties(OutgoingRecord record, JsonBytes out) {
        int count = 0;
        for (int field = 0; field < record.size(); field++) {
            var place = columns.of(record, field);
            if (positions.isIdentifier(field)
                    || positions.isEvent(field)
                    || (place != Place.PROPERTY && isWorth(record, field, place, out))) {
                continue;
            }
            out.ascii(count++ > 0 ? "," : "");
            record.writeName(field, out);
            out.ascii(":");
            int from = out.length();
            record.writeValue(field, out);
            if (out.length() - from > MAX_STRING_BYTES && out.at(from) == '"') {
                return VendorCode.RECORD_TOO_LARGE;
            }
        }
        return count > MAX_PROPERTIES ? VendorCode.DATA_INVALID : null;
    }

    /** A value must be a number, its currency a text: else it is a property like any other. */
    private boolean isWorth(OutgoingRecord record, int field, Place place, JsonBytes out) {
        if (positions.isIdentifier(field) || positions.isEvent(field)) {
            return false;
        }
        int from = out.length();
        record.writeValue(field, out);
        byte first = out.at(from);
        out.truncate(from);
        return place == Place.CURRENCY ? first == '"' : first == '-' || (first >= '0' && first <= '9');
    }
}
