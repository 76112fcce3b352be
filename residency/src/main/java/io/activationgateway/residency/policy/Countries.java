package io.activationgateway.residency.policy;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Country codes: ISO 3166-1 alpha-2, a subdivision such as {@code US-CA}, and the groups {@code EU} and {@code EEA}. */
public final class Countries {

    /** The 27 member states and the separate ISO codes that are EU territory for the GDPR. */
    private static final Set<String> EU = Set.of(
            "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU",
            "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "AX", "GF", "GP", "MF", "MQ", "RE", "YT");

    private static final Set<String> EEA_BESIDE_EU = Set.of("IS", "LI", "NO");
    private static final Map<String, Set<String>> GROUPS = Map.of("EU", EU, "EEA", union(EU, EEA_BESIDE_EU));
    private static final Pattern CODE = Pattern.compile("[A-Z]{2}(-[A-Z0-9]{1,4})?|INT-[A-Z]{2,8}");

    private Countries() {}

    /**
     * The codes with every group replaced by its members, sorted.
     *
     * @throws IllegalArgumentException for what is neither a code nor a group
     */
    public static SortedSet<String> expand(Collection<String> codes) {
        var expanded = new TreeSet<String>();
        for (String code : codes) {
            Set<String> group = GROUPS.get(code);
            if (group != null) {
                expanded.addAll(group);
            } else {
                expanded.add(checked(code));
            }
        }
        return Collections.unmodifiableSortedSet(expanded);
    }

    /** The country of a subdivision, such as {@code US} for {@code US-CA}; the code itself where it is none. */
    public static String whole(String code) {
        int hyphen = code.indexOf('-');
        return hyphen < 0 ? code : code.substring(0, hyphen);
    }

    /**
     * The code itself.
     *
     * @throws IllegalArgumentException for what is not the code of one country
     */
    static String checked(String code) {
        if (GROUPS.containsKey(code) || !CODE.matcher(code).matches()) {
            throw new IllegalArgumentException(
                    "country \"" + code + "\" (expected: an ISO 3166 code such as DE or US-CA, in capital letters)");
        }
        return code;
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        var all = new TreeSet<>(one);
        all.addAll(other);
        return Collections.unmodifiableSet(all);
    }
}
