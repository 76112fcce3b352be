package io.activationgateway.connectors.braze;

import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.MatchKey;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.identity.IdentifierType;
import org.jspecify.annotations.Nullable;

/** The ways to name a person to Braze, the preferred first. */
enum PersonKey implements MatchKey {
    EXTERNAL_ID(IdentifierType.USER_ID, "external_id"),
    ALIAS(IdentifierType.ANONYMOUS_ID, "user_alias"),
    EMAIL(IdentifierType.EMAIL, "email"),
    PHONE(IdentifierType.PHONE, "phone");

    private static final int MAX_EXTERNAL_ID = 987;

    private final IdentifierType type;
    private final String member;

    PersonKey(IdentifierType type, String member) {
        this.type = type;
        this.member = member;
    }

    @Override
    public IdentifierType type() {
        return type;
    }

    @Override
    public int mostBytes() {
        return this == EXTERNAL_ID ? MAX_EXTERNAL_ID : Integer.MAX_VALUE;
    }

    /** Writes the member of an object that names its person, or answers why it cannot. */
    @Nullable
    VendorCode write(OutgoingRecord record, @Nullable AliasLabel label, JsonBytes out) {
        out.ascii("\"").ascii(member).ascii("\":");
        return this == ALIAS && label != null ? label.write(record, out) : write(record, out);
    }
}
