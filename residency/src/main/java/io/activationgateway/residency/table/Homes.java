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
import java.util.TreeSet;
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

    /** The region itself comes first, then the others by name. */
    private static Home home(String country, Region here, List<Region> regions, Evaluator evaluator) {
        List<String> local = regions.stream()
                .filter(region -> region.homes().contains(country))
                .findFirst()
                .map(region -> evaluator.localArticles(country, region.country()))
                .orElse(List.of());
        if (!local.isEmpty()) {
            return new Home.Unknown(
                    new Finding(Reason.RESIDENCY_LOCAL_ONLY, local, Reason.RESIDENCY_LOCAL_ONLY.remedy(), false));
        }
        if (here.homes().contains(country)) {
            return new Home.Here();
        }
        return regions.stream()
                .filter(region -> region.homes().contains(country))
                .findFirst()
                .<Home>map(region -> new Home.Elsewhere(region.name(), misdirected(country, region, evaluator)))
                .orElse(NO_COUNTRY);
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
