package io.activationgateway.residency.explanation;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.profile.CellState;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.RecipientType;
import io.activationgateway.residency.evaluation.Facet;
import io.activationgateway.residency.evaluation.Reasoning;
import io.activationgateway.residency.evaluation.Step;
import io.activationgateway.residency.evaluation.Step.Speaker;
import io.activationgateway.residency.policy.TransferRule.Outcome;
import io.activationgateway.residency.verdict.Finding;
import io.activationgateway.residency.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Why a decision is as it is: the answer, the facts it used, what was said in the order of evaluation, and what would have
 * to change. It names no person.
 *
 * @param facts per identifier that the register knows, one after the other; the same fact once
 * @param chain what was said, rule by rule
 * @param remedies what would have to change, all of it; empty where the record may go
 */
public record Explanation(
        Language language, String answer, List<String> facts, List<Link> chain, List<String> remedies) {

    public Explanation {
        requireNonNull(language, "language");
        requireNonNull(answer, "answer");
        facts = List.copyOf(facts);
        chain = List.copyOf(chain);
        remedies = List.copyOf(remedies);
    }

    /**
     * One thing that was said.
     *
     * @param step as the evaluation tells it
     * @param text the same in words, articles included
     */
    public record Link(Step step, String text) {}

    /**
     * Explains a verdict.
     *
     * @param reasonings one for each identifier that was judged, none where the record was not judged at all (another
     *     region is its home, or nobody knows whose)
     */
    public static Explanation of(Verdict verdict, List<Reasoning> reasonings, Language language) {
        var wording = Wording.of(language);
        return new Explanation(
                language,
                answer(verdict, wording),
                facts(reasonings, wording),
                reasonings.stream()
                        .map(Reasoning::steps)
                        .flatMap(List::stream)
                        .distinct()
                        .map(step -> new Link(step, text(step, wording)))
                        .toList(),
                remedies(verdict, wording));
    }

    private static String answer(Verdict verdict, Wording wording) {
        return switch (verdict) {
            case Verdict.Forward _ -> wording.text("answer.forward");
            case Verdict.Withhold(var finding, var _, var _) ->
                wording.text(
                        finding.curableByConsent() ? "answer.withhold.curable" : "answer.withhold",
                        wording.reason(finding.reason()));
            case Verdict.Misdirected(var home, var finding) ->
                wording.text("answer.misdirected", home, wording.reason(finding.reason()));
        };
    }

    private static List<String> remedies(Verdict verdict, Wording wording) {
        Stream<Finding> findings = switch (verdict) {
            case Verdict.Forward _ -> Stream.empty();
            case Verdict.Withhold(var finding, var also, var _) -> Stream.concat(Stream.of(finding), also.stream());
            case Verdict.Misdirected(var _, var finding) -> Stream.of(finding);
        };
        return findings.map(finding -> wording.text(
                        "remedy", wording.reason(finding.reason()), wording.word("remedy", finding.remedy())))
                .distinct()
                .toList();
    }

    private static List<String> facts(List<Reasoning> reasonings, Wording wording) {
        Set<String> facts = new LinkedHashSet<>();
        for (Reasoning reasoning : reasonings) {
            facts.add(
                    reasoning.laws().isEmpty()
                            ? wording.text("fact.no-law")
                            : wording.text("fact.laws", String.join(", ", reasoning.laws())));
            facts.addAll(person(reasoning.facet(), wording));
            facts.add(wording.text("fact.age", wording.word("age", reasoning.age())));
            if (reasoning.signals().refused()) {
                facts.add(wording.text("fact.signal-refused"));
            }
            if (reasoning.signals().unusable()) {
                facts.add(wording.text("fact.signal-unusable"));
            }
            if (reasoning.signals().missing()) {
                facts.add(wording.text("fact.signal-missing"));
            }
            if (reasoning.signals().optedOut()) {
                facts.add(wording.text("fact.opted-out"));
            }
        }
        return List.copyOf(facts);
    }

    private static List<String> person(Facet facet, Wording wording) {
        var facts = new ArrayList<String>();
        CellState cell = facet.cell();
        facts.add(wording.text("fact.data", wording.word("state", cell.data())));
        add(facts, "fact.bases", !cell.bases().isEmpty(), wording, wording.words("basis", cell.bases()));
        add(
                facts,
                "fact.message",
                cell.message() != ConsentState.UNKNOWN,
                wording,
                wording.word("state", cell.message()));
        add(facts, "fact.awaits-registration", cell.awaitsRegistration(), wording);
        add(
                facts,
                "fact.transfer",
                cell.transfer() != ConsentState.UNKNOWN,
                wording,
                wording.word("state", cell.transfer()));
        add(facts, "fact.reopened", cell.reopened(), wording);
        add(
                facts,
                "fact.profiling",
                true,
                wording,
                wording.word("state", facet.profiling().data()));
        add(
                facts,
                "fact.objections",
                !facet.objections().isEmpty(),
                wording,
                wording.words("objection", facet.objections().stream().sorted().toList()));
        add(facts, "fact.restricted", facet.restricted(), wording);
        add(facts, "fact.erased", facet.erased(), wording);
        add(
                facts,
                "fact.recipient",
                facet.recipientType() != RecipientType.INDIVIDUAL,
                wording,
                wording.word("recipient", facet.recipientType()));
        return facts;
    }

    private static void add(List<String> facts, String key, boolean holds, Wording wording, Object... arguments) {
        if (holds) {
            facts.add(wording.text(key, arguments));
        }
    }

    private static String text(Step step, Wording wording) {
        var law = step.law().isEmpty() ? wording.text("policy") : step.law();
        var stage = wording.word("stage", step.stage());
        var reason = step.reason();
        var said = reason == null ? wording.word("outcome", step.outcome()) : wording.reason(reason);
        boolean open = step.speaker() == Speaker.BORDER && step.outcome() == Outcome.ALLOW;
        var key = open ? "step.border.open" : Wording.key("step", step.speaker());
        var text = wording.text(
                key, law, stage, step.name(), said, step.tool().isEmpty() ? wording.text("no-tool") : step.tool());
        return step.articles().isEmpty() ? text : text + " [" + String.join(", ", step.articles()) + "]";
    }
}
