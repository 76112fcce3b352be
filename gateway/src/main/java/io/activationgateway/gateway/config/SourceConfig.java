package io.activationgateway.gateway.config;

import static java.util.Objects.requireNonNull;

import io.activationgateway.gateway.ingest.Columns;
import java.util.Set;

/**
 * A sender: a reverse-ETL job, a CDP, a script.
 *
 * @param key what it proves itself with
 * @param controller the controller of the policy on whose behalf it sends
 * @param brand the brand whose consents it may write
 * @param trustedClock whether the times it claims for denials count
 * @param rights what it may do beyond sending rows
 * @param ownBrowser whether its requests come from the browsers of the persons they are about, so that their headers speak
 *     of these persons
 * @param columns what its columns mean
 * @param destinations where it may send to
 * @param purposes what it may send for
 */
public record SourceConfig(
        String name,
        Secret key,
        String controller,
        String brand,
        boolean trustedClock,
        Set<Right> rights,
        boolean ownBrowser,
        Columns columns,
        Set<String> destinations,
        Set<String> purposes) {

    public SourceConfig {
        requireNonNull(name, "name");
        requireNonNull(controller, "controller");
        rights = Set.copyOf(rights);
        destinations = Set.copyOf(destinations);
        purposes = Set.copyOf(purposes);
    }

    /** Whether this source may do that. */
    public boolean may(Right right) {
        return rights.contains(right);
    }
}
