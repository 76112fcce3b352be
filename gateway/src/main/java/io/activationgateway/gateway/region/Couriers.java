package io.activationgateway.gateway.region;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.courier.Clocks;
import io.activationgateway.connectors.courier.Courier;
import io.activationgateway.connectors.courier.CourierSettings;
import io.activationgateway.connectors.courier.RateShare;
import io.activationgateway.gateway.config.GatewayConfig;
import io.activationgateway.gateway.telemetry.GatewayMetrics;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * Makes the couriers of the configured destinations.
 *
 * @param rates what the region's nodes share; null where there is one node
 */
record Couriers(Vertx vertx, GatewayConfig config, @Nullable SharedRates rates, Clocks clocks, GatewayMetrics metrics) {

    Courier to(String destination, Connector connector) {
        var configured = requireNonNull(config.destinations().get(destination), destination);
        var settings = configured.privateAddresses()
                ? CourierSettings.DEFAULTS.withPrivateAddresses()
                : CourierSettings.DEFAULTS;
        return Courier.overHttp(
                vertx,
                connector,
                settings,
                rates == null ? RateShare.alone(clocks.ticker()) : rates.of(destination),
                clocks,
                metrics.courier(destination));
    }
}
