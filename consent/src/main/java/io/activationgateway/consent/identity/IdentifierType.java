package io.activationgateway.consent.identity;

/** The kinds of identifier by which a person can be found. The code is part of the subject key and never changes. */
public enum IdentifierType {
    EMAIL(1, "email"),
    PHONE(2, "phone"),
    USER_ID(3, "user_id"),
    ANONYMOUS_ID(4, "anonymous_id"),
    DEVICE_ID(5, "device_id"),
    CUSTOM(6, "custom");

    private final int code;
    private final String wireName;

    IdentifierType(int code, String wireName) {
        this.code = code;
        this.wireName = wireName;
    }

    /** The byte that stands for this type in the message of a {@link SubjectKey}. */
    public int code() {
        return code;
    }

    /** The name used in request bodies and configuration. */
    public String wireName() {
        return wireName;
    }
}
