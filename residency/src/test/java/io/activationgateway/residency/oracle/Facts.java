package io.activationgateway.residency.oracle;

import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.profile.CellState;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A case as the conditions of one law's rules see it.
 *
 * @param ages the groups of age in which the person is, or may be
 * @param leaving the columns that hold a value and that the destination asks for
 */
record Facts(
        Sheet purpose,
        Sheet controller,
        Sheet destination,
        Known known,
        Set<String> ages,
        boolean abroad,
        boolean optedOut,
        List<Column> leaving) {

    private static final int SIXTEEN = 16;
    private static final int MAJORITY = 18;

    /** Whether all that a condition asks holds. */
    boolean hold(Sheet condition) {
        return holds(condition, "purpose", this::purpose)
                && holds(condition, "consent", this::consent)
                && holds(condition, "profiling", this::profiling)
                && holds(condition, "subject", this::subject)
                && holds(condition, "route", this::route)
                && holds(condition, "data", this::data);
    }

    private static boolean holds(Sheet condition, String group, Predicate<Sheet> asked) {
        return !condition.has(group) || asked.test(condition.sheet(group));
    }

    private boolean purpose(Sheet asked) {
        return isOneOf(asked, "codes", purpose.text("code"))
                && isOneOf(asked, "channels", purpose.text("channel"))
                && agrees(asked, "promotional", purpose.isTrue("promotional"))
                && agrees(asked, "recurring", purpose.isTrue("recurring"))
                && agrees(asked, "ownSimilarProducts", purpose.isTrue("ownSimilarProducts"));
    }

    private boolean consent(Sheet asked) {
        CellState cell = known.cell();
        return isOneOf(asked, "states", cell.data().name())
                && holdsOneOf(asked, "bases", known.bases())
                && isOneOf(asked, "messages", cell.message().name())
                && agrees(asked, "awaitsRegistration", cell.awaitsRegistration())
                && isOneOf(asked, "transfers", cell.transfer().name())
                && agrees(asked, "optedOut", optedOut);
    }

    private boolean profiling(Sheet asked) {
        return isOneOf(asked, "states", known.profiling().data().name())
                && holdsOneOf(asked, "bases", known.profilingBases());
    }

    private boolean subject(Sheet asked) {
        return agrees(asked, "erased", known.erased())
                && agrees(asked, "restricted", known.restricted())
                && holdsOneOf(asked, "objections", known.objections())
                && holdsOneOf(asked, "ages", ages)
                && isOneOf(asked, "recipientTypes", known.recipientType());
    }

    private boolean route(Sheet asked) {
        return isOneOf(asked, "kinds", destination.text("destinationKind"))
                && isOneOf(asked, "importerRoles", destination.sheet("importer").text("role"))
                && agrees(asked, "abroad", abroad)
                && agrees(asked, "senderRegistered", controller.has("iysNumber"));
    }

    private boolean data(Sheet asked) {
        List<String> only = asked.texts("only");
        boolean some = !describesColumns(asked) || leaving.stream().anyMatch(column -> column.isMeantBy(asked));
        return some && (only.isEmpty() || leaving.stream().allMatch(column -> only.containsAll(column.categories())));
    }

    static boolean describesColumns(Sheet data) {
        return data.has("inferred")
                || Stream.of("categories", "tags", "secrets")
                        .anyMatch(key -> !data.texts(key).isEmpty());
    }

    private static boolean isOneOf(Sheet asked, String key, String here) {
        List<String> words = asked.texts(key);
        return words.isEmpty() || words.contains(here);
    }

    private static boolean holdsOneOf(Sheet asked, String key, Set<String> here) {
        return asked.texts(key).isEmpty() || asked.texts(key).stream().anyMatch(here::contains);
    }

    private static boolean agrees(Sheet asked, String key, boolean here) {
        return !asked.has(key) || asked.isTrue(key) == here;
    }

    /**
     * The groups of age under one law.
     *
     * @param countries in which the person may live, none where nobody knows
     */
    static Set<String> ages(AgeBand age, Sheet law, Collection<String> countries, boolean adultOnly) {
        if (age == AgeBand.UNKNOWN) {
            return adultOnly ? Set.of() : Set.of("UNKNOWN");
        }
        Sheet ages = law.sheet("consentAges");
        int otherwise = ages.number("otherwise");
        int strictest = countries.stream()
                .mapToInt(country -> consentAge(ages, country))
                .max()
                .orElse(otherwise);
        int least = countries.stream()
                .mapToInt(country -> consentAge(ages, country))
                .min()
                .orElse(otherwise);
        int atLeast = years(age);
        var groups = new TreeSet<String>();
        if (atLeast < strictest) {
            groups.add("BELOW_CONSENT_AGE");
        }
        if (atLeast < least) {
            groups.add("BELOW_EVERY_CONSENT_AGE");
        }
        if (atLeast < SIXTEEN) {
            groups.add("BELOW_16");
        }
        if (atLeast < MAJORITY) {
            groups.add("MINOR");
        }
        return groups;
    }

    private static int consentAge(Sheet ages, String country) {
        Sheet byCountry = ages.sheet("byCountry");
        for (String place : List.of(country, Places.whole(country))) {
            if (byCountry.has(place)) {
                return byCountry.number(place);
            }
        }
        return ages.number("otherwise");
    }

    private static int years(AgeBand age) {
        return switch (age) {
            case UNDER_13, UNKNOWN -> 0;
            case AGE_13 -> 13;
            case AGE_14 -> 14;
            case AGE_15 -> 15;
            case AGE_16_17 -> 16;
            case ADULT -> 18;
        };
    }
}
