package io.activationgateway.residency.table;

import io.activationgateway.residency.evaluation.Evaluator;
import io.activationgateway.residency.policy.Controller;
import io.activationgateway.residency.policy.Countries;
import io.activationgateway.residency.policy.PolicySet;
import io.activationgateway.residency.policy.Region;
import io.activationgateway.residency.verdict.Finding;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Remedy;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The home of every country, from every controller's region; made once, read without garbage. */
final class Homes {

    private static final Home NO_COUNTRY = new Home.Unknown(Reason.GAP_COUNTRY.finding(false));
    private static final Home NO_CONTROLLER = new Home.Unknown(Reason.GAP_CONTROLLER.finding(false));

    private final Map<String, Map<String, Home>> byController = new HashMap<>();

    Homes(PolicySet policies, Evaluator evaluator) {
        List<Region> regions = policies.regions().stream()
                .sorted(Comparator.comparing(Region::name))
                .toList();
        var countries = new TreeSet<String>();
        regions.forEach(region -> countries.addAll(region.homes()));
        // A state is at home where its country is, under laws of its own.
        policies.jurisdictions().forEach(law -> countries.addAll(law.territory()));
        for (Region region : regions) {
            var homes = new HashMap<String, Home>();
            for (String country : countries) {
                homes.put(country, home(country, region, regions, evaluator));
            }
            for (Controller controller : region.controllers()) {
                byController.put(controller.name(), homes);
            }
        }
    }

    Home home(@Nullable String country, String controller) {
        Map<String, Home> homes = byController.get(controller);
        if (homes == null) {
            return NO_CONTROLLER;
        }
        if (country == null) {
            return NO_COUNTRY;
        }
        Home home = homes.get(country);
        return home == null ? homes.getOrDefault(Countries.whole(country), NO_COUNTRY) : home;
    }

    private static Home home(String country, Region here, List<Region> regions, Evaluator evaluator) {
        Region region = region(country, here, regions)
                .or(() -> region(Countries.whole(country), here, regions))
                .orElse(null);
        if (region == null) {
            return NO_COUNTRY;
        }
        List<String> local = evaluator.localArticles(country, region.country());
        if (!local.isEmpty()) {
            return new Home.Unknown(
                    new Finding(Reason.RESIDENCY_LOCAL_ONLY, local, Reason.RESIDENCY_LOCAL_ONLY.remedy(), false));
        }
        return region.equals(here)
                ? new Home.Here()
                : new Home.Elsewhere(region.name(), misdirected(country, region, evaluator));
    }

    /** The region itself comes first, then the others by name. */
    private static Optional<Region> region(String country, Region here, List<Region> regions) {
        return Stream.concat(Stream.of(here), regions.stream())
                .filter(region -> region.homes().contains(country))
                .findFirst();
    }

    /** The law that keeps the person at home: the one of the country, else the one of the home's machines. */
    private static Finding misdirected(String country, Region home, Evaluator evaluator) {
        List<String> law = evaluator.exportArticles(country);
        return new Finding(
                Reason.RESIDENCY_HOME_REGION,
                law.isEmpty() ? evaluator.exportArticles(home.country()) : law,
                Remedy.NONE,
                false);
    }
}
