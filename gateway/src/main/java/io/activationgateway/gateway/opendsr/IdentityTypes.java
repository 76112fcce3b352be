package io.activationgateway.gateway.opendsr;

import io.activationgateway.consent.identity.IdentifierType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The identity types of OpenDSR as identifiers of the register. OpenDSR has no phone number: it stands under {@code phone}
 * in the extension of this processor's domain, or under the names that mParticle has for it.
 */
final class IdentityTypes {

    /** What the discovery offers, in the specification's order. */
    static final List<String> STANDARD = List.of(
            "controller_customer_id",
            "email",
            "android_advertising_id",
            "android_id",
            "fire_advertising_id",
            "ios_advertising_id",
            "ios_vendor_id",
            "microsoft_advertising_id",
            "microsoft_publisher_id",
            "roku_publisher_id",
            "roku_advertising_id");

    /** The only format: the register knows keyed pseudonyms, to which no hash leads. */
    static final String RAW = "raw";

    private static final Map<String, IdentifierType> OTHERS = Map.of(
            "email", IdentifierType.EMAIL,
            "controller_customer_id", IdentifierType.USER_ID,
            "customer_id", IdentifierType.USER_ID,
            "mobile_number", IdentifierType.PHONE,
            "phone_number_2", IdentifierType.PHONE,
            "phone_number_3", IdentifierType.PHONE);

    private IdentityTypes() {}

    /** The kind of identifier, null where the register has none for it. */
    static @Nullable IdentifierType of(String name) {
        var type = OTHERS.get(name);
        return type == null && STANDARD.contains(name) ? IdentifierType.DEVICE_ID : type;
    }
}
