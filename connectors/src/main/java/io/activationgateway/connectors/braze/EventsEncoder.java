package io.activationgateway.connectors.braze;

import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.EventTime;
import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.OutgoingRecord.Role;
import io.activationgateway.connectors.Positions;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.identity.IdentifierType;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes one object of {@code events} or {@code purchases}. */
final class EventsEncoder implements BatchDraft.Encoder {

    /** Names that no property may bear. */
    private static final Set<String> RESERVED = Set.of("time", "event_name");

    /** What a purchase says beside its properties, in the order of its columns' flags. */
    private static final List<String> PURCHASE = List.of("product_id", "currency", "price", "quantity");

    private static final int DEMANDED = 0b111;
    private static final int MAX_NAME = 255;

    private final boolean purchases;
    private final boolean createPeople;
    private final List<PersonKey> keys;
    private final @Nullable AliasLabel label;
    private final Instant since;
    private final Positions positions = new Positions();

    EventsEncoder(
            boolean purchases, boolean createPeople, List<PersonKey> keys, @Nullable AliasLabel label, Instant since) {
        this.purchases = purchases;
        this.createPeople = createPeople;
        this.keys = keys;
        this.label = label;
        this.since = since;
    }

    @Override
    public @Nullable VendorCode encode(OutgoingRecord record, JsonBytes out) {
        var name = Fields.role(record, Role.EVENT_NAME);
        if (name == null) {
            return VendorCode.EVENT_NAME_MISSING;
        }
        if (!isName(name)) {
            return VendorCode.EVENT_NAME_DISALLOWED;
        }
        var time = Fields.role(record, Role.EVENT_TIME);
        var instant = time == null ? since : EventTime.parse(time);
        if (instant == null) {
            return VendorCode.EVENT_TIME_INVALID;
        }
        return switch (PersonKey.of(record, keys)) {
            case PersonKey.Not(var code) -> code;
            case PersonKey.By(var key, var text) -> {
                out.ascii("{");
                key.write(text, label, out);
                positions.of(record);
                if (purchases && !purchase(record, out)) {
                    yield VendorCode.DATA_INVALID;
                }
                if (!purchases) {
                    out.ascii(",\"name\":").string(name);
                }
                out.ascii(",\"time\":\"").ascii(instant.toString()).ascii("\"");
                creation(key, out);
                yield properties(record, key, out);
            }
        };
    }

    private void creation(PersonKey key, JsonBytes out) {
        if (!createPeople) {
            out.ascii(",\"_update_existing_only\":true");
        } else if (key == PersonKey.ALIAS) {
            out.ascii(",\"_update_existing_only\":false");
        }
    }

    /** False where a column that a purchase needs is missing or null. */
    private boolean purchase(OutgoingRecord record, JsonBytes out) {
        int found = 0;
        for (int field = 0; field < record.size(); field++) {
            int column = PURCHASE.indexOf(record.name(field));
            if (column >= 0 && record.text(field) != null) {
                found |= 1 << column;
                out.ascii(",");
                record.writeName(field, out);
                out.ascii(":");
                record.writeValue(field, out);
            }
        }
        return (found & DEMANDED) == DEMANDED;
    }

    private @Nullable VendorCode properties(OutgoingRecord record, PersonKey key, JsonBytes out) {
        int before = out.length();
        out.ascii(",\"properties\":{");
        int start = out.length();
        int keyField = positions.identifier(key.type());
        for (int field = 0; field < record.size(); field++) {
            if (field == keyField || isSaidElsewhere(record, field)) {
                continue;
            }
            var name = record.name(field);
            if (RESERVED.contains(name) || !isName(name)) {
                return VendorCode.FIELD_RESERVED;
            }
            if (out.length() > start) {
                out.ascii(",");
            }
            record.writeName(field, out);
            out.ascii(":");
            record.writeValue(field, out);
        }
        if (out.length() == start) {
            out.truncate(before);
        } else {
            out.ascii("}");
        }
        out.ascii("}");
        return null;
    }

    /** How to reach a person is no property of what they did. */
    private boolean isSaidElsewhere(OutgoingRecord record, int field) {
        return field == positions.identifier(IdentifierType.USER_ID)
                || field == positions.identifier(IdentifierType.EMAIL)
                || field == positions.identifier(IdentifierType.PHONE)
                || positions.isEvent(field)
                || (purchases && PURCHASE.contains(record.name(field)));
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && name.length() <= MAX_NAME && name.charAt(0) != '$';
    }
}
