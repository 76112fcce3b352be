package io.activationgateway.gateway.region;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.catalogue.Vendors;
import io.activationgateway.connectors.courier.Clocks;
import io.activationgateway.connectors.courier.Courier;
import io.activationgateway.connectors.courier.RateShare;
import io.activationgateway.connectors.courier.ThroughSdk;
import io.activationgateway.gateway.config.ConfigException;
import io.activationgateway.gateway.config.GatewayConfig;
import io.activationgateway.gateway.telemetry.GatewayMetrics;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * Makes the couriers of the configured destinations.
 *
 * @param rates what the region's nodes share; null where there is one node
 * @param secrets keeps the couriers' secrets up to date
 */
record Couriers(
        Vertx vertx,
        GatewayConfig config,
        @Nullable SharedRates rates,
        SecretWatch secrets,
        Clocks clocks,
        GatewayMetrics metrics) {

    Courier to(String destination, Connector connector) {
        var configured = requireNonNull(config.destinations().get(destination), destination);
        var vendor = requireNonNull(Vendors.all().find(configured.vendor()));
        var on = new Courier.Surroundings(
                rates == null ? RateShare.alone(clocks.ticker()) : rates.of(destination),
                clocks,
                metrics.courier(destination));
        if (vendor instanceof ThroughSdk && configured.sending().reach().proxy() != null) {
            throw new ConfigException("destinations." + destination + ".proxy: " + configured.vendor()
                    + " cannot be reached through a proxy (expected: none)");
        }
        var courier = vendor instanceof ThroughSdk sdk
                ? Courier.overSdk(vertx, sdk, connector, configured.sending(), on)
                : Courier.overHttp(vertx, connector, configured.sending(), on);
        secrets.keep(configured, vendor, courier);
        return courier;
    }
}
