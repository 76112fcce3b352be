package io.activationgateway.gateway.consents;

import io.activationgateway.consent.profile.Cell;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.residency.policy.Destination;
import io.activationgateway.residency.policy.Hop;
import io.activationgateway.residency.policy.Importer;
import io.activationgateway.residency.table.PolicyTable;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * To whom a person's data may go for what was consented to, as configuration and policy say now: the destinations that
 * sources of the controller may send to for a purpose of the cell, and whoever receives it there. Any thread.
 */
public final class ReceiptParties {

    private final Collection<SourceConfig> sources;
    private final Supplier<Optional<PolicyTable>> policy;

    public ReceiptParties(Collection<SourceConfig> sources, Supplier<Optional<PolicyTable>> policy) {
        this.sources = sources;
        this.policy = policy;
    }

    /** The destinations for a cell, by name; none where the node has no policy. */
    List<Destination> of(String controller, Cell cell) {
        return policy.get().stream()
                .flatMap(table -> sources.stream()
                        .filter(source -> source.controller().equals(controller))
                        .filter(source -> sendsFor(source, cell, table))
                        .flatMap(source -> source.destinations().stream())
                        .distinct()
                        .sorted()
                        .flatMap(name -> table.destination(name).stream()))
                .toList();
    }

    /** Everybody who receives data there, onward recipients included. */
    static Stream<Importer> recipients(Destination destination) {
        return destination.hops().stream().map(Hop::importer);
    }

    private static boolean sendsFor(SourceConfig source, Cell cell, PolicyTable table) {
        return source.purposes().stream()
                .flatMap(name -> table.purpose(name).stream())
                .anyMatch(purpose -> purpose.cell().equals(cell));
    }
}
