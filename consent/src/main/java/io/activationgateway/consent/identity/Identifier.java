package io.activationgateway.consent.identity;

import static java.util.Objects.requireNonNull;

/** An identifier in its normal form. Personal data: it does not print. */
public record Identifier(IdentifierType type, String value) {

    public Identifier {
        requireNonNull(type, "type");
        requireNonNull(value, "value");
    }

    /** A record prints its components; this one must not. */
    @Override
    public String toString() {
        return "Identifier[" + type + ", redacted]";
    }
}
