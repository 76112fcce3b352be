package io.activationgateway.residency.oracle;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Countries, states behind their country, and the two groups that documents may name. */
final class Places {

    /** The members, and what belongs to them under a code of its own. */
    private static final Set<String> EU = Set.of(
            "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU",
            "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "AX", "GF", "GP", "MF", "MQ", "RE", "YT");

    private static final Set<String> BESIDE_THE_EU = Set.of("IS", "LI", "NO");

    private Places() {}

    /** The country of a state: US of US-CA. */
    static String whole(String place) {
        return place.split("-")[0];
    }

    /** Whether a list of countries and groups names this very place. */
    static boolean names(Collection<String> listed, String place) {
        return listed.contains(place)
                || (EU.contains(place) && (listed.contains("EU") || listed.contains("EEA")))
                || (BESIDE_THE_EU.contains(place) && listed.contains("EEA"));
    }

    /** Whether a place lies inside what a list names: a state does where its country does. */
    static boolean inside(Collection<String> listed, String place) {
        return names(listed, place) || names(listed, whole(place));
    }

    /** Whether offering goods there reaches somebody inside: also where only a state of that country is listed. */
    static boolean reaches(String target, List<String> listed) {
        return switch (target) {
            case "EU" -> EU.stream().anyMatch(member -> reaches(member, listed));
            case "EEA" -> reaches("EU", listed) || BESIDE_THE_EU.stream().anyMatch(member -> reaches(member, listed));
            default ->
                inside(listed, target)
                        || listed.stream().anyMatch(place -> whole(place).equals(target));
        };
    }
}
