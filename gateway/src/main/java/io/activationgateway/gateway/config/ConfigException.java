package io.activationgateway.gateway.config;

import java.util.List;

/** The configuration cannot be used. The message lists everything that is wrong, each with its place and remedy. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConfigException(List<String> errors) {
        super(String.join(System.lineSeparator(), errors));
    }

    public ConfigException(String error) {
        this(List.of(error));
    }
}
