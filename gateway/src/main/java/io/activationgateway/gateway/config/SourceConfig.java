package io.activationgateway.gateway.config;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.event.Evidence;
import io.activationgateway.gateway.ingest.Columns;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
 * @param signalEvidence what proves the choices that consent signals in its rows carry, so that they are entered into the
 *     register; null where signals only restrict
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
        Set<String> purposes,
        @Nullable Evidence signalEvidence) {

    public SourceConfig {
        requireNonNull(name, "name");
        requireNonNull(controller, "controller");
        rights = Set.copyOf(rights);
        destinations = Set.copyOf(destinations);
        purposes = Set.copyOf(purposes);
    }

    /** A source whose signals only restrict. */
    public SourceConfig(
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
        this(name, key, controller, brand, trustedClock, rights, ownBrowser, columns, destinations, purposes, null);
    }

    /** This source as one whose signals are entered into the register, with this evidence. */
    public SourceConfig withSignalEvidence(Evidence evidence) {
        return new SourceConfig(
                name,
                key,
                controller,
                brand,
                trustedClock,
                rights,
                ownBrowser,
                columns,
                destinations,
                purposes,
                evidence);
    }

    /** Whether this source may do that. */
    public boolean may(Right right) {
        return rights.contains(right);
    }
}
