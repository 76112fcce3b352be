package io.activationgateway.residency.evaluation;

import static io.activationgateway.residency.evaluation.Passage.closed;
import static io.activationgateway.residency.evaluation.Passage.open;
import static io.activationgateway.residency.evaluation.Passage.openWith;

import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.residency.policy.Mechanism;
import io.activationgateway.residency.policy.Mechanism.Adequacy;
import io.activationgateway.residency.policy.Mechanism.Approval;
import io.activationgateway.residency.policy.Mechanism.Assessment;
import io.activationgateway.residency.policy.Mechanism.Clauses;
import io.activationgateway.residency.policy.Mechanism.Contract;
import io.activationgateway.residency.policy.Mechanism.Derogation;
import io.activationgateway.residency.policy.Mechanism.Listing;
import io.activationgateway.residency.policy.MechanismStatus;
import io.activationgateway.residency.verdict.Obligation;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Remedy;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Laws that follow Chapter V of the GDPR: adequacy, then safeguards, then derogations (GDPR Art 45, 46, 49). They differ
 * in their {@link SafeguardTerms}.
 */
record SafeguardTransfers(SafeguardTerms terms) implements TransferLaw {

    @Override
    public Passage weigh(Mechanism mechanism, Crossing crossing) {
        if (mechanism.status() != MechanismStatus.ACTIVE) {
            return TransferLaw.lapsed(mechanism.type().article());
        }
        LocalDate today = TransferLaw.today(crossing);
        return switch (mechanism) {
            case Adequacy adequacy -> adequacy(adequacy, crossing, today);
            case Listing listing -> listing(listing, crossing, today);
            case Clauses clauses -> clauses(clauses, crossing, today);
            case Approval approval -> approval(approval, today);
            case Derogation derogation -> derogation(derogation, crossing, today);
            case Contract _ -> withoutMechanism(crossing);
        };
    }

    @Override
    public Passage withoutMechanism(Crossing crossing) {
        return crossing.consent() == ConsentState.GRANTED && crossing.recurring()
                ? recurring()
                : TransferLaw.noMechanism(terms.none());
    }

    private Passage adequacy(Adequacy adequacy, Crossing crossing, LocalDate today) {
        var decision = TransferLaw.decision(crossing, adequacy.type(), adequacy.decision());
        if (decision.isEmpty() || !adequacy.withinScope()) {
            return TransferLaw.noMechanism(terms.noDecision());
        }
        String article = adequacy.type().article();
        return TransferLaw.stands(decision.get(), today)
                ? open(article, adequacy.decision())
                : TransferLaw.lapsed(article, adequacy.decision());
    }

    private Passage listing(Listing listing, Crossing crossing, LocalDate today) {
        var decision = TransferLaw.decision(crossing, listing.type(), null);
        if (decision.isEmpty()) {
            return TransferLaw.noMechanism(terms.noDecision());
        }
        String article = listing.type().article();
        String number = decision.get().decision();
        boolean counts = TransferLaw.stands(decision.get(), today)
                && listing.active()
                && !today.isBefore(listing.certifiedFrom())
                && !today.isAfter(listing.recertDue())
                && !today.isBefore(listing.checkedAt())
                && !today.isAfter(TransferLaw.lastDayOfCheck(listing, crossing.law()));
        return counts ? open(article, number) : TransferLaw.lapsed(article, number);
    }

    private Passage clauses(Clauses clauses, Crossing crossing, LocalDate today) {
        String article = clauses.type().article();
        LocalDate signedAt = clauses.signedAt();
        if (signedAt == null || today.isBefore(signedAt)) {
            return closed(Reason.TRANSFER_UNSIGNED, Remedy.PUT_MECHANISM, article);
        }
        if (signedAt.isBefore(terms.firstDayOfClauses())) {
            return TransferLaw.noMechanism(article, terms.startOfClauses());
        }
        if (!clauses.unaltered() || !crossing.parties().fit(clauses.type())) {
            return TransferLaw.noMechanism(article);
        }
        if (TransferLaw.hasCome(clauses.terminatedAt(), today)) {
            return TransferLaw.lapsed(article);
        }
        return isAssessed(clauses.assessment(), today) ? open(article, terms.clauses()) : assessmentDue();
    }

    private Passage approval(Approval approval, LocalDate today) {
        String article = approval.type().article();
        if (!approval.importerIsMember() || today.isBefore(approval.approvedAt())) {
            return TransferLaw.noMechanism(article);
        }
        if (TransferLaw.isOver(approval.expiresAt(), today)) {
            return TransferLaw.lapsed(article);
        }
        return isAssessed(approval.assessment(), today) ? open(article) : assessmentDue();
    }

    /** An assessment that is on file counts where none is asked for too. */
    private boolean isAssessed(@Nullable Assessment assessment, LocalDate today) {
        return assessment == null ? !terms.asksForAssessment() : TransferLaw.carries(assessment, today);
    }

    private Passage assessmentDue() {
        return closed(Reason.TRANSFER_TIA_OVERDUE, Remedy.RENEW_TIA, terms.assessment());
    }

    private Passage derogation(Derogation derogation, Crossing crossing, LocalDate today) {
        if (crossing.recurring()) {
            return recurring();
        }
        String article = derogation.type().article();
        if (today.isAfter(derogation.eventAt())) {
            return TransferLaw.lapsed(article);
        }
        boolean exceptional = today.equals(derogation.eventAt())
                && !derogation.riskNotice().isBlank()
                && !derogation.impossibility().isBlank()
                && crossing.allows(derogation.type());
        return exceptional
                ? openWith(Obligation.of(Obligation.Kind.LEGAL_REVIEW), article)
                : TransferLaw.noMechanism(terms.none().getFirst(), article);
    }

    private Passage recurring() {
        return closed(Reason.TRANSFER_RECURRING, Remedy.PUT_MECHANISM, terms.exceptions());
    }
}
