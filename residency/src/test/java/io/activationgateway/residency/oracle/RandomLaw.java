package io.activationgateway.residency.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** A law pack of one's own: any family, scope and territory, with decisions whose dates lie near today. */
final class RandomLaw {

    private static final List<List<String>> TERRITORIES = List.of(
            List.of("US"),
            List.of("US-CA"),
            List.of("US-NY", "CA"),
            List.of("TR"),
            List.of("EEA"),
            List.of("EU", "CH"),
            List.of("DE", "AT"),
            List.of("GB"),
            List.of("JP", "IN"));
    private static final List<String> AGES = List.of("13", "14", "15", "16", "18");

    private final Draw draw;
    private final LocalDate today;
    private final String name;

    RandomLaw(Draw draw, LocalDate today) {
        this.draw = draw;
        this.today = today;
        this.name = draw.of("a-lex", "h-lex", "z-lex");
    }

    String name() {
        return name;
    }

    List<Writing> documents() {
        var all = new ArrayList<Writing>();
        all.add(head());
        all.addAll(new RandomRules(draw).usual(name));
        return all;
    }

    private Writing head() {
        String family = draw.of("GDPR", "KVKK", "UK_GDPR", "FADP", "LGPD", "OPEN", "LOCAL_ONLY");
        return Writing.document("Jurisdiction", name)
                .put("family", family)
                .put("packVersion", "1")
                .put("scope", draw.of("TARGETING", "EFFECT", "RESIDENTS"))
                .put("territory", draw.of(TERRITORIES))
                .put("consentAges", ages())
                .put("adequacy", decisions(family))
                .put(
                        "articles",
                        new Writing()
                                .put("basis", "LEX:100")
                                .put("channel", "LEX:101")
                                .put("export", "LEX:102")
                                .put("removal", "LEX:103"))
                .put(
                        "parameters",
                        new Writing()
                                .put("maxListingAgeDays", draw.between(0, 60))
                                .put("strictNotification", draw.percent(30)))
                .put("calendar", family.equals("KVKK") || draw.percent(50) ? calendar() : null);
    }

    private Writing ages() {
        var ages = new Writing().put("otherwise", age());
        if (draw.percent(40)) {
            var byCountry = new Writing();
            draw.each(List.of("DE", "SE", "FR", "AT", "US", "CA", "GB", "TR"), 50)
                    .forEach(country -> byCountry.put(country, age()));
            ages.put("byCountry", byCountry);
        }
        return ages;
    }

    private Integer age() {
        return Integer.valueOf(draw.of(AGES));
    }

    private List<Writing> decisions(String family) {
        List<String> types = switch (family) {
            case "GDPR" -> List.of("EU_ADEQUACY", "EU_DPF");
            case "KVKK" -> List.of("TR_ADEQUACY");
            case "UK_GDPR" -> List.of("UK_ADEQUACY", "UK_DPF");
            case "FADP" -> List.of("CH_ADEQUACY", "CH_DPF");
            case "LGPD" -> List.of("BR_ADEQUACY");
            default -> List.of();
        };
        var all = new ArrayList<Writing>();
        for (int i = 0; i < 4 && !types.isEmpty(); i++) {
            all.add(new Writing()
                    .put("decision", "LEX " + i)
                    .put("type", draw.of(types))
                    .put("countries", draw.some(List.of("US", "DE", "EEA", "GB", "CA", "BR", "TR"), 1, 4))
                    .put("validFrom", draw.day(today, 300, 5))
                    .put("validTo", draw.percent(40) ? draw.day(today, 20, 60) : null)
                    .put("status", draw.percent(10) ? draw.of("SUSPENDED", "ANNULLED") : null));
        }
        return all;
    }

    private Writing calendar() {
        return new Writing()
                .put("zone", draw.of("Europe/Istanbul", "America/Sao_Paulo", "Asia/Tokyo", "UTC"))
                .put("everyYear", List.of("10-29", today.plusDays(3).toString().substring("2026-".length())))
                .put("movable", List.of(draw.day(today, 5, 5)));
    }
}
