package io.activationgateway.residency.policy;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.SortedSet;

/**
 * A gateway region: whose home it is and in whose name it works.
 *
 * @param country where its machines stand
 * @param homes the countries whose people are kept here; groups are expanded
 * @param controllers whose data passes here; a controller belongs to one region
 */
public record Region(String name, String title, String country, SortedSet<String> homes, List<Controller> controllers)
        implements PolicyDocument {

    public Region {
        requireNonNull(name, "name");
        requireNonNull(title, "title");
        Countries.checked(country);
        homes = Countries.expand(homes);
        controllers = List.copyOf(controllers);
    }
}
