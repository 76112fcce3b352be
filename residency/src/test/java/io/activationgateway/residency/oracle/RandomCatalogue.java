package io.activationgateway.residency.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A catalogue of columns of every kind, and how documents and rows may speak of them. */
final class RandomCatalogue {

    private static final List<Object> PLAIN = List.of("PASS", "HASH", "PSEUDONYMISE", "DROP");

    private final Draw draw;
    private final List<Writing> fields = new ArrayList<>();
    private final List<String> columns = new ArrayList<>();
    private final Map<String, List<Object>> bearable = new LinkedHashMap<>();
    private final List<String> needable = new ArrayList<>();

    RandomCatalogue(Draw draw) {
        this.draw = draw;
        contacts();
        facts();
        sensitive();
        places();
        families();
    }

    Writing document() {
        return Writing.document("FieldCatalogue", "columns").put("fields", fields);
    }

    /** The columns that rows may have; some are of a family. */
    List<String> columns() {
        return columns;
    }

    /** Per column or family what a plan may ask of it. */
    Map<String, List<Object>> bearable() {
        return bearable;
    }

    /** The columns that a destination may need. */
    List<String> needable() {
        return needable;
    }

    private void contacts() {
        add("email", "CONTACT", new Writing().put("identifier", "EMAIL"), truncating());
        add("user_id", "IDENTIFIER", new Writing().put("identifier", "USER_ID"), truncating());
        if (draw.percent(60)) {
            add("phone", "CONTACT", new Writing().put("identifier", "PHONE"), truncating());
        }
    }

    private void facts() {
        if (draw.percent(70)) {
            var dated = new ArrayList<>(PLAIN);
            dated.addAll(List.of(level("DAY"), level("MONTH"), level("YEAR"), level("AGE_BAND")));
            add("birth_date", "DEMOGRAPHIC", new Writing().put("type", draw.of("DATE", "DATE_TIME")), dated);
        }
        if (draw.percent(50)) {
            add("pages", "BEHAVIOURAL", new Writing().put("type", "INTEGER"), PLAIN);
        }
        if (draw.percent(70)) {
            add("visitors", "AGGREGATE", new Writing().put("type", "INTEGER"), PLAIN);
        }
        if (draw.percent(70)) {
            add("churn", "BEHAVIOURAL", new Writing().put("type", "NUMBER").put("inferred", true), PLAIN);
        }
    }

    private void sensitive() {
        if (draw.percent(80)) {
            add(
                    "health",
                    draw.of("SPECIAL", "BEHAVIOURAL"),
                    new Writing().put("tags", List.of("HEALTH")).put("inferred", draw.percent(50)),
                    truncating());
        }
        if (draw.percent(40)) {
            add("notes", "SPECIAL", new Writing(), truncating());
        }
        if (draw.percent(60)) {
            add("member", "SPECIAL", new Writing().put("tags", List.of("FOUNDATION_MEMBERSHIP")), truncating());
        }
        if (draw.percent(40)) {
            add("dress", "DEMOGRAPHIC", new Writing().put("tags", List.of("DRESS")), truncating());
        }
        if (draw.percent(30)) {
            boolean tagged = draw.percent(50);
            add(
                    "court",
                    tagged ? "FINANCIAL" : "CRIMINAL",
                    new Writing().put("tags", tagged ? List.of("CRIMINAL") : null),
                    truncating());
        }
        if (draw.percent(70)) {
            add(
                    "limit",
                    "FINANCIAL",
                    new Writing().put("secrets", List.of(draw.of("BANK_SECRET", "LOCAL_ONLY"))),
                    truncating());
        }
    }

    private void places() {
        if (draw.percent(70)) {
            var placed = new ArrayList<>(truncating());
            placed.addAll(List.of(level("CITY"), level("REGION")));
            add("spot", "LOCATION", new Writing().put("place", draw.of("POINT", "REGION")), placed);
        }
        if (draw.percent(60)) {
            var street = new Writing()
                    .put("names", List.of("street"))
                    .put("category", "CONTACT")
                    .put("place", "ADDRESS");
            var town = new Writing()
                    .put("names", List.of("town"))
                    .put("category", "LOCATION")
                    .put("place", "CITY");
            var land = new Writing()
                    .put("names", List.of("land"))
                    .put("category", "LOCATION")
                    .put("place", "REGION");
            var clinic = new Writing()
                    .put("names", List.of("clinic"))
                    .put("category", "LOCATION")
                    .put("tags", draw.percent(40) ? List.of("HEALTH") : null)
                    .put("secrets", draw.percent(20) ? List.of("LOCAL_ONLY") : null)
                    .put("inferred", draw.percent(20));
            add(
                    "home",
                    "LOCATION",
                    new Writing().put("inner", List.of(street, town, land, clinic)),
                    List.of("PASS", "DROP", level("CITY"), level("REGION")));
        }
    }

    /** A wide family with a narrow one inside it, and a name inside both. */
    private void families() {
        if (draw.percent(60)) {
            var wide = new Writing()
                    .put("patterns", List.of("score_*"))
                    .put("category", "BEHAVIOURAL")
                    .put("inferred", true);
            var narrow = new Writing()
                    .put("patterns", List.of("score_health_*"))
                    .put("category", "SPECIAL")
                    .put("tags", List.of("HEALTH"));
            if (draw.percent(50)) {
                fields.addAll(List.of(wide, narrow));
            } else {
                fields.addAll(List.of(narrow, wide));
            }
            bearable.put("score_*", truncating());
            bearable.put("score_health_*", truncating());
            columns.addAll(List.of("score_sport", "score_health_heart"));
            if (draw.percent(50)) {
                add("score_health_total", "AGGREGATE", new Writing(), truncating());
            }
        }
    }

    private void add(String name, String category, Writing more, List<Object> bears) {
        String second = name + "_2";
        boolean twoNames = draw.percent(15);
        fields.add(more.put("names", twoNames ? List.of(name, second) : List.of(name))
                .put("category", category));
        columns.add(twoNames && draw.percent(50) ? second : name);
        bearable.put(name, bears);
        needable.add(name);
    }

    private static List<Object> truncating() {
        var all = new ArrayList<>(PLAIN);
        all.add(new Writing().put("truncate", 2));
        all.add(new Writing().put("truncate", 5));
        return all;
    }

    private static Writing level(String level) {
        return new Writing().put("generalise", level);
    }
}
