package io.activationgateway.residency.oracle;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Destinations: where the data gets to, in what form, on which papers. */
final class RandomDestinations {

    /** What a plan or a rule may ask; not every column bears it. */
    static final List<Object> ACTIONS = List.of(
            "HASH",
            "PSEUDONYMISE",
            "DROP",
            new Writing().put("truncate", 3),
            new Writing().put("truncate", 1),
            new Writing().put("generalise", "DAY"),
            new Writing().put("generalise", "YEAR"),
            new Writing().put("generalise", "AGE_BAND"),
            new Writing().put("generalise", "CITY"),
            new Writing().put("generalise", "REGION"),
            new Writing().put("generalise", "COUNTRY"));

    private static final List<String> COUNTRIES = List.of(
            "DE", "DE", "DE", "IE", "FR", "TR", "TR", "TR", "TR", "US", "US", "US-CA", "GB", "CH", "BR", "CA", "IN",
            "RU");
    private static final List<String> CATEGORIES = List.of(
            "IDENTIFIER", "CONTACT", "DEMOGRAPHIC", "BEHAVIOURAL", "LOCATION", "FINANCIAL", "SPECIAL", "AGGREGATE");

    private final Draw draw;
    private final RandomCatalogue catalogue;
    private final RandomMechanisms mechanisms;

    RandomDestinations(Draw draw, RandomCatalogue catalogue, RandomMechanisms mechanisms) {
        this.draw = draw;
        this.catalogue = catalogue;
        this.mechanisms = mechanisms;
    }

    Writing any(String name, LocalDate today) {
        String key = draw.of("email", "email", "user_id");
        List<String> required = draw.percent(45) ? draw.some(catalogue.needable(), 1, 3) : List.of();
        var importer = importer();
        return Writing.document("Destination", name)
                .put(
                        "destinationKind",
                        draw.of("CDP", "MESSAGING", "ONLINE_PLATFORM", "ONLINE_PLATFORM", "CRM", "OWN_SYSTEM"))
                .put("importer", importer.writing())
                .put("sharedKey", key)
                .put("requiredFields", required)
                .put("fieldPlan", plan(key, required))
                .put("mechanisms", mechanisms.some(importer.country(), importer.role(), today))
                .put("onward", draw.percent(15) ? List.of(onward(today)) : null);
    }

    private record Importer(String country, String role, Writing writing) {}

    private Importer importer() {
        String country = draw.of(COUNTRIES);
        String role = draw.of("PROCESSOR", "PROCESSOR", "PROCESSOR", "CONTROLLER", "JOINT_CONTROLLER");
        var kept = draw.percent(20) ? List.of(draw.of(COUNTRIES)) : List.of(country);
        return new Importer(
                country,
                role,
                new Writing()
                        .put("name", "Example Recipient")
                        .put("country", country)
                        .put("role", role)
                        .put("processingCountries", kept));
    }

    private Writing onward(LocalDate today) {
        var importer = importer();
        return new Writing()
                .put("importer", importer.writing())
                .put("mechanisms", mechanisms.some(importer.country(), importer.role(), today));
    }

    private Writing plan(String key, List<String> required) {
        var fields = new Writing();
        for (Map.Entry<String, List<Object>> column : catalogue.bearable().entrySet()) {
            boolean needed = column.getKey().equals(key) || required.contains(column.getKey());
            if (needed || draw.percent(45)) {
                List<Object> choices = column.getValue().stream()
                        .filter(action -> !needed || !action.equals("DROP"))
                        .toList();
                fields.put(column.getKey(), needed && draw.percent(70) ? "PASS" : draw.of(choices));
            }
        }
        var categories = new Writing();
        for (String category : draw.each(CATEGORIES, 12)) {
            categories.put(category, draw.of(ACTIONS));
        }
        return new Writing()
                .put("otherwise", draw.percent(10) ? draw.of(ACTIONS) : null)
                .put("fields", fields)
                .put("categories", categories.isEmpty() ? null : categories);
    }
}
