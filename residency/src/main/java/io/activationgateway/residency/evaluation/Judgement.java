package io.activationgateway.residency.evaluation;

import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.signal.SignalClass;
import io.activationgateway.residency.policy.FieldCatalogue;
import io.activationgateway.residency.policy.FieldClass;
import io.activationgateway.residency.policy.Jurisdiction;
import io.activationgateway.residency.policy.TransferRule;
import io.activationgateway.residency.policy.TransferRule.Effect;
import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.FieldPlan;
import io.activationgateway.residency.verdict.Finding;
import io.activationgateway.residency.verdict.Obligation;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Gathers, in evaluation order, what all packs say on one case. */
final class Judgement {

    private final Way way;
    private final Facet facet;
    private final SignalClass signals;
    private final FieldCatalogue catalogue;
    private final IntPredicate present;
    private final FieldAction[] plan;
    private final List<FieldClass> leaving = new ArrayList<>();
    private final Map<Integer, Effect> droppedBy = new HashMap<>();
    private final Set<Finding> findings = new LinkedHashSet<>();
    private final Set<String> law = new LinkedHashSet<>();
    private final Set<Obligation> duties = new LinkedHashSet<>();
    private final Set<Obligation> dutiesOfRefusal = new LinkedHashSet<>();
    private @Nullable LegalBasis basis;

    Judgement(Way way, Facet facet, SignalClass signals, FieldCatalogue catalogue, IntPredicate present) {
        this.way = way;
        this.facet = facet;
        this.signals = signals;
        this.catalogue = catalogue;
        this.present = present;
        this.plan = new FieldAction[catalogue.size()];
        for (int number = 0; number < plan.length; number++) {
            FieldClass field = catalogue.field(number);
            plan[number] = needed(field);
            if (plan[number] != FieldAction.DROP && present.test(number)) {
                leaving.add(field);
            }
        }
    }

    Facts facts(Jurisdiction pack, Facts.Age age) {
        return Facts.of(way, facet, pack, age, signals.optedOut(), leaving);
    }

    /** A finding; the same one twice counts once. */
    void against(Finding finding, List<Obligation> obligations) {
        findings.add(finding);
        dutiesOfRefusal.addAll(obligations);
    }

    void permit(List<String> articles, List<Obligation> obligations) {
        law.addAll(articles);
        duties.addAll(obligations);
    }

    /** The basis the first pack rests on. */
    void restOn(@Nullable LegalBasis legalBasis) {
        if (basis == null) {
            basis = legalBasis;
        }
    }

    /** Drops every field that a redacting rule describes. */
    void drop(TransferRule rule, List<Obligation> obligations) {
        for (int number = 0; number < plan.length; number++) {
            if (plan[number] != FieldAction.DROP
                    && Facts.meets(catalogue.field(number), rule.when().data())) {
                plan[number] = FieldAction.DROP;
                droppedBy.put(number, rule.then());
            }
        }
        permit(rule.then().articles(), obligations);
    }

    /**
     * What the row's own signals say against it. They restrict and never permit; a removal passes them, as it passes all
     * gates of consent.
     *
     * @param article by which the pack asks for a basis
     */
    void checkSignals(String article) {
        if (way.removal()) {
            return;
        }
        if (signals.refused()) {
            against(Reason.CONSENT_SIGNAL_REFUSED, article);
        }
        if (signals.unusable()) {
            against(Reason.CONSENT_SIGNAL_UNUSABLE, article);
        }
        if (signals.missing()) {
            against(Reason.CONSENT_SIGNAL_MISSING, article);
        }
    }

    private void against(Reason reason, String article) {
        against(new Finding(reason, List.of(article), reason.remedy(), true), List.of());
    }

    /** A field that the destination needs and the row holds must be able to go (GDPR Art 5(1)(c) the other way). */
    void checkRequiredFields() {
        List<String> required = way.removal()
                ? List.of(way.destination().sharedKey())
                : way.destination().requiredFields();
        for (String name : required) {
            int number = catalogue.number(name);
            if (number == FieldCatalogue.UNCLASSIFIED) {
                against(Reason.GAP_UNCLASSIFIED_FIELD.finding(false), List.of());
            } else if (present.test(number) && plan[number] == FieldAction.DROP) {
                against(requiredBut(droppedBy.get(number)), List.of());
            }
        }
    }

    /** Why a required field may not go: as the rule says that dropped it, where one did and says why. */
    private static Finding requiredBut(@Nullable Effect dropped) {
        return dropped == null || dropped.reason() == null
                ? Reason.MINIMISATION_REQUIRED_FIELD.finding(false)
                : new Finding(dropped.reason(), dropped.articles(), dropped.remedy(), false);
    }

    Verdict noLaw() {
        return new Verdict.Withhold(Reason.GAP_JURISDICTION.finding(false), List.of(), List.of());
    }

    Verdict verdict() {
        if (findings.isEmpty()) {
            return new Verdict.Forward(FieldPlan.of(plan), basis, List.copyOf(law), List.copyOf(duties));
        }
        Finding strictest = findings.stream()
                .filter(finding -> !finding.curableByConsent())
                .findFirst()
                .orElseGet(() -> findings.iterator().next());
        List<Finding> also =
                findings.stream().filter(finding -> !finding.equals(strictest)).toList();
        return new Verdict.Withhold(strictest, also, List.copyOf(dutiesOfRefusal));
    }

    /** A removal carries the shared key alone; everything else is as the destination needs it. */
    private FieldAction needed(FieldClass field) {
        if (way.removal() && !field.names().contains(way.destination().sharedKey())) {
            return FieldAction.DROP;
        }
        return way.destination().fieldPlan().action(field);
    }
}
