package io.activationgateway.connectors.braze;

import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Columns;
import io.activationgateway.connectors.Contacts;
import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.MatchKey;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.Positions;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.identity.IdentifierType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes one object of {@code attributes}: a profile, a membership, or a subscription state. */
final class AttributesEncoder implements BatchDraft.Encoder {

    /** Names that mean something to Braze: a column of that name would rewrite identities or opt-outs. */
    private static final Set<String> RESERVED = Set.of(
            "external_id",
            "user_alias",
            "braze_id",
            "email",
            "phone",
            "email_subscribe",
            "push_subscribe",
            "subscription_groups",
            "push_tokens",
            "push_token_import",
            "_update_existing_only",
            "_merge_objects");

    private final Operation operation;
    private final List<PersonKey> keys;
    private final @Nullable AliasLabel label;
    private final Standing says;
    private final Positions positions = new Positions();
    private final Columns<Boolean> reserved;

    AttributesEncoder(Operation operation, List<PersonKey> keys, @Nullable AliasLabel label, Standing says) {
        this.operation = operation;
        this.keys = keys;
        this.label = label;
        this.says = says;
        this.reserved = new Columns<>(name -> RESERVED.contains(name) || name.equals(says.attribute()));
    }

    @Override
    public @Nullable VendorCode encode(OutgoingRecord record, JsonBytes out) {
        if (operation == Operation.SUBSCRIBE && !record.consented()) {
            return VendorCode.CONSENT_MISSING;
        }
        var key = MatchKey.first(record, keys, out);
        if (key == null) {
            return VendorCode.IDENTIFIER_MISSING;
        }
        var refusal = key.write(record, label, out.ascii("{"));
        if (refusal != null) {
            return refusal;
        }
        creation(key, out);
        says.write(record.consented(), out);
        refusal = bearsFields() ? fields(record, key, out) : null;
        out.ascii("}");
        return refusal;
    }

    /**
     * Who leaves an audience is not created by it. An opt-out is told even of somebody unknown: it may overtake the
     * update that creates them, as the vendor promises no order.
     */
    private void creation(PersonKey key, JsonBytes out) {
        if (operation == Operation.REMOVE) {
            out.ascii(",\"_update_existing_only\":true");
        } else if (key == PersonKey.ALIAS) {
            out.ascii(",\"_update_existing_only\":false");
        }
    }

    private boolean bearsFields() {
        return operation == Operation.UPSERT || operation == Operation.ADD;
    }

    private @Nullable VendorCode fields(OutgoingRecord record, PersonKey key, JsonBytes out) {
        positions.of(record);
        int keyField = positions.identifier(key.type());
        int userId = positions.identifier(IdentifierType.USER_ID);
        int email = positions.identifier(IdentifierType.EMAIL);
        int phone = positions.identifier(IdentifierType.PHONE);
        for (int field = 0; field < record.size(); field++) {
            if (field == keyField || field == userId) {
                continue;
            }
            if (field == email || field == phone) {
                contact(record, field, field == email, out);
                continue;
            }
            if (reserved.of(record, field)) {
                return VendorCode.FIELD_RESERVED;
            }
            out.ascii(",");
            record.writeName(field, out);
            out.ascii(":");
            record.writeValue(field, out);
        }
        return null;
    }

    /** In the vendor's spelling where it has one; what is no address the vendor refuses by itself, and keeps the rest. */
    private static void contact(OutgoingRecord record, int field, boolean email, JsonBytes out) {
        int before = out.length();
        int value = out.ascii(email ? ",\"email\":" : ",\"phone\":").length();
        var refusal = email ? Contacts.writeEmail(record, field, out) : Contacts.writePhone(record, field, out);
        if (refusal != null) {
            out.truncate(value);
            if (!Fields.writeText(record, field, out)) {
                out.truncate(before);
            }
        }
    }
}
