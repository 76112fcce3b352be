package io.activationgateway.residency.oracle;

import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.residency.verdict.FieldAction;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A question with the documents that it names.
 *
 * @param recordedIn where the region's machines stand
 * @param laws that apply, in order of names
 * @param columns of the catalogue
 * @param filled the positions of those that hold a value
 */
record Scene(
        Question question,
        Sheet purpose,
        Sheet controller,
        Sheet destination,
        String recordedIn,
        List<Sheet> laws,
        List<Column> columns,
        SortedSet<Integer> filled) {

    /** The countries in which the person may live: row and register may disagree, and then both count. */
    static Set<String> homes(Question question) {
        var homes = new TreeSet<String>();
        ConsentProfile person = question.person();
        add(homes, question.country());
        add(homes, person == null ? null : person.country());
        return homes;
    }

    private static void add(Set<String> homes, @Nullable String country) {
        if (country != null) {
            homes.add(country);
        }
    }

    /** The younger of what row and register tell; a known age beside an unknown one. */
    private AgeBand age() {
        ConsentProfile person = question.person();
        AgeBand registered = person == null ? AgeBand.UNKNOWN : person.age();
        for (AgeBand band : List.of(
                AgeBand.UNDER_13, AgeBand.AGE_13, AgeBand.AGE_14, AgeBand.AGE_15, AgeBand.AGE_16_17, AgeBand.ADULT)) {
            if (band == question.age() || band == registered) {
                return band;
            }
        }
        return AgeBand.UNKNOWN;
    }

    Known known() {
        return Known.of(question.person(), purpose);
    }

    /** A removal carries the shared key alone. */
    FieldAction asked(Column column) {
        boolean carried = !question.removal() || column.names().contains(destination.text("sharedKey"));
        return carried ? column.asked(destination.sheet("fieldPlan")) : FieldAction.DROP;
    }

    /** The columns that hold a value and that the destination asks for. */
    private List<Column> leaving() {
        return filled.stream()
                .map(columns::get)
                .filter(column -> !asked(column).equals(FieldAction.DROP))
                .toList();
    }

    /** The case as the rules of each law see it. */
    Map<String, Facts> facts() {
        var facts = new TreeMap<String, Facts>();
        List<Column> leaving = leaving();
        for (Sheet law : laws) {
            facts.put(
                    law.text("name"),
                    new Facts(
                            purpose,
                            controller,
                            destination,
                            known(),
                            Facts.ages(age(), law, homes(question), controller.isTrue("adultOnly")),
                            borders(law).leaves(),
                            question.signals().optedOut(),
                            leaving));
        }
        return facts;
    }

    Borders borders(Sheet law) {
        var papers = new Papers(law, purpose, known(), question.at());
        return new Borders(law, purpose, controller, destination, known(), papers);
    }

    /** The same with a value in one column more. */
    Scene holding(int column) {
        var more = new TreeSet<>(filled);
        more.add(column);
        return new Scene(question, purpose, controller, destination, recordedIn, laws, columns, more);
    }
}
