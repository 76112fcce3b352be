package io.activationgateway.connectors.mparticle;

import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.Positions;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.mparticle.Identity.Place;
import io.activationgateway.consent.identity.IdentifierType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes by which keys a batch's user is known. Not thread-safe; one per draft. */
final class Identification {

    private static final IdentifierType[] TYPES = IdentifierType.values();

    private final @Nullable Identity[] identities = new @Nullable Identity[TYPES.length];
    private boolean malformed;

    Identification(Map<IdentifierType, Identity> identities) {
        for (int i = 0; i < TYPES.length; i++) {
            this.identities[i] = identities.get(TYPES[i]);
        }
    }

    /** Writes the keys of a record, a comma in front of each place, or answers why they cannot be said. */
    @Nullable
    VendorCode write(OutgoingRecord record, Positions positions, JsonBytes out) {
        malformed = false;
        boolean known = places(Place.BATCH, record, positions, out) > 0;
        known |= object("user_identities", Place.USER, record, positions, out);
        known |= object("device_info", Place.DEVICE, record, positions, out);
        if (malformed) {
            return VendorCode.IDENTIFIER_INVALID;
        }
        return known ? null : VendorCode.IDENTIFIER_MISSING;
    }

    private boolean object(String name, Place place, OutgoingRecord record, Positions positions, JsonBytes out) {
        int before = out.length();
        out.ascii(",\"").ascii(name).ascii("\":{");
        if (places(place, record, positions, out) == 0) {
            out.truncate(before);
            return false;
        }
        out.ascii("}");
        return true;
    }

    /** Writes the keys of one place, and says how many there are. */
    private int places(Place place, OutgoingRecord record, Positions positions, JsonBytes out) {
        int count = 0;
        for (int i = 0; i < TYPES.length; i++) {
            var identity = identities[i];
            int field = positions.identifier(TYPES[i]);
            if (identity == null || identity.place() != place || field < 0) {
                continue;
            }
            int from = out.length();
            out.ascii(count > 0 || place == Place.BATCH ? ",\"" : "\"")
                    .ascii(identity.key())
                    .ascii("\":");
            int value = out.length();
            if (!Fields.writeText(record, field, out)) {
                out.truncate(from);
                continue;
            }
            count++;
            malformed |= !identity.takes(out, value);
            if (place == Place.BATCH) {
                out.unquote(value);
            }
        }
        return count;
    }
}
