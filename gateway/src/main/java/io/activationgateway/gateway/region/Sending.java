package io.activationgateway.gateway.region;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.catalogue.Vendors;
import io.activationgateway.connectors.courier.Courier;
import io.activationgateway.gateway.api.Outlet;
import io.activationgateway.gateway.config.ConfigException;
import io.activationgateway.gateway.delivery.Delivery;
import io.activationgateway.gateway.delivery.Desk;
import io.activationgateway.gateway.delivery.Evidence;
import io.activationgateway.gateway.delivery.Grounds;
import io.activationgateway.gateway.delivery.Masking;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ways out of a node, by the name of the destination.
 *
 * @param connectors what is said to each, and how
 * @param couriers what carries it there
 * @param outlets what decides, carries and writes down
 */
record Sending(Map<String, Connector> connectors, Map<String, Courier> couriers, Map<String, Outlet> outlets) {

    /** How soon a secret that has changed in its file is used. */
    private static final Duration SECRETS_LOOK = Duration.ofSeconds(10);

    /**
     * Opens a way to every configured destination.
     *
     * @throws ConfigException where the policy that acts contradicts the configuration of one
     */
    static Sending start(Parts parts, Foundation on, Books books, Grounds grounds) {
        var clocks = on.clocks();
        var connectors = Destinations.connect(on.config().destinations().values(), Vendors.all());
        on.policy()
                .active()
                .at(clocks.legal().instant())
                .map(table -> Destinations.contradictions(connectors, table))
                .filter(errors -> !errors.isEmpty())
                .ifPresent(errors -> {
                    throw new ConfigException(errors);
                });
        var masking = new Masking(on.firstKey().bytes());
        var making = couriers(parts, on);
        var couriers = new LinkedHashMap<String, Courier>();
        var outlets = new LinkedHashMap<String, Outlet>();
        connectors.forEach((name, connector) -> {
            var courier = parts.keep(making.to(name, connector), ending -> Parts.await(ending.close()));
            var evidence = new Evidence(
                    books.ledger(),
                    books.disclosures().recipient(name),
                    clocks.legal(),
                    Destinations.isSandbox(connector));
            var desk = new Desk(grounds, on.fence(), evidence, masking, books.jobs(), clocks.ticker(), on.metrics());
            couriers.put(name, courier);
            var operations =
                    requireNonNull(on.config().destinations().get(name), name).operations(connector);
            outlets.put(name, new Outlet(name, operations, connector, new Delivery(courier, desk)));
        });
        return new Sending(connectors, couriers, outlets);
    }

    private static Couriers couriers(Parts parts, Foundation on) {
        int nodes = on.config().cluster().nodes();
        var rates = nodes == 1
                ? null
                : parts.keep(
                        new SharedRates(on.policy().member(), nodes, on.clocks().ticker()).begin(), SharedRates::close);
        var secrets = parts.keep(new SecretWatch().begin(SECRETS_LOOK), SecretWatch::close);
        return new Couriers(on.vertx(), on.config(), rates, secrets, on.clocks(), on.metrics());
    }

    /** Those that do not go to their vendor's own host, in order. */
    List<String> sandboxed() {
        return connectors.entrySet().stream()
                .filter(entry -> Destinations.isSandbox(entry.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
