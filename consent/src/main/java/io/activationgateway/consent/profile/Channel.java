package io.activationgateway.consent.profile;

import io.activationgateway.consent.identity.IdentifierType;
import java.util.Optional;

/** The channels that message law distinguishes. {@link #NONE} belongs to purposes that reach nobody. */
public enum Channel {
    EMAIL,
    SMS,
    CALL_LIVE,
    CALL_AUTO,
    POST,
    PUSH,
    IN_APP,
    MESSENGER,
    WEB_AD,
    NONE;

    /** The identifier this channel delivers to, where it is one of ours. */
    public Optional<IdentifierType> contact() {
        return switch (this) {
            case EMAIL -> Optional.of(IdentifierType.EMAIL);
            case SMS, CALL_LIVE, CALL_AUTO, MESSENGER -> Optional.of(IdentifierType.PHONE);
            case PUSH -> Optional.of(IdentifierType.DEVICE_ID);
            case POST, IN_APP, WEB_AD, NONE -> Optional.empty();
        };
    }
}
