package io.activationgateway.connectors.braze;

import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Columns;
import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.MatchKey;
import io.activationgateway.connectors.Moment;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.Positions;
import io.activationgateway.connectors.Recurring;
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

    /** Texts stand before numbers. */
    private static final int FIRST_NUMBER = PURCHASE.indexOf("price");

    private static final int DEMANDED = 0b111;
    private static final int MAX_NAME = 255;

    private final boolean purchases;
    private final boolean createPeople;
    private final List<PersonKey> keys;
    private final @Nullable AliasLabel label;
    private final Instant since;
    private final Positions positions = new Positions();
    private final Columns<Integer> purchase = new Columns<>(PURCHASE::indexOf);
    private final Columns<Boolean> reserved = new Columns<>(name -> RESERVED.contains(name) || !isName(name));
    private final Recurring<Boolean> allowed = new Recurring<>(EventsEncoder::isName);
    private final Moment happened = new Moment();

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
        positions.of(record);
        var isAllowed = allowed.of(record, positions.eventName(), out);
        if (isAllowed == null) {
            return VendorCode.EVENT_NAME_MISSING;
        }
        if (!isAllowed) {
            return VendorCode.EVENT_NAME_DISALLOWED;
        }
        switch (happened.read(record, positions.eventTime(), out)) {
            case TIME -> {}
            case NOTHING -> happened.set(since);
            case NONSENSE -> {
                return VendorCode.EVENT_TIME_INVALID;
            }
        }
        var key = MatchKey.first(record, keys, out);
        if (key == null) {
            return VendorCode.IDENTIFIER_MISSING;
        }
        var refusal = key.write(record, label, out.ascii("{"));
        if (refusal == null && purchases && !purchase(record, out)) {
            refusal = VendorCode.DATA_INVALID;
        }
        return refusal == null ? event(record, key, out) : refusal;
    }

    private @Nullable VendorCode event(OutgoingRecord record, PersonKey key, JsonBytes out) {
        if (!purchases) {
            Fields.writeText(record, positions.eventName(), out.ascii(",\"name\":"));
        }
        happened.write(out.ascii(",\"time\":"));
        creation(key, out);
        return properties(record, key, out);
    }

    private void creation(PersonKey key, JsonBytes out) {
        if (!createPeople) {
            out.ascii(",\"_update_existing_only\":true");
        } else if (key == PersonKey.ALIAS) {
            out.ascii(",\"_update_existing_only\":false");
        }
    }

    /** False where a column that a purchase needs is missing or null, or where one is not of its kind. */
    private boolean purchase(OutgoingRecord record, JsonBytes out) {
        int found = 0;
        for (int field = 0; field < record.size(); field++) {
            int column = purchase.of(record, field);
            if (column >= 0 && !isNull(record, field, out)) {
                if (!member(record, field, column >= FIRST_NUMBER, out)) {
                    return false;
                }
                found |= 1 << column;
            }
        }
        return (found & DEMANDED) == DEMANDED;
    }

    private static boolean isNull(OutgoingRecord record, int field, JsonBytes room) {
        int from = room.length();
        record.writeValue(field, room);
        boolean isNull = room.at(from) == 'n';
        room.truncate(from);
        return isNull;
    }

    /** Writes a number, or what is plain as a text; false where the value is not of that kind. */
    private static boolean member(OutgoingRecord record, int field, boolean number, JsonBytes out) {
        record.writeName(field, out.ascii(","));
        int from = out.ascii(":").length();
        if (!number) {
            return Fields.writeText(record, field, out);
        }
        record.writeValue(field, out);
        byte first = out.at(from);
        return first == '-' || (first >= '0' && first <= '9');
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
            if (reserved.of(record, field)) {
                return VendorCode.FIELD_RESERVED;
            }
            out.comma(start);
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
                || (purchases && purchase.of(record, field) >= 0);
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && name.length() <= MAX_NAME && name.charAt(0) != '$';
    }
}
