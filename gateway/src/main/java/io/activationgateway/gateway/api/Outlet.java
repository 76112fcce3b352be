package io.activationgateway.gateway.api;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.gateway.delivery.Delivery;

/** One destination as the API reaches it. */
public record Outlet(String name, Connector connector, Delivery delivery) {

    boolean sandbox() {
        return connector.endpoints().stream().anyMatch(Endpoint::sandbox);
    }
}
