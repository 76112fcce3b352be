package io.activationgateway.residency.document;

import io.activationgateway.residency.policy.Example;
import io.activationgateway.residency.policy.TransferRule;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Whether a set of documents may be published: every document is right in itself and beside the others, every example is
 * decided as its author expects, every rule that the policy brings itself is touched by an example. Making one decides all
 * examples and so belongs on a worker.
 *
 * @param errors what is wrong, in order of place; none if it may be published
 * @param examples every example, none where the documents cannot be read
 * @param ownRules how many rules the policy brings itself
 * @param untouched the names of those of them that no example touches
 */
public record PolicyReview(
        List<DocumentError> errors, List<ExampleResult> examples, int ownRules, List<String> untouched) {

    public PolicyReview {
        errors = errors.stream().sorted().toList();
        examples = List.copyOf(examples);
        untouched = List.copyOf(untouched);
    }

    /**
     * An example that was decided.
     *
     * @param problems how the answer differs from what is expected; none where it does not
     */
    public record ExampleResult(String name, String title, List<String> problems) {
        public ExampleResult {
            problems = List.copyOf(problems);
        }

        public boolean passed() {
            return problems.isEmpty();
        }
    }

    /** Reviews what was read. */
    public static PolicyReview of(PolicyDocuments.Result read) {
        return of(read, List.of(), false);
    }

    /**
     * Reviews what was read.
     *
     * @param acting the rules of the version that acts
     * @param isAgain whether exactly this was published before, so that its rules need no example any more
     */
    public static PolicyReview of(PolicyDocuments.Result read, List<TransferRule> acting, boolean isAgain) {
        return switch (read) {
            case PolicyDocuments.Rejected(var errors) -> new PolicyReview(errors, List.of(), 0, List.of());
            case PolicyDocuments.Loaded loaded -> loaded(loaded, acting, isAgain);
        };
    }

    private static PolicyReview loaded(PolicyDocuments.Loaded loaded, List<TransferRule> acting, boolean isAgain) {
        var policies = loaded.policies();
        var errors = new ArrayList<DocumentError>();
        var failures = new TreeMap<>(ExampleRunner.failures(policies));
        failures.forEach((name, problems) -> {
            var place = loaded.examples().getOrDefault(name, Place.wholeFile(name));
            problems.forEach(problem -> errors.add(
                    place.error(problem, "Correct the expectation, or the document that decides otherwise.")));
        });
        List<String> untouched = isAgain
                ? List.of()
                : RuleCoverage.untouched(policies, acting).stream()
                        .map(TransferRule::name)
                        .toList();
        untouched.forEach(rule -> errors.add(untouched(rule)));
        errors.addAll(Remarks.errors(loaded));
        return new PolicyReview(
                errors,
                policies.examples().stream()
                        .map(example -> result(example, failures))
                        .toList(),
                RuleCoverage.own(policies, acting).size(),
                untouched);
    }

    static DocumentError untouched(String rule) {
        return Place.wholeFile("TransferRule " + rule)
                .error(
                        "no example touches this rule: without it every example would be answered in the same way",
                        "Write an Example whose answer depends on the rule.");
    }

    private static ExampleResult result(Example example, TreeMap<String, List<String>> failures) {
        return new ExampleResult(example.name(), example.title(), failures.getOrDefault(example.name(), List.of()));
    }

    /** Whether it may be published. */
    public boolean passed() {
        return errors.isEmpty();
    }
}
