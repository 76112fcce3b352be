package io.activationgateway.gateway.region;

import static java.util.Objects.requireNonNull;

import io.activationgateway.gateway.config.GatewayConfig;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.delivery.CurrentPolicy;
import io.activationgateway.gateway.optout.OptOuts;
import io.activationgateway.gateway.optout.Target;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts the opt-outs together with whom they tell, and what of the configuration they need. */
final class OptOutParts {

    /** By how much a request may outlast its time on a busy node. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private OptOutParts() {}

    /** Starts following the region's log. Blocks. */
    static OptOuts start(Foundation on, Books books, Sending sending, CurrentPolicy policy) throws SQLException {
        var config = on.config();
        var clocks = on.clocks();
        return OptOuts.start(
                new OptOuts.Surroundings(
                        on.store(),
                        on.register(),
                        on.pseudonymKeys(),
                        books.disclosures(),
                        books.jobs(),
                        targets(config, sending),
                        books.ledger(),
                        policy::table,
                        on.vertx(),
                        settling(config),
                        clocks.legal(),
                        clocks.ticker(),
                        clocks.jitter()),
                terms(config));
    }

    /** Every configured destination, with the purposes for which any source may send there. */
    private static Map<String, Target> targets(GatewayConfig config, Sending sending) {
        var targets = new LinkedHashMap<String, Target>();
        sending.connectors().forEach((name, connector) -> {
            var purposes = config.sources().values().stream()
                    .filter(source -> source.destinations().contains(name))
                    .map(SourceConfig::purposes)
                    .flatMap(Set::stream)
                    .collect(Collectors.toUnmodifiableSet());
            var courier = requireNonNull(sending.couriers().get(name), name);
            targets.put(name, new Target(name, connector, courier, purposes, Destinations.isSandbox(connector)));
        });
        return targets;
    }

    private static OptOuts.Terms terms(GatewayConfig config) {
        var times = config.delivery().optOuts();
        return new OptOuts.Terms(times.overdue(), times.giveUp());
    }

    /** By then every node of the region is bound by an event, and what it had under way before has ended. */
    private static Duration settling(GatewayConfig config) {
        var lease = config.delivery().lease();
        return lease.plus(lease.dividedBy(10)).plus(config.longestRequest()).plus(MARGIN);
    }
}
