package io.activationgateway.residency.evaluation;

import static io.activationgateway.residency.evaluation.Passage.closed;
import static io.activationgateway.residency.evaluation.Passage.open;
import static io.activationgateway.residency.evaluation.Passage.openWith;
import static io.activationgateway.residency.evaluation.TransferLaw.lapsed;
import static io.activationgateway.residency.evaluation.TransferLaw.noMechanism;

import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.residency.policy.Jurisdiction;
import io.activationgateway.residency.policy.Mechanism;
import io.activationgateway.residency.policy.Mechanism.Adequacy;
import io.activationgateway.residency.policy.Mechanism.Approval;
import io.activationgateway.residency.policy.Mechanism.Clauses;
import io.activationgateway.residency.policy.Mechanism.Contract;
import io.activationgateway.residency.policy.Mechanism.Derogation;
import io.activationgateway.residency.policy.Mechanism.Listing;
import io.activationgateway.residency.policy.MechanismStatus;
import io.activationgateway.residency.policy.MechanismType;
import io.activationgateway.residency.verdict.Obligation;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Remedy;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/** Chapter V of the GDPR: adequacy (Art 45), safeguards (Art 46), derogations (Art 49), in this order. */
final class GdprTransfers implements TransferLaw {

    /** Decision (EU) 2021/914 entered into force; clauses signed earlier are of the repealed sets. */
    private static final LocalDate FIRST_DAY_OF_THE_CLAUSES = LocalDate.of(2021, 6, 27);

    @Override
    public Passage weigh(Mechanism mechanism, Crossing crossing) {
        if (mechanism.status() != MechanismStatus.ACTIVE) {
            return lapsed(mechanism.type().article());
        }
        LocalDate today = today(crossing);
        return switch (mechanism) {
            case Adequacy adequacy -> adequacy(adequacy, crossing, today);
            case Listing listing -> listing(listing, crossing, today);
            case Clauses clauses -> clauses(clauses, crossing, today);
            case Approval approval -> approval(approval, today);
            case Derogation derogation -> derogation(derogation, crossing);
            case Contract _ -> withoutMechanism(crossing);
        };
    }

    @Override
    public Passage withoutMechanism(Crossing crossing) {
        return crossing.consent() == ConsentState.GRANTED && crossing.recurring()
                ? recurring()
                : noMechanism("GDPR:44", "GDPR:45(3)", "GDPR:46");
    }

    @Override
    public List<Instant> turningPoints(Mechanism mechanism, Jurisdiction law) {
        var days = new Days(zone(law));
        return switch (mechanism) {
            case Listing listing ->
                days.from(listing.certifiedFrom())
                        .after(listing.recertDue())
                        .from(listing.checkedAt())
                        .after(lastDayOfCheck(listing, law))
                        .instants();
            case Clauses clauses ->
                days.from(clauses.signedAt())
                        .from(clauses.terminatedAt())
                        .assessment(clauses.assessment())
                        .instants();
            case Approval approval ->
                days.from(approval.approvedAt())
                        .after(approval.expiresAt())
                        .assessment(approval.assessment())
                        .instants();
            case Adequacy _, Contract _, Derogation _ -> days.instants();
        };
    }

    @Override
    public ZoneId zone(Jurisdiction law) {
        return ZoneOffset.UTC;
    }

    @Override
    public String basisArticle() {
        return "GDPR:6(1)";
    }

    @Override
    public String channelArticle() {
        return "EPRIV:13(1)";
    }

    @Override
    public String exportArticle() {
        return "GDPR:44";
    }

    @Override
    public String removalArticle() {
        return "GDPR:19";
    }

    private static Passage adequacy(Adequacy adequacy, Crossing crossing, LocalDate today) {
        var decision = TransferLaw.decision(crossing, MechanismType.EU_ADEQUACY, adequacy.decision());
        if (decision.isEmpty() || !adequacy.withinScope()) {
            return noMechanism("GDPR:44", "GDPR:45(3)");
        }
        return TransferLaw.stands(decision.get(), today)
                ? open("GDPR:45", adequacy.decision())
                : lapsed("GDPR:45", adequacy.decision());
    }

    private static Passage listing(Listing listing, Crossing crossing, LocalDate today) {
        var decision = TransferLaw.decision(crossing, MechanismType.EU_DPF, null);
        if (decision.isEmpty()) {
            return noMechanism("GDPR:44", "GDPR:45(3)");
        }
        String number = decision.get().decision();
        boolean counts = TransferLaw.stands(decision.get(), today)
                && listing.active()
                && !today.isBefore(listing.certifiedFrom())
                && !today.isAfter(listing.recertDue())
                && !today.isBefore(listing.checkedAt())
                && !today.isAfter(lastDayOfCheck(listing, crossing.law()));
        return counts ? open("GDPR:45", number) : lapsed("GDPR:45", number);
    }

    private static LocalDate lastDayOfCheck(Listing listing, Jurisdiction law) {
        return listing.checkedAt().plusDays(law.parameters().maxListingAgeDays());
    }

    private static Passage clauses(Clauses clauses, Crossing crossing, LocalDate today) {
        String article = clauses.type().article();
        LocalDate signedAt = clauses.signedAt();
        if (signedAt == null || today.isBefore(signedAt)) {
            return closed(Reason.TRANSFER_UNSIGNED, Remedy.PUT_MECHANISM, article);
        }
        if (signedAt.isBefore(FIRST_DAY_OF_THE_CLAUSES)) {
            return noMechanism(article, "SCC2021:4");
        }
        if (!clauses.unaltered() || module(clauses.type()) != crossing.parties().module()) {
            return noMechanism(article);
        }
        if (TransferLaw.hasCome(clauses.terminatedAt(), today)) {
            return lapsed(article);
        }
        return TransferLaw.carries(clauses.assessment(), today) ? open(article, "SCC2021:14") : assessmentDue();
    }

    private static int module(MechanismType type) {
        return switch (type) {
            case EU_SCC_M1 -> 1;
            case EU_SCC_M2 -> 2;
            case EU_SCC_M3 -> 3;
            case EU_SCC_M4 -> 4;
            default -> 0;
        };
    }

    private static Passage approval(Approval approval, LocalDate today) {
        String article = approval.type().article();
        if (!approval.importerIsMember() || today.isBefore(approval.approvedAt())) {
            return noMechanism(article);
        }
        if (TransferLaw.isOver(approval.expiresAt(), today)) {
            return lapsed(article);
        }
        return TransferLaw.carries(approval.assessment(), today) ? open(article) : assessmentDue();
    }

    private static Passage assessmentDue() {
        return closed(Reason.TRANSFER_TIA_OVERDUE, Remedy.RENEW_TIA, "SCC2021:14", "CJEU:C-311/18");
    }

    private static Passage derogation(Derogation derogation, Crossing crossing) {
        if (crossing.recurring()) {
            return recurring();
        }
        boolean told = crossing.consent() == ConsentState.GRANTED
                && !derogation.riskNotice().isBlank();
        return told
                ? openWith(Obligation.of(Obligation.Kind.LEGAL_REVIEW), "GDPR:49(1)(a)")
                : noMechanism("GDPR:44", "GDPR:49(1)(a)");
    }

    private static Passage recurring() {
        return closed(Reason.TRANSFER_RECURRING, Remedy.PUT_MECHANISM, "GDPR:49(1)(a)");
    }
}
