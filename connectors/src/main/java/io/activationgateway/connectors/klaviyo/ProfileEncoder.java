package io.activationgateway.connectors.klaviyo;

import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Columns;
import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.Positions;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.identity.IdentifierType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one profile of an import: what the vendor has a place for goes there, all else is a property. */
final class ProfileEncoder implements BatchDraft.Encoder {

    private enum Place {
        /** A text of the profile. */
        ATTRIBUTE,
        /** A text of its location. */
        LOCATION,
        /** A text or a number of its location. */
        COORDINATE,
        /** The location itself, where it is an object. */
        WHOLE_LOCATION,
        PROPERTY
    }

    private static final Map<String, Place> PLACES = places();

    private final Positions positions = new Positions();
    private final Columns<Place> columns = new Columns<>(name -> PLACES.getOrDefault(name, Place.PROPERTY));

    @Override
    public @Nullable VendorCode encode(OutgoingRecord record, JsonBytes out) {
        positions.of(record);
        out.ascii("{\"type\":\"profile\",\"attributes\":{");
        int start = out.length();
        for (int i = 0; i < PersonKey.LASTING.size(); i++) { // an iterator for every row would be garbage
            var key = PersonKey.LASTING.get(i);
            if (key(record, key, start, out) == VendorCode.IDENTIFIER_INVALID) {
                return VendorCode.IDENTIFIER_INVALID;
            }
        }
        if (out.length() == start) {
            return VendorCode.IDENTIFIER_MISSING;
        }
        var refusal = attributes(record, out);
        if (refusal == null) {
            refusal = location(record, out);
        }
        if (refusal == null) {
            properties(record, out);
        }
        out.ascii("}}");
        return refusal;
    }

    private @Nullable VendorCode key(OutgoingRecord record, PersonKey key, int start, JsonBytes out) {
        int field = positions.identifier(key.type());
        if (field < 0) {
            return VendorCode.IDENTIFIER_MISSING;
        }
        int before = out.length();
        out.ascii(before > start ? ",\"" : "\"").ascii(key.attribute()).ascii("\":");
        var refusal = key.write(record, field, out);
        if (refusal != null) {
            out.truncate(before);
        }
        return refusal;
    }

    private @Nullable VendorCode attributes(OutgoingRecord record, JsonBytes out) {
        for (int field = 0; field < record.size(); field++) {
            if (columns.of(record, field) == Place.ATTRIBUTE && !isKey(field)) {
                out.ascii(",");
                record.writeName(field, out);
                out.ascii(":");
                if (!text(record, field, out)) {
                    return VendorCode.DATA_INVALID;
                }
            }
        }
        return null;
    }

    private @Nullable VendorCode location(OutgoingRecord record, JsonBytes out) {
        boolean open = false;
        boolean whole = false;
        for (int field = 0; field < record.size(); field++) {
            var place = columns.of(record, field);
            if (place == Place.PROPERTY || place == Place.ATTRIBUTE || isKey(field)) {
                continue;
            }
            if (place == Place.WHOLE_LOCATION) {
                whole = whole || isObject(record, field, out);
                continue;
            }
            out.ascii(open ? "," : ",\"location\":{");
            open = true;
            record.writeName(field, out);
            out.ascii(":");
            if (place == Place.COORDINATE ? !coordinate(record, field, out) : !text(record, field, out)) {
                return VendorCode.DATA_INVALID;
            }
        }
        if (open) {
            out.ascii("}");
            return whole ? VendorCode.FIELD_RESERVED : null;
        }
        return whole ? wholeLocation(record, out) : null;
    }

    private @Nullable VendorCode wholeLocation(OutgoingRecord record, JsonBytes out) {
        for (int field = 0; field < record.size(); field++) {
            if (columns.of(record, field) == Place.WHOLE_LOCATION) {
                out.ascii(",\"location\":");
                record.writeValue(field, out);
            }
        }
        return null;
    }

    private void properties(OutgoingRecord record, JsonBytes out) {
        boolean open = false;
        for (int field = 0; field < record.size(); field++) {
            var place = columns.of(record, field);
            boolean property =
                    place == Place.PROPERTY || (place == Place.WHOLE_LOCATION && !isObject(record, field, out));
            if (property && !isKey(field)) {
                out.ascii(open ? "," : ",\"properties\":{");
                open = true;
                record.writeName(field, out);
                out.ascii(":");
                record.writeValue(field, out);
            }
        }
        if (open) {
            out.ascii("}");
        }
    }

    private boolean isKey(int field) {
        return positions.identifier(IdentifierType.USER_ID) == field
                || positions.identifier(IdentifierType.EMAIL) == field
                || positions.identifier(IdentifierType.PHONE) == field;
    }

    private static boolean isObject(OutgoingRecord record, int field, JsonBytes out) {
        int from = out.length();
        record.writeValue(field, out);
        boolean object = out.at(from) == '{';
        out.truncate(from);
        return object;
    }

    /** Writes a value as text or null; false where it is an object or an array. */
    private static boolean text(OutgoingRecord record, int field, JsonBytes out) {
        int from = out.length();
        record.writeValue(field, out);
        byte first = out.at(from);
        if (first == '"' || first == 'n') {
            return true;
        }
        out.truncate(from);
        return Fields.writeText(record, field, out);
    }

    private static boolean coordinate(OutgoingRecord record, int field, JsonBytes out) {
        int from = out.length();
        record.writeValue(field, out);
        byte first = out.at(from);
        return first == '"' || first == 'n' || first == '-' || (first >= '0' && first <= '9');
    }

    private static Map<String, Place> places() {
        var places = new HashMap<String, Place>();
        for (var name : new String[] {"first_name", "last_name", "organization", "locale", "title", "image"}) {
            places.put(name, Place.ATTRIBUTE);
        }
        for (var name : new String[] {"address1", "address2", "city", "country", "region", "zip", "timezone", "ip"}) {
            places.put(name, Place.LOCATION);
        }
        places.put("latitude", Place.COORDINATE);
        places.put("longitude", Place.COORDINATE);
        places.put("location", Place.WHOLE_LOCATION);
        return Map.copyOf(places);
    }
}
