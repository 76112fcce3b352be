package io.activationgateway.residency.evaluation;

import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.residency.evaluation.Step.Speaker;
import io.activationgateway.residency.policy.Condition;
import io.activationgateway.residency.policy.Condition.DataIs;
import io.activationgateway.residency.policy.Stage;
import io.activationgateway.residency.policy.TransferRule;
import io.activationgateway.residency.policy.TransferRule.Effect;
import io.activationgateway.residency.policy.TransferRule.Outcome;
import io.activationgateway.residency.verdict.Finding;
import io.activationgateway.residency.verdict.Obligation;
import io.activationgateway.residency.verdict.Reason;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One pack heard on one case. What it says goes into the judgement. */
final class Hearing {

    private final LawPack pack;
    private final Facts facts;
    private final TransferGate gate;
    private final Judgement judgement;
    private final Set<Reason> said = EnumSet.noneOf(Reason.class);

    Hearing(LawPack pack, Facts facts, TransferGate gate, Judgement judgement) {
        this.pack = pack;
        this.facts = facts;
        this.gate = gate;
        this.judgement = judgement;
    }

    void hear(Stage stage) {
        List<TransferRule> speaking = pack.rules(stage).stream()
                .filter(rule -> rule.removals() || !facts.way().removal())
                .filter(this::speaks)
                .toList();
        speaking.forEach(rule -> withholdOrRedact(rule, stage));
        keepEmptyFields(stage);
        switch (stage) {
            case BASIS, CHANNEL -> permit(stage, speaking);
            case TRANSFER -> transfer(speaking);
            case OBLIGATIONS -> oblige(speaking);
            case OBJECTION -> judgement.checkSignals(pack.law());
            case SUBJECT, CHILD, DATA, MINIMISATION -> {}
        }
    }

    /** An empty field would tell that it is there: it leaves only where it could with a value. */
    private void keepEmptyFields(Stage stage) {
        pack.rules(stage).stream()
                .filter(rule -> rule.removals() || !facts.way().removal())
                .filter(Hearing::looksAtFields)
                .filter(rule -> facts.meetBesideData(rule.when()))
                .forEach(rule -> {
                    if (restsOnAbsence(rule)) {
                        judgement.restOnAbsence();
                    } else if (rule.then().outcome() != Outcome.ALLOW
                            && rule.when().data().describesFields()
                            && (rule.unless() == null || !facts.meetBesideData(rule.unless()))) {
                        judgement.keepEmpty(rule.when().data(), rule.then().action());
                    }
                });
    }

    private static boolean looksAtFields(TransferRule rule) {
        return !rule.when().data().equals(DataIs.ANY)
                || (rule.unless() != null && !rule.unless().data().equals(DataIs.ANY));
    }

    /** A rule that asks what all fields are, or is silent where some are, may say otherwise of one field more. */
    private boolean restsOnAbsence(TransferRule rule) {
        Condition unless = rule.unless();
        return !rule.when().data().only().isEmpty()
                || (unless != null && !unless.data().equals(DataIs.ANY) && facts.meetBesideData(unless));
    }

    private boolean speaks(TransferRule rule) {
        return facts.meet(rule.when()) && (rule.unless() == null || !facts.meet(rule.unless()));
    }

    private void withholdOrRedact(TransferRule rule, Stage stage) {
        Effect then = rule.then();
        Reason reason = then.reason();
        if (then.outcome() != Outcome.ALLOW) {
            note(rule, stage);
        }
        if (then.outcome() == Outcome.REDACT) {
            judgement.redact(rule, obligations(then));
        } else if (reason != null) {
            boolean curable = then.outcome() == Outcome.NEEDS_CONSENT;
            said.add(reason);
            judgement.against(new Finding(reason, then.articles(), then.remedy(), curable), obligations(then));
        }
    }

    private static boolean withholds(TransferRule rule) {
        return rule.then().outcome() == Outcome.NEEDS_CONSENT || rule.then().outcome() == Outcome.DENY;
    }

    /** Basis and channel are closed unless a rule opens them. */
    private void permit(Stage stage, List<TransferRule> speaking) {
        if (facts.way().removal()
                || (stage == Stage.CHANNEL && facts.way().purpose().channel() == Channel.NONE)) {
            return;
        }
        Optional<TransferRule> allowing = allowing(speaking);
        if (allowing.isPresent()) {
            Effect then = allowing.get().then();
            judgement.permit(then.articles(), obligations(then));
            note(allowing.get(), stage);
            if (stage == Stage.BASIS) {
                judgement.restOn(basis(allowing.get()));
            }
        } else if (speaking.stream().noneMatch(Hearing::withholds)) {
            closed(stage == Stage.BASIS ? missingBasis() : Reason.CHANNEL_CONSENT, stage);
        }
    }

    private static Optional<TransferRule> allowing(List<TransferRule> speaking) {
        return speaking.stream()
                .filter(rule -> rule.then().outcome() == Outcome.ALLOW)
                .findFirst();
    }

    /** Nothing opened the stage; said once only where an earlier stage of this pack gave the same reason. */
    private void closed(Reason reason, Stage stage) {
        if (said.add(reason)) {
            String article = stage == Stage.BASIS
                    ? pack.law().articles().basis()
                    : pack.law().articles().channel();
            var finding = new Finding(reason, List.of(article), reason.remedy(), true);
            judgement.against(finding, List.of());
            judgement.note(Step.against(stage, Speaker.NOTHING, pack.law().name(), "", finding));
        }
    }

    private @Nullable LegalBasis basis(TransferRule rule) {
        List<LegalBasis> asked = rule.when().consent().bases();
        LegalBasis strongest = facts.facet().cell().basis();
        if (strongest != null && asked.contains(strongest)) {
            return strongest;
        }
        return asked.stream()
                .filter(facts.facet().cell()::has)
                .findFirst()
                .orElse(rule.then().basis());
    }

    private Reason missingBasis() {
        return switch (facts.facet().cell().data()) {
            case GRANTED -> Reason.CONSENT_BASIS;
            case DENIED -> Reason.CONSENT_DENIED;
            case WITHDRAWN -> Reason.CONSENT_WITHDRAWN;
            case EXPIRED -> Reason.CONSENT_EXPIRED;
            case VOID -> Reason.CONSENT_VOID;
            case UNKNOWN -> Reason.CONSENT_MISSING;
        };
    }

    /** A rule that allows is one for data outside the law's scope: no border is weighed then. */
    private void transfer(List<TransferRule> speaking) {
        Optional<TransferRule> outOfScope = allowing(speaking);
        if (outOfScope.isPresent()) {
            Effect then = outOfScope.get().then();
            judgement.permit(then.articles(), obligations(then));
            note(outOfScope.get(), Stage.TRANSFER);
        } else {
            cross();
        }
        if (facts.way().removal()) {
            judgement.permit(List.of(pack.law().articles().removal()), List.of());
        }
    }

    private void cross() {
        for (TransferGate.Border border : gate.borders(facts.way(), facts.facet())) {
            switch (border.passage()) {
                case Passage.Open(var articles, var obligations) -> {
                    note(border);
                    judgement.permit(articles, obligations);
                }
                case Passage.Closed(var finding) -> {
                    if (isRecall()) {
                        noteRecall(border);
                    } else {
                        note(border);
                        judgement.against(finding, List.of());
                    }
                }
            }
        }
    }

    /** Who has the data already is told to take it away, whatever has become of the paperwork. */
    private boolean isRecall() {
        return facts.way().removal() && facts.way().disclosed();
    }

    private void noteRecall(TransferGate.Border border) {
        judgement.note(new Step(
                Stage.TRANSFER,
                Speaker.RECORD,
                pack.law().name(),
                border.country(),
                border.tool(),
                Outcome.ALLOW,
                null,
                List.of(pack.law().articles().removal())));
    }

    private void oblige(List<TransferRule> speaking) {
        for (TransferRule rule : speaking) {
            if (rule.then().outcome() == Outcome.ALLOW) {
                judgement.permit(rule.then().articles(), obligations(rule.then()));
                note(rule, Stage.OBLIGATIONS);
            }
        }
    }

    private void note(TransferRule rule, Stage stage) {
        Effect then = rule.then();
        judgement.note(new Step(
                stage,
                Speaker.RULE,
                pack.law().name(),
                rule.name(),
                "",
                then.outcome(),
                then.outcome() == Outcome.REDACT ? null : then.reason(),
                then.articles()));
    }

    private void note(TransferGate.Border border) {
        boolean open = border.passage() instanceof Passage.Open;
        var finding = border.passage() instanceof Passage.Closed(var closed) ? closed : null;
        var articles = border.passage() instanceof Passage.Open(var opening, var _) ? opening : List.<String>of();
        judgement.note(new Step(
                Stage.TRANSFER,
                Speaker.BORDER,
                pack.law().name(),
                border.country(),
                border.tool(),
                open ? Outcome.ALLOW : Outcome.DENY,
                finding == null ? null : finding.reason(),
                finding == null ? articles : finding.law()));
    }

    private static List<Obligation> obligations(Effect then) {
        return then.obligations().stream().map(Obligation::of).toList();
    }
}
