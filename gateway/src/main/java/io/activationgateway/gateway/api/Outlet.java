package io.activationgateway.gateway.api;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.gateway.delivery.Delivery;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One destination as the API reaches it.
 *
 * @param operations what activations may ask of it, of what the connector supports
 */
public record Outlet(String name, Set<Operation> operations, Connector connector, Delivery delivery) {

    public Outlet {
        operations = Set.copyOf(operations);
    }

    /** What speaks against asking for an operation before any record is looked at, null where nothing does. */
    @Nullable
    VendorCode refusal(Operation operation, @Nullable String audience, Channel channel) {
        return operations.contains(operation)
                ? connector.refusal(operation, audience, channel)
                : VendorCode.OPERATION_NOT_SUPPORTED;
    }

    boolean sandbox() {
        return connector.endpoints().stream().anyMatch(Endpoint::sandbox);
    }
}
