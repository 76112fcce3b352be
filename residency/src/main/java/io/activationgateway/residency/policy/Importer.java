package io.activationgateway.residency.policy;

import static java.util.Objects.requireNonNull;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who receives data.
 *
 * @param country where it is established; it counts as a country the data can be reached from
 * @param processingCountries where the data is kept or looked at; groups are not allowed here
 */
public record Importer(String name, String country, Role role, SortedSet<String> processingCountries) {

    public Importer {
        requireNonNull(name, "name");
        Countries.checked(country);
        requireNonNull(role, "role");
        processingCountries.forEach(Countries::checked);
        processingCountries = Countries.expand(processingCountries);
        if (processingCountries.isEmpty()) {
            throw new IllegalArgumentException("importer " + name + ": no processing country (expected: at least one)");
        }
    }

    /** Every country that the data gets to. */
    public SortedSet<String> countries() {
        var all = new TreeSet<>(processingCountries);
        all.add(country);
        return all;
    }
}
