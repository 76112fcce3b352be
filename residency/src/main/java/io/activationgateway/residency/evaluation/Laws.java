package io.activationgateway.residency.evaluation;

import io.activationgateway.residency.policy.Controller;
import io.activationgateway.residency.policy.Countries;
import io.activationgateway.residency.policy.Jurisdiction;
import io.activationgateway.residency.policy.Jurisdiction.Scope;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which packs apply to whom, as sets of bits that a logical or unites: the lower bits are packs by number, the upper
 * ones the ages of consent of the countries that spoke, of which the highest counts. Immutable, any thread.
 */
public final class Laws {

    /** How many packs a policy can hold. */
    public static final int MAX_PACKS = 24;

    private static final int PACKS = (1 << MAX_PACKS) - 1;
    private static final int[] AGES = {13, 14, 15, 16, 18};

    private final List<Jurisdiction> packs;
    private final Map<String, Integer> residences;
    private final int elsewhere;

    /** The packs in the order of their numbers. */
    Laws(List<Jurisdiction> packs) {
        if (packs.size() > MAX_PACKS) {
            throw new IllegalArgumentException(packs.size() + " jurisdictions (expected: at most " + MAX_PACKS + ")");
        }
        this.packs = packs;
        var countries = new HashMap<String, Integer>();
        for (Jurisdiction pack : packs) {
            pack.territory().forEach(country -> countries.put(country, residenceIn(country)));
            Countries.expand(pack.consentAges().byCountry().keySet())
                    .forEach(country -> countries.put(country, residenceIn(country)));
        }
        this.residences = Collections.unmodifiableMap(countries);
        this.elsewhere = residenceIn("");
    }

    /**
     * In which packs' territories a country lies, and from which age one consents there. Nothing for an unknown
     * country.
     */
    public int residence(@Nullable String country) {
        if (country == null) {
            return 0;
        }
        Integer known = residences.get(country);
        if (known == null) {
            known = residences.get(Countries.whole(country));
        }
        return known == null ? elsewhere : known;
    }

    /** The packs that bind a controller wherever the person lives. */
    public int established(Controller controller) {
        int found = 0;
        for (int pack = 0; pack < packs.size(); pack++) {
            Jurisdiction law = packs.get(pack);
            if (law.scope() != Scope.RESIDENTS && law.covers(controller.country())) {
                found |= 1 << pack;
            }
        }
        return found;
    }

    /** What of a residence matters to a controller: the packs that follow their people to it, and every age. */
    public int reach(Controller controller) {
        int found = ~PACKS;
        for (int pack = 0; pack < packs.size(); pack++) {
            Jurisdiction law = packs.get(pack);
            if (law.covers(controller.country())
                    || law.scope() != Scope.TARGETING
                    || controller.targets().stream().anyMatch(law::isReachedBy)) {
                found |= 1 << pack;
            }
        }
        return found;
    }

    static boolean applies(int laws, int pack) {
        return (laws & 1 << pack) != 0;
    }

    static boolean none(int laws) {
        return (laws & PACKS) == 0;
    }

    /** The age from which the person consents alone under a pack; the strictest where no country is known. */
    static int consentAge(int laws, Jurisdiction pack) {
        var ages = pack.consentAges();
        int known = laws >>> MAX_PACKS;
        if (ages.byCountry().isEmpty() || known == 0) {
            return ages.otherwise();
        }
        return AGES[31 - Integer.numberOfLeadingZeros(known)];
    }

    /** The least of the ages from which the person consents alone where it may live: below it, it does so nowhere. */
    static int leastConsentAge(int laws, Jurisdiction pack) {
        var ages = pack.consentAges();
        int known = laws >>> MAX_PACKS;
        if (ages.byCountry().isEmpty() || known == 0) {
            return ages.otherwise();
        }
        return AGES[Integer.numberOfTrailingZeros(known)];
    }

    private int residenceIn(String country) {
        int found = 0;
        int age = 0;
        for (int pack = 0; pack < packs.size(); pack++) {
            Jurisdiction law = packs.get(pack);
            if (law.covers(country)) {
                found |= 1 << pack;
            }
            if (!law.consentAges().byCountry().isEmpty()) {
                age = Math.max(age, law.consentAges().in(country));
            }
        }
        for (int line = 0; line < AGES.length; line++) {
            if (AGES[line] == age) {
                found |= 1 << (MAX_PACKS + line);
            }
        }
        return found;
    }
}
