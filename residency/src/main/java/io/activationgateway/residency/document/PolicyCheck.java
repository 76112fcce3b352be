package io.activationgateway.residency.document;

import io.activationgateway.residency.document.PolicyDocuments.Loaded;
import io.activationgateway.residency.document.PolicyDocuments.Rejected;
import io.activationgateway.residency.policy.PolicySet;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What {@code policy check} finds: every document read and held against its schema and the others, every example
 * decided. Reads files, so it does not belong on an event loop.
 *
 * @param errors in order of place; none if the policy may be published
 * @param warnings what somebody should look at, in order of place; none where there are errors in the documents
 * @param summary one line on what was checked
 */
public record PolicyCheck(List<DocumentError> errors, List<DocumentError> warnings, String summary) {

    public PolicyCheck {
        errors = errors.stream().sorted().toList();
        warnings = warnings.stream().sorted().toList();
    }

    /**
     * Checks all documents below the paths, together with the packs that ship with the gateway.
     *
     * @param at the legal time, from which the days to a lapse count
     * @param unclassified the names of columns that traffic brought and the catalogue does not know
     */
    public static PolicyCheck of(List<Path> paths, Instant at, Collection<String> unclassified) {
        return switch (PolicyDocuments.load(0, paths)) {
            case Rejected(var errors) ->
                new PolicyCheck(errors, List.of(), count(errors.size(), "error") + "; no example was run");
            case Loaded loaded
            when !Remarks.errors(loaded).isEmpty() -> {
                List<DocumentError> errors = Remarks.errors(loaded);
                yield new PolicyCheck(errors, List.of(), count(errors.size(), "error") + "; no example was run");
            }
            case Loaded loaded -> {
                List<DocumentError> failures = failures(loaded);
                List<DocumentError> warnings = Remarks.warnings(loaded, at, unclassified);
                String found = count(loaded.policies().examples().size(), "example") + ", "
                        + count(failures.size(), "error") + ", " + count(warnings.size(), "warning");
                yield new PolicyCheck(
                        failures,
                        warnings,
                        contents(loaded.policies()) + found + ", "
                                + loaded.policies().digest());
            }
        };
    }

    /** Whether the policy may be published. */
    public boolean passed() {
        return errors.isEmpty();
    }

    /** All errors and the summary, for a terminal. */
    public String text() {
        return passed() ? summary : DocumentError.text(errors) + "\n" + summary;
    }

    private static List<DocumentError> failures(Loaded loaded) {
        var errors = new ArrayList<DocumentError>();
        ExampleRunner.failures(loaded.policies()).forEach((name, problems) -> {
            Place place = loaded.examples().getOrDefault(name, Place.wholeFile(name));
            problems.forEach(problem -> errors.add(
                    place.error(problem, "Correct the expectation, or the document that decides otherwise.")));
        });
        RuleCoverage.untouched(loaded.policies(), List.of())
                .forEach(rule -> errors.add(PolicyReview.untouched(rule.name())));
        return errors;
    }

    private static String contents(PolicySet policies) {
        return count(policies.jurisdictions().size(), "law pack") + " with "
                + count(policies.rules().size(), "rule") + ", "
                + count(policies.regions().size(), "region") + ", "
                + count(policies.purposes().size(), "purpose") + ", "
                + count(policies.destinations().size(), "destination") + ", "
                + count(policies.catalogue().size(), "field") + ", ";
    }

    private static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
