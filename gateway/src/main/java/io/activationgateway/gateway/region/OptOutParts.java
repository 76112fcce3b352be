package io.activationgateway.gateway.region;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.courier.Courier;
import io.activationgateway.gateway.config.GatewayConfig;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.optout.OptOuts;
import io.activationgateway.gateway.optout.Target;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What the opt-outs of a region need of its configuration. */
final class OptOutParts {

    /** By how much a request may outlast its time on a busy node. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private OptOutParts() {}

    /** Every configured destination, with the purposes for which any source may send there. */
    static Map<String, Target> targets(
            GatewayConfig config, Map<String, Connector> connectors, Map<String, Courier> couriers) {
        var targets = new LinkedHashMap<String, Target>();
        connectors.forEach((name, connector) -> {
            var purposes = config.sources().values().stream()
                    .filter(source -> source.destinations().contains(name))
                    .map(SourceConfig::purposes)
                    .flatMap(java.util.Set::stream)
                    .collect(Collectors.toUnmodifiableSet());
            var courier = requireNonNull(couriers.get(name), name);
            targets.put(name, new Target(name, connector, courier, purposes, Destinations.isSandbox(connector)));
        });
        return targets;
    }

    static OptOuts.Terms terms(GatewayConfig config) {
        var times = config.delivery().optOuts();
        return new OptOuts.Terms(times.overdue(), times.giveUp());
    }

    /** By then every node of the region is bound by an event, and what it had under way before has ended. */
    static Duration settling(GatewayConfig config) {
        var lease = config.delivery().lease();
        return lease.plus(lease.dividedBy(10)).plus(config.longestRequest()).plus(MARGIN);
    }
}
