package io.activationgateway.connectors.klaviyo;

import io.activationgateway.connectors.MatchKey;
import io.activationgateway.consent.identity.IdentifierType;
import java.util.List;
import java.util.Locale;

/** What Klaviyo knows people by, the strongest first. */
enum PersonKey implements MatchKey {
    EXTERNAL_ID("external_id", IdentifierType.USER_ID),
    EMAIL("email", IdentifierType.EMAIL),
    PHONE("phone_number", IdentifierType.PHONE),
    /** Of events only. */
    ANONYMOUS_ID("anonymous_id", IdentifierType.ANONYMOUS_ID);

    /** Those that a profile is imported and found by. */
    static final List<PersonKey> LASTING = List.of(EXTERNAL_ID, EMAIL, PHONE);

    /** All of them, the strongest first. */
    static final List<PersonKey> ALL = List.of(values());

    private final String attribute;
    private final IdentifierType type;

    PersonKey(String attribute, IdentifierType type) {
        this.attribute = attribute;
        this.type = type;
    }

    /** The vendor's name for it. */
    String attribute() {
        return attribute;
    }

    @Override
    public IdentifierType type() {
        return type;
    }

    /** The key with the vendor's name. */
    static PersonKey named(String attribute) {
        for (var key : values()) {
            if (key.attribute.equals(attribute)) {
                return key;
            }
        }
        throw new IllegalArgumentException(attribute + " (expected: a name that this class has given)");
    }

    /** The form in which two spellings of one value are equal. */
    String folded(String value) {
        return this == EMAIL ? value.toLowerCase(Locale.ROOT) : value;
    }
}
