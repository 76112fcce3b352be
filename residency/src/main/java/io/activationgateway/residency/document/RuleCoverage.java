package io.activationgateway.residency.document;

import io.activationgateway.residency.policy.Example;
import io.activationgateway.residency.policy.PolicySet;
import io.activationgateway.residency.policy.TransferRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the rules that no example touches. An example touches a rule when its answer would be another without the rule:
 * that is found by leaving the rule out and deciding the examples again, so that an example which merely names the rule
 * or happens to lie near it proves nothing.
 *
 * <p>Asked of the rules that a policy brings itself. Those of a law pack as it ships are tested with the gateway; a rule
 * that takes the place of a packaged one is the policy's own.
 */
final class RuleCoverage {

    private final PolicySet policies;
    private final Map<String, Object> answers;

    private RuleCoverage(PolicySet policies) {
        this.policies = policies;
        this.answers = answers(policies);
    }

    /** The policy's own rules that no example touches, by name. */
    static List<TransferRule> untouched(PolicySet policies, List<TransferRule> acting) {
        var own = own(policies, acting);
        if (own.isEmpty()) {
            return List.of();
        }
        var coverage = new RuleCoverage(policies);
        return own.stream().filter(rule -> !coverage.touches(rule)).toList();
    }

    /**
     * The rules that a policy brings itself.
     *
     * @param acting those of the version that acts: a rule with the name of a packaged one that is the same there came
     *     with the packs of an earlier build
     */
    static List<TransferRule> own(PolicySet policies, List<TransferRule> acting) {
        var packaged = Packaged.RULES;
        return policies.rules().stream()
                .filter(rule -> !rule.equals(packaged.get(rule.name())))
                .filter(rule -> !(packaged.containsKey(rule.name()) && acting.contains(rule)))
                .toList();
    }

    private boolean touches(TransferRule rule) {
        var without = new PolicySet(
                policies.version(),
                policies.digest(),
                policies.jurisdictions(),
                policies.regions(),
                policies.purposes(),
                policies.catalogue(),
                policies.destinations(),
                policies.rules().stream().filter(each -> !each.equals(rule)).toList(),
                policies.examples());
        return !answers(without).equals(answers);
    }

    private static Map<String, Object> answers(PolicySet policies) {
        return policies.examples().stream()
                .collect(Collectors.toMap(Example::name, example -> ExampleRunner.decide(policies, example.given())));
    }

    /** The rules that ship with this build, read once. */
    private static final class Packaged {

        static final Map<String, TransferRule> RULES = read();

        private static Map<String, TransferRule> read() {
            var errors = new ArrayList<DocumentError>();
            return DocumentFiles.packs().entrySet().stream()
                    .map(file -> YamlReader.read(file.getKey(), file.getValue(), errors)
                            .flatMap(tree -> Document.of(tree, errors)))
                    .flatMap(Optional::stream)
                    .filter(document -> document.kind() == DocumentKind.TRANSFER_RULE)
                    .map(PolicyReader::read)
                    .map(TransferRule.class::cast)
                    .collect(Collectors.toMap(TransferRule::name, rule -> rule));
        }
    }
}
