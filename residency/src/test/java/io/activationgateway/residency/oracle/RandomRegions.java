package io.activationgateway.residency.oracle;

import java.util.ArrayList;
import java.util.List;

/** Regions that share the countries among them, each with controllers near and far. */
final class RandomRegions {

    private static final List<String> SELDOM = List.of("US", "AU", "RU");
    private static final List<String> TARGETS = List.of("EEA", "DE", "TR", "US", "GB", "CH", "BR", "EU");

    private final Draw draw;
    private final List<String> protectedCountries;
    private int controllers;

    /** @param protectedCountries in which some law of the policy holds */
    RandomRegions(Draw draw, List<String> protectedCountries) {
        this.draw = draw;
        this.protectedCountries = protectedCountries;
    }

    List<Writing> documents() {
        boolean states = draw.percent(30);
        var third = new ArrayList<>(List.of("BR", "IN", "JP", "AU"));
        if (draw.percent(50)) {
            third.add("RU");
        }
        if (states) {
            third.add("US-CA");
        }
        return List.of(
                region(
                        "centre",
                        draw.of("DE", "IE"),
                        List.of("EEA", "CH", "US"),
                        draw.percent(60) ? "DE" : established()),
                region("east", "TR", List.of("TR", "GB"), draw.percent(60) ? "TR" : established()),
                region("far", draw.of("BR", "RU", "US"), third, established()));
    }

    private Writing region(String name, String country, List<String> homes, String established) {
        return Writing.document("Region", name)
                .put("country", country)
                .put("homes", homes)
                .put("controllers", List.of(controller(established), controller(established())));
    }

    private String established() {
        return draw.percent(85) && !protectedCountries.isEmpty() ? draw.of(protectedCountries) : draw.of(SELDOM);
    }

    private Writing controller(String country) {
        return new Writing()
                .put("name", "controller-" + controllers++)
                .put("country", country)
                .put("targets", draw.percent(60) ? draw.some(TARGETS, 1, 3) : null)
                .put("role", draw.percent(12) ? draw.of("JOINT_CONTROLLER", "PROCESSOR") : null)
                .put("iysNumber", draw.percent(60) ? "612345" : null)
                .put("adultOnly", draw.percent(30));
    }
}
