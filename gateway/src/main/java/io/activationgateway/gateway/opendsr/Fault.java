package io.activationgateway.gateway.opendsr;

/**
 * What is wrong with a request.
 *
 * @param reason a stable word, such as {@code UnsupportedIdentityFormat}
 * @param message the place and what is expected there, never what was found
 */
record Fault(String reason, String message) {

    static final String UNSUPPORTED_FORMAT = "UnsupportedIdentityFormat";
    static final String UNSUPPORTED_TYPE = "UnsupportedIdentityType";
    static final String INVALID_IDENTITY = "InvalidIdentity";
    static final String INVALID_FIELD = "InvalidField";
    static final String INVALID_JSON = "InvalidJson";
    static final String TOO_MANY = "TooMany";
    static final String CALLBACK = "CallbackNotPermitted";

    static Fault field(String name, String expected) {
        return new Fault(INVALID_FIELD, name + " (expected: " + expected + ")");
    }
}
