package io.activationgateway.residency.evaluation;

import io.activationgateway.residency.policy.Jurisdiction;
import io.activationgateway.residency.policy.Stage;
import io.activationgateway.residency.policy.TransferRule;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A jurisdiction with its rules, by stage. */
record LawPack(Jurisdiction law, TransferLaw transfers, Map<Stage, List<TransferRule>> rules) {

    /** The rules of a pack in the order of their names, so that the order of files does not decide. */
    static LawPack of(Jurisdiction law, List<TransferRule> rules) {
        var byStage = new EnumMap<Stage, List<TransferRule>>(Stage.class);
        for (Stage stage : Stage.values()) {
            byStage.put(
                    stage,
                    rules.stream()
                            .filter(rule ->
                                    rule.stage() == stage && rule.jurisdiction().equals(law.name()))
                            .sorted(Comparator.comparing(TransferRule::name))
                            .toList());
        }
        return new LawPack(law, TransferLaw.of(law.family()), byStage);
    }

    List<TransferRule> rules(Stage stage) {
        return rules.getOrDefault(stage, List.of());
    }
}
