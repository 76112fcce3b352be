package io.activationgateway.gateway.config;

import static java.util.Objects.requireNonNull;

/** A secret read from a file or the environment. It does not print. */
public record Secret(String value) {

    public Secret {
        requireNonNull(value, "value");
    }

    @Override
    public String toString() {
        return "Secret[redacted]";
    }
}
