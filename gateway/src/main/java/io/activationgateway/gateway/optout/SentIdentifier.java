package io.activationgateway.gateway.optout;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.identity.IdentifierType;

/**
 * An identifier as a destination was sent it. Personal data: it does not print.
 *
 * @param name of the field that it stood in
 * @param value as it left, hashed or pseudonymised where it left so
 */
public record SentIdentifier(IdentifierType type, String name, String value) {

    public SentIdentifier {
        requireNonNull(type, "type");
        requireNonNull(name, "name");
        requireNonNull(value, "value");
    }

    @Override
    public String toString() {
        return "SentIdentifier[" + type + ", redacted]";
    }
}
