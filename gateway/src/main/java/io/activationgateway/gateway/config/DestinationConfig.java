package io.activationgateway.gateway.config;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Settings;

/**
 * A destination as this node reaches it; what the law says of it stands in the policy document of the same name.
 *
 * @param vendor the connector
 * @param privateAddresses whether the host may resolve to a private or loopback address
 * @param settings what the connector reads, references to secrets resolved
 */
public record DestinationConfig(String name, String vendor, boolean privateAddresses, Settings settings) {

    public DestinationConfig {
        requireNonNull(name, "name");
        requireNonNull(vendor, "vendor");
        requireNonNull(settings, "settings");
    }
}
