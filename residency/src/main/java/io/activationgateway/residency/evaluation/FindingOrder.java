package io.activationgateway.residency.evaluation;

import io.activationgateway.residency.policy.Jurisdiction;
import io.activationgateway.residency.policy.Stage;
import io.activationgateway.residency.policy.TransferRule;
import io.activationgateway.residency.verdict.Finding;
import io.activationgateway.residency.verdict.Reason;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The order in which an evaluation comes to its findings: by stage, within a stage by pack, within a pack by rule and
 * then what is said where no rule speaks. Findings of one place are ordered by their reason. Immutable, any thread.
 */
final class FindingOrder implements Comparator<Finding> {

    private static final List<Reason> SIGNALS =
            List.of(Reason.CONSENT_SIGNAL_REFUSED, Reason.CONSENT_SIGNAL_UNUSABLE, Reason.CONSENT_SIGNAL_MISSING);
    private static final List<Reason> BASES = List.of(
            Reason.CONSENT_BASIS,
            Reason.CONSENT_DENIED,
            Reason.CONSENT_WITHDRAWN,
            Reason.CONSENT_EXPIRED,
            Reason.CONSENT_VOID,
            Reason.CONSENT_MISSING);

    private final Map<Finding, Integer> places = new HashMap<>();
    private final int transfers;
    private final Comparator<Finding> order;

    FindingOrder(List<LawPack> packs) {
        int firstTransfer = 0;
        for (Stage stage : Stage.values()) {
            for (LawPack pack : packs) {
                pack.rules(stage).forEach(this::add);
                addUnsaid(stage, pack.law());
            }
            if (stage == Stage.TRANSFER) {
                firstTransfer = places.size();
            }
        }
        this.transfers = firstTransfer;
        this.order = Comparator.comparingInt(this::place)
                .thenComparing(Finding::reason)
                .thenComparing(finding -> String.join(",", finding.law()))
                .thenComparing(Finding::remedy)
                .thenComparing(Finding::curableByConsent);
    }

    @Override
    public int compare(Finding one, Finding other) {
        return order.compare(one, other);
    }

    private void add(TransferRule rule) {
        Reason reason = rule.then().reason();
        if (reason != null) {
            boolean curable = rule.then().outcome() == TransferRule.Outcome.NEEDS_CONSENT;
            add(new Finding(reason, rule.then().articles(), rule.then().remedy(), curable));
        }
    }

    private void addUnsaid(Stage stage, Jurisdiction law) {
        switch (stage) {
            case OBJECTION ->
                SIGNALS.forEach(reason -> add(unsaid(reason, law.articles().basis())));
            case BASIS ->
                BASES.forEach(reason -> add(unsaid(reason, law.articles().basis())));
            case CHANNEL -> add(unsaid(Reason.CHANNEL_CONSENT, law.articles().channel()));
            case SUBJECT, CHILD, DATA, TRANSFER, MINIMISATION, OBLIGATIONS -> {}
        }
    }

    private void add(Finding finding) {
        places.putIfAbsent(finding, places.size());
    }

    private static Finding unsaid(Reason reason, String article) {
        return new Finding(reason, List.of(article), reason.remedy(), true);
    }

    /** The borders are weighed behind the rules of their stage; whatever else no rule says comes last. */
    private int place(Finding finding) {
        Integer known = places.get(finding);
        if (known != null) {
            return known < transfers ? known : known + 1;
        }
        String code = finding.reason().code();
        return code.startsWith("transfer.") || code.startsWith("residency.") ? transfers : Integer.MAX_VALUE;
    }
}
