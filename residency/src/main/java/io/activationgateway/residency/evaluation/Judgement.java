package io.activationgateway.residency.evaluation;

import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.signal.SignalClass;
import io.activationgateway.residency.evaluation.Step.Speaker;
import io.activationgateway.residency.policy.Condition.DataIs;
import io.activationgateway.residency.policy.FieldCatalogue;
import io.activationgateway.residency.policy.FieldClass;
import io.activationgateway.residency.policy.FieldTraits;
import io.activationgateway.residency.policy.Jurisdiction;
import io.activationgateway.residency.policy.Stage;
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
    private final List<FieldTraits> leaving = new ArrayList<>();
    private final Map<Integer, Effect> lessenedBy = new HashMap<>();
    private final Set<Finding> findings = new LinkedHashSet<>();
    private final Set<String> law = new LinkedHashSet<>();
    private final Set<Obligation> duties = new LinkedHashSet<>();
    private final Set<Obligation> dutiesOfRefusal = new LinkedHashSet<>();
    private final List<Step> steps = new ArrayList<>();
    private @Nullable LegalBasis basis;
    private boolean restsOnAbsence;

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
                leaving.add(catalogue.traits(number));
            }
        }
    }

    Facts facts(Jurisdiction pack, Facts.Age age) {
        return Facts.of(way, facet, pack, age, signals.optedOut(), leaving);
    }

    /** Notes what was said, for whoever asks why. */
    void note(Step step) {
        steps.add(step);
    }

    List<Step> steps() {
        return steps;
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

    /** Lets less leave of every field that a redacting rule describes. */
    void redact(TransferRule rule, List<Obligation> obligations) {
        for (int number = 0; number < plan.length; number++) {
            FieldClass field = catalogue.field(number);
            if (Facts.meets(catalogue.traits(number), rule.when().data())) {
                FieldAction less =
                        plan[number].stricter(field.bearing(rule.then().action()));
                if (!less.equals(plan[number])) {
                    plan[number] = less;
                    lessenedBy.put(number, rule.then());
                }
            }
        }
        permit(rule.then().articles(), obligations);
    }

    /** Lets no more leave of the fields that {@code data} describes and that hold no value. */
    void keepEmpty(DataIs data, FieldAction action) {
        for (int number = 0; number < plan.length; number++) {
            FieldClass field = catalogue.field(number);
            if (!present.test(number) && Facts.meets(catalogue.traits(number), data)) {
                plan[number] = plan[number].stricter(field.bearing(action));
            }
        }
    }

    /** Notes that something was said, or not said, because of fields that are not there. */
    void restOnAbsence() {
        restsOnAbsence = true;
    }

    boolean restsOnAbsence() {
        return restsOnAbsence;
    }

    /** Lets no more leave of one field. */
    void lessen(int number, FieldAction action) {
        plan[number] = plan[number].stricter(action);
    }

    /**
     * What the row's own signals say against it. They restrict and never permit; a removal passes them, as it passes all
     * gates of consent.
     *
     * @param law the pack that asks for a basis
     */
    void checkSignals(Jurisdiction law) {
        if (way.removal()) {
            return;
        }
        if (signals.refused()) {
            against(Reason.CONSENT_SIGNAL_REFUSED, law);
        }
        if (signals.unusable()) {
            against(Reason.CONSENT_SIGNAL_UNUSABLE, law);
        }
        if (signals.missing()) {
            against(Reason.CONSENT_SIGNAL_MISSING, law);
        }
    }

    private void against(Reason reason, Jurisdiction law) {
        var finding = new Finding(reason, List.of(law.articles().basis()), reason.remedy(), true);
        against(finding, List.of());
        note(Step.against(Stage.OBJECTION, Speaker.SIGNAL, law.name(), "", finding));
    }

    /**
     * The key and the fields that the destination needs, where the row holds them, must be able to go in the form that it
     * asked for (GDPR Art 5(1)(c) the other way).
     */
    void checkRequiredFields() {
        var required = new LinkedHashSet<>(List.of(way.destination().sharedKey()));
        if (!way.removal()) {
            required.addAll(way.destination().requiredFields());
        }
        for (String name : required) {
            int number = catalogue.number(name);
            if (number == FieldCatalogue.UNCLASSIFIED) {
                need(name, Reason.GAP_UNCLASSIFIED_FIELD.finding(false));
            } else if (!usable(number)) {
                if (present.test(number)) {
                    need(name, requiredBut(lessenedBy.get(number)));
                } else {
                    // With a value the record would not go, so that the name alone does not either.
                    plan[number] = FieldAction.DROP;
                }
            }
        }
    }

    private void need(String field, Finding finding) {
        if (!findings.add(finding)) {
            return;
        }
        note(Step.against(Stage.MINIMISATION, Speaker.NEED, "", field, finding));
    }

    /** Why a required field may not go: as the rule says that took of it, where one did and says why. */
    private static Finding requiredBut(@Nullable Effect lessened) {
        return lessened == null || lessened.reason() == null
                ? Reason.MINIMISATION_REQUIRED_FIELD.finding(false)
                : new Finding(lessened.reason(), lessened.articles(), lessened.remedy(), false);
    }

    private boolean usable(int number) {
        return plan[number] != FieldAction.DROP && plan[number].equals(needed(catalogue.field(number)));
    }

    static Verdict noLaw() {
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
