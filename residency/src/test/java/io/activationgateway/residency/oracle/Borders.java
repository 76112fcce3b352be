package io.activationgateway.residency.oracle;

import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.residency.verdict.Obligation;
import io.activationgateway.residency.verdict.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The borders of one law on the way of the data, and what each of them answers. */
record Borders(Sheet law, Sheet purpose, Sheet controller, Sheet destination, Known known, Papers papers) {

    /**
     * What a border answers.
     *
     * @param reason why it is closed; null where it is open
     */
    record Answer(@Nullable Reason reason, List<Obligation> duties) {

        static Answer open(Obligation... duties) {
            return new Answer(null, List.of(duties));
        }

        static Answer closed(Reason reason) {
            return new Answer(reason, List.of());
        }

        boolean isOpen() {
            return reason == null;
        }
    }

    /** Each step of the way from whoever holds the data to each country that the next one keeps or looks at it in. */
    List<Answer> answers(String recordedIn) {
        var answers = new ArrayList<Answer>();
        boolean local = law.text("family").equals("LOCAL_ONLY");
        if (local && isOutside(recordedIn)) {
            answers.add(Answer.closed(Reason.RESIDENCY_LOCAL_ONLY));
        }
        String exporter = controller.text("role", "CONTROLLER");
        for (Sheet hop : hops(destination)) {
            Sheet importer = hop.sheet("importer");
            for (String country : countries(importer)) {
                if (isOutside(country)) {
                    answers.add(answer(country, exporter, importer.text("role"), hop.sheets("mechanisms")));
                }
            }
            exporter = importer.text("role");
        }
        return answers;
    }

    /** Whether data leaves the territory at all. */
    boolean leaves() {
        return hops(destination).stream()
                .anyMatch(hop -> countries(hop.sheet("importer")).stream().anyMatch(this::isOutside));
    }

    private boolean isOutside(String country) {
        return !Places.inside(law.texts("territory"), country);
    }

    /** The recipient, then those to whom it passes the data on. */
    private static List<Sheet> hops(Sheet destination) {
        var hops = new ArrayList<Sheet>();
        hops.add(destination);
        hops.addAll(destination.sheets("onward"));
        return hops;
    }

    private static SortedSet<String> countries(Sheet importer) {
        var countries = new TreeSet<>(importer.texts("processingCountries"));
        countries.add(importer.text("country"));
        return countries;
    }

    private Answer answer(String country, String exporter, String importer, List<Sheet> mechanisms) {
        String family = law.text("family");
        if (family.equals("OPEN")) {
            return Answer.open();
        }
        if (family.equals("LOCAL_ONLY")) {
            return Answer.closed(Reason.RESIDENCY_LOCAL_ONLY);
        }
        var told = new ArrayList<Answer>();
        for (Sheet mechanism : mechanisms) {
            if (Papers.family(mechanism).equals(family)) {
                told.add(papers.weigh(mechanism, country, exporter + " to " + importer));
            }
        }
        for (Answer answer : told) {
            if (answer.isOpen()) {
                return answer;
            }
        }
        // The first that says more than that there is none.
        for (Answer answer : told) {
            if (answer.reason() != Reason.TRANSFER_NO_MECHANISM) {
                return answer;
            }
        }
        boolean feedOnConsent =
                known.cell().transfer() == ConsentState.GRANTED && purpose.isTrue("recurring") && told.isEmpty();
        return Answer.closed(feedOnConsent ? Reason.TRANSFER_RECURRING : Reason.TRANSFER_NO_MECHANISM);
    }
}
