package io.activationgateway.residency.oracle;

import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.FieldAction.Generalise;
import io.activationgateway.residency.verdict.FieldAction.Level;
import io.activationgateway.residency.verdict.FieldAction.Truncate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue says of one column or of a family of columns.
 *
 * @param categories of the column and of all that is inside it; likewise the tags and secrets
 * @param inner the columns inside an object
 */
record Column(
        List<String> names,
        List<String> families,
        Set<String> categories,
        Set<String> tags,
        Set<String> secrets,
        boolean inferred,
        String type,
        @Nullable String place,
        List<Column> inner) {

    /** The position of a column that the catalogue does not know. */
    static final int UNKNOWN = -1;

    private static final List<String> EVERY_SPECIAL_TAG = List.of(
            "RACE",
            "ETHNIC_ORIGIN",
            "POLITICAL_OPINION",
            "BELIEF",
            "UNION_MEMBERSHIP",
            "GENETIC",
            "BIOMETRIC",
            "HEALTH",
            "SEX_LIFE",
            "DRESS",
            "ASSOCIATION_MEMBERSHIP",
            "FOUNDATION_MEMBERSHIP");

    /** From the most to the least exact. */
    private static final List<String> PLACES = List.of("POINT", "ADDRESS", "CITY", "REGION", "COUNTRY");

    static Column of(Sheet field) {
        List<Column> inner = field.sheets("inner").stream().map(Column::of).toList();
        List<String> written = field.texts("tags");
        String category = field.text("category");
        var categories = new TreeSet<>(Set.of(category));
        var tags = new TreeSet<>(written);
        if (category.equals("SPECIAL") && written.isEmpty()) {
            tags.addAll(EVERY_SPECIAL_TAG);
        }
        if (category.equals("CRIMINAL")) {
            tags.add("CRIMINAL");
        }
        for (String tag : written) {
            categories.add(tag.equals("CRIMINAL") ? "CRIMINAL" : "SPECIAL");
        }
        var secrets = new TreeSet<>(field.texts("secrets"));
        boolean inferred = field.isTrue("inferred");
        for (Column part : inner) {
            categories.addAll(part.categories());
            tags.addAll(part.tags());
            secrets.addAll(part.secrets());
            inferred |= part.inferred();
        }
        return new Column(
                field.texts("names"),
                field.texts("patterns"),
                categories,
                tags,
                secrets,
                inferred,
                field.text("type", "STRING"),
                field.textOrNull("place"),
                inner);
    }

    static List<Column> all(Sheet catalogue) {
        return catalogue.sheets("fields").stream().map(Column::of).toList();
    }

    /** The position of the column of a name: by its own name, else by the narrowest family; else {@link #UNKNOWN}. */
    static int find(List<Column> columns, String name) {
        for (Column column : columns) {
            if (column.names().contains(name)) {
                return columns.indexOf(column);
            }
        }
        int found = UNKNOWN;
        String narrowest = "*";
        for (Column column : columns) {
            for (String family : column.families()) {
                if (matches(family, name) && matches(narrowest, family)) {
                    found = columns.indexOf(column);
                    narrowest = family;
                }
            }
        }
        return found;
    }

    /** Whether a name, or all of a narrower family, belongs to a family. */
    private static boolean matches(String family, String name) {
        var parts = new ArrayList<String>();
        for (String part : family.split("\\*", -1)) {
            parts.add(Pattern.quote(part));
        }
        return name.matches(String.join(".*", parts));
    }

    boolean isObject() {
        return !inner.isEmpty();
    }

    /** The action, or nothing leaves where the values do not bear it. */
    FieldAction bearing(FieldAction action) {
        return bears(action) ? action : FieldAction.DROP;
    }

    private boolean bears(FieldAction action) {
        if (action instanceof Truncate) {
            return !isObject() && type.equals("STRING");
        }
        if (action instanceof Generalise(Level level)) {
            return switch (level) {
                case DAY, MONTH, YEAR, AGE_BAND -> !isObject() && (type.equals("DATE") || type.equals("DATE_TIME"));
                case CITY, REGION, COUNTRY -> saysPlace(level);
            };
        }
        return action.equals(FieldAction.PASS) || action.equals(FieldAction.DROP) || !isObject();
    }

    /** A part that is no more exact, or a coordinate, which can be rounded to a city or a region. */
    private boolean saysPlace(Level level) {
        if (isObject()) {
            return inner.stream().anyMatch(part -> part.saysPlace(level));
        }
        if (place == null) {
            return false;
        }
        return PLACES.indexOf(place) >= PLACES.indexOf(level.name())
                || (place.equals("POINT") && level != Level.COUNTRY);
    }

    /** What the destination asks for: by name or family, else the strictest of its categories. */
    FieldAction asked(Sheet fieldPlan) {
        Sheet byName = fieldPlan.sheet("fields");
        for (List<String> written : List.of(names, families)) {
            for (String name : written) {
                if (byName.has(name)) {
                    return bearing(Strictness.read(byName.keys().get(name), FieldAction.PASS));
                }
            }
        }
        FieldAction otherwise = Strictness.read(fieldPlan.keys().get("otherwise"), FieldAction.PASS);
        FieldAction strictest = FieldAction.PASS;
        for (String category : categories) {
            FieldAction asked =
                    Strictness.read(fieldPlan.sheet("categories").keys().get(category), otherwise);
            strictest = Strictness.stricter(strictest, asked);
        }
        return bearing(strictest);
    }

    /** Whether a rule's {@code data} means this column. */
    boolean isMeantBy(Sheet data) {
        return meets(data.texts("categories"), categories)
                && meets(data.texts("tags"), tags)
                && meets(data.texts("secrets"), secrets)
                && (!data.has("inferred") || data.isTrue("inferred") == inferred);
    }

    private static boolean meets(List<String> asked, Set<String> here) {
        return asked.isEmpty() || asked.stream().anyMatch(here::contains);
    }
}
