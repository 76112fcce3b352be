package io.activationgateway.residency.policy;

import static java.util.Objects.requireNonNull;

import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * In whose name data leaves.
 *
 * @param country where it is established
 * @param targets the countries beyond its own to whose people it offers goods (GDPR Art 3(2)); groups are expanded
 * @param role usually controller; a processor exports under other clauses
 * @param iysNumber its number in the Turkish message registry, null where it has none
 * @param adultOnly whether it asserts that its service takes adults only, so that an unknown age counts as adult
 */
public record Controller(
        String name,
        String country,
        SortedSet<String> targets,
        Role role,
        @Nullable String iysNumber,
        boolean adultOnly) {

    public Controller {
        requireNonNull(name, "name");
        Countries.checked(country);
        targets = Countries.expand(targets);
        requireNonNull(role, "role");
    }
}
