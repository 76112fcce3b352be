package io.activationgateway.connectors;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Set;

/**
 * A place where a vendor keeps data.
 *
 * @param name what configuration calls it, for example {@code eu}
 * @param countries where the data is processed, as ISO 3166-1 alpha-2 codes
 * @param endpoint scheme, host and port; never a path
 */
public record DataRegion(String name, Set<String> countries, URI endpoint) {

    public DataRegion {
        requireNonNull(name, "name");
        countries = Set.copyOf(countries);
        requireNonNull(endpoint, "endpoint");
    }
}
