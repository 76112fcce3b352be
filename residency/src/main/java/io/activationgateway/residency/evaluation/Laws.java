package io.activationgateway.residency.evaluation;

import io.activationgateway.residency.policy.Controller;
import io.activationgateway.residency.policy.Countries;
import io.activationgateway.residency.policy.Jurisdiction;
import io.activationgateway.residency.policy.Jurisdiction.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which packs apply to whom, as sets of bits that a logical or unites: the lower bits are packs by number, the upper
 * ones kinds of countries that spoke, told apart by the ages from which one consents there under each pack. Where there
 * are more kinds than bits, the last bit stands for several, and the strictest reading of all of them counts. Immutable,
 * any thread.
 */
public final class Laws {

    /** How many packs a policy can hold; it leaves room for eight kinds of countries. */
    public static final int MAX_PACKS = 24;

    private final List<Jurisdiction> packs;
    private final int allPacks;
    private final List<Ages> kinds = new ArrayList<>();
    private final Map<String, Integer> residences;
    private final int elsewhere;

    /** The packs in the order of their numbers. */
    Laws(List<Jurisdiction> packs) {
        if (packs.size() > MAX_PACKS) {
            throw new IllegalArgumentException(packs.size() + " jurisdictions (expected: at most " + MAX_PACKS + ")");
        }
        this.packs = packs;
        this.allPacks = (1 << packs.size()) - 1;
        var countries = new TreeSet<String>();
        for (Jurisdiction pack : packs) {
            countries.addAll(pack.territory());
            countries.addAll(pack.consentAges().byCountry().keySet());
        }
        this.elsewhere = residenceIn("");
        this.residences =
                countries.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), this::residenceIn));
    }

    /**
     * In which packs' territories a country lies, and from which ages one consents there. Nothing for an unknown
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
        int found = ~allPacks;
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

    boolean none(int laws) {
        return (laws & allPacks) == 0;
    }

    /** The age from which the person consents alone under a pack: the highest where several countries are known. */
    int consentAge(int laws, int pack) {
        return known(laws)
                .mapToInt(kind -> kind.highest()[pack])
                .max()
                .orElse(packs.get(pack).consentAges().otherwise());
    }

    /** The least of the ages from which the person consents alone where it may live: below it, it does so nowhere. */
    int leastConsentAge(int laws, int pack) {
        return known(laws)
                .mapToInt(kind -> kind.least()[pack])
                .min()
                .orElse(packs.get(pack).consentAges().otherwise());
    }

    private Stream<Ages> known(int laws) {
        return IntStream.range(0, kinds.size())
                .filter(kind -> (laws & bit(kind)) != 0)
                .mapToObj(kinds::get);
    }

    private int residenceIn(String country) {
        int[] ages = new int[packs.size()];
        int found = 0;
        for (int pack = 0; pack < packs.size(); pack++) {
            Jurisdiction law = packs.get(pack);
            ages[pack] = law.consentAges().in(country);
            if (law.covers(country)) {
                found |= 1 << pack;
            }
        }
        return found | bit(kind(ages));
    }

    /** The kind of the countries where one consents at these ages. */
    private int kind(int[] ages) {
        for (int kind = 0; kind < kinds.size(); kind++) {
            if (kinds.get(kind).are(ages)) {
                return kind;
            }
        }
        if (kinds.size() < Integer.SIZE - packs.size()) {
            kinds.add(new Ages(ages, ages));
        } else {
            kinds.addLast(kinds.removeLast().and(ages));
        }
        return kinds.size() - 1;
    }

    private int bit(int kind) {
        return 1 << (packs.size() + kind);
    }

    /** From which ages one consents in a kind of countries, by pack. */
    @SuppressWarnings("ArrayRecordComponent") // never compared but by are()
    private record Ages(int[] least, int[] highest) {

        boolean are(int[] ages) {
            return Arrays.equals(least, ages) && Arrays.equals(highest, ages);
        }

        Ages and(int[] ages) {
            int[] lower = new int[ages.length];
            int[] higher = new int[ages.length];
            Arrays.setAll(lower, pack -> Math.min(least[pack], ages[pack]));
            Arrays.setAll(higher, pack -> Math.max(highest[pack], ages[pack]));
            return new Ages(lower, higher);
        }
    }
}
