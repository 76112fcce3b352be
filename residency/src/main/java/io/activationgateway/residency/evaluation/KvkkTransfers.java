package io.activationgateway.residency.evaluation;

import static io.activationgateway.residency.evaluation.Passage.closed;
import static io.activationgateway.residency.evaluation.Passage.open;
import static io.activationgateway.residency.evaluation.Passage.openWith;
import static io.activationgateway.residency.evaluation.TransferLaw.lapsed;
import static io.activationgateway.residency.evaluation.TransferLaw.noMechanism;

import io.activationgateway.consent.calendar.BusinessCalendar;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.residency.policy.Jurisdiction;
import io.activationgateway.residency.policy.Mechanism;
import io.activationgateway.residency.policy.Mechanism.Adequacy;
import io.activationgateway.residency.policy.Mechanism.Approval;
import io.activationgateway.residency.policy.Mechanism.Clauses;
import io.activationgateway.residency.policy.Mechanism.Contract;
import io.activationgateway.residency.policy.Mechanism.Derogation;
import io.activationgateway.residency.policy.Mechanism.Listing;
import io.activationgateway.residency.policy.Mechanism.Signature;
import io.activationgateway.residency.policy.MechanismStatus;
import io.activationgateway.residency.policy.MechanismType;
import io.activationgateway.residency.verdict.Obligation;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Remedy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** KVKK Art 9: adequacy (9(1)), safeguards (9(4)) with their notification (9(5)), incidental cases (9(6)). */
final class KvkkTransfers implements TransferLaw {

    private static final int NOTIFICATION_DAYS = 5;
    private static final int PARTIES = 2;

    @Override
    public Passage weigh(Mechanism mechanism, Crossing crossing) {
        if (mechanism.status() != MechanismStatus.ACTIVE) {
            return lapsed(mechanism.type().article());
        }
        LocalDate today = TransferLaw.today(crossing);
        return switch (mechanism) {
            case Adequacy adequacy -> adequacy(adequacy, crossing, today);
            case Contract contract -> contract(contract, crossing, today);
            case Approval approval -> approval(approval, today);
            case Derogation derogation -> derogation(derogation, crossing, today);
            case Clauses _, Listing _ -> withoutMechanism(crossing);
        };
    }

    @Override
    public Passage withoutMechanism(Crossing crossing) {
        return crossing.consent() == ConsentState.GRANTED && crossing.recurring()
                ? recurring()
                : noMechanism("KVKK:9(1)", "KVKK:9(4)");
    }

    @Override
    public List<Instant> turningPoints(Mechanism mechanism, Jurisdiction law) {
        if (!(mechanism instanceof Contract contract)) {
            return TransferLaw.super.turningPoints(mechanism, law);
        }
        var days = new Days(TransferLaw.zone(law));
        contract.signatures().forEach(signature -> days.from(signature.signedAt()));
        lastSignature(contract).ifPresent(signed -> days.after(notifyDueAt(signed, law)));
        return days.from(contract.notifiedAt())
                .from(contract.terminatedAt())
                .assessment(contract.assessment())
                .instants();
    }

    /** The last day for the notification: the fifth business day after the last signature (KVKK Art 9(5)). */
    static LocalDate notifyDueAt(LocalDate lastSignature, Jurisdiction law) {
        return calendar(law).plusBusinessDays(lastSignature, NOTIFICATION_DAYS);
    }

    private static BusinessCalendar calendar(Jurisdiction law) {
        return Objects.requireNonNull(law.calendar(), "a KVKK pack has a calendar");
    }

    private static Passage adequacy(Adequacy adequacy, Crossing crossing, LocalDate today) {
        var decision = TransferLaw.decision(crossing, MechanismType.TR_ADEQUACY, adequacy.decision());
        if (decision.isEmpty() || !adequacy.withinScope()) {
            return noMechanism("KVKK:9(1)");
        }
        return TransferLaw.stands(decision.get(), today)
                ? open("KVKK:9(1)", adequacy.decision())
                : lapsed("KVKK:9(1)", adequacy.decision());
    }

    private static Passage contract(Contract contract, Crossing crossing, LocalDate today) {
        String article = contract.type().article();
        Optional<LocalDate> signed = lastSignature(contract);
        if (signed.isEmpty() || today.isBefore(signed.get())) {
            return closed(Reason.TRANSFER_UNSIGNED, Remedy.PUT_MECHANISM, article, "KVKK-NOTICE:2025-02-05");
        }
        if (!contract.unaltered() || !crossing.parties().fit(contract.type())) {
            return noMechanism(article);
        }
        if (TransferLaw.hasCome(contract.terminatedAt(), today)) {
            return lapsed(article);
        }
        if (contract.assessment() != null && !TransferLaw.carries(contract.assessment(), today)) {
            return closed(Reason.TRANSFER_TIA_OVERDUE, Remedy.RENEW_TIA, "KVKK:9(4)");
        }
        return notification(contract, notifyDueAt(signed.get(), crossing.law()), crossing, today);
    }

    private static Passage notification(Contract contract, LocalDate due, Crossing crossing, LocalDate today) {
        String article = contract.type().article();
        LocalDate notifiedAt = contract.notifiedAt();
        if (notifiedAt != null && !today.isBefore(notifiedAt)) {
            return notifiedAt.isAfter(due)
                    ? openWith(Obligation.of(Obligation.Kind.RISK_LATE_NOTIFICATION), article, "KVKK:9(5)")
                    : open(article, "KVKK:9(5)");
        }
        if (crossing.law().parameters().strictNotification() || today.isAfter(due)) {
            return closed(Reason.TRANSFER_NOT_NOTIFIED, Remedy.NOTIFY_AUTHORITY, "KVKK:9(5)", "KVKK:18(1)(d)");
        }
        return openWith(new Obligation(Obligation.Kind.NOTIFY_AUTHORITY, due.toString()), article, "KVKK:9(5)");
    }

    /** The day the signatures were complete; empty while one is missing. */
    private static Optional<LocalDate> lastSignature(Contract contract) {
        var days = contract.signatures().stream()
                .map(Signature::signedAt)
                .filter(Objects::nonNull)
                .toList();
        return days.size() < Math.max(PARTIES, contract.signatures().size())
                ? Optional.empty()
                : days.stream().max(Comparator.naturalOrder());
    }

    private static Passage approval(Approval approval, LocalDate today) {
        String article = approval.type().article();
        if (!approval.importerIsMember() || today.isBefore(approval.approvedAt())) {
            return noMechanism(article);
        }
        if (TransferLaw.isOver(approval.expiresAt(), today)) {
            return lapsed(article);
        }
        return approval.assessment() == null || TransferLaw.carries(approval.assessment(), today)
                ? open(article)
                : closed(Reason.TRANSFER_TIA_OVERDUE, Remedy.RENEW_TIA, "KVKK:9(4)");
    }

    private static Passage derogation(Derogation derogation, Crossing crossing, LocalDate today) {
        if (crossing.recurring()) {
            return recurring();
        }
        String article = derogation.type().article();
        if (today.isAfter(derogation.eventAt())) {
            return lapsed(article);
        }
        boolean exceptional = today.equals(derogation.eventAt())
                && !derogation.riskNotice().isBlank()
                && !derogation.impossibility().isBlank()
                && crossing.allows(derogation.type());
        return exceptional
                ? openWith(Obligation.of(Obligation.Kind.LEGAL_REVIEW), article, "KVKK:9(4)", "KVKK-TR-REG:16")
                : noMechanism("KVKK:9(4)", article);
    }

    private static Passage recurring() {
        return closed(Reason.TRANSFER_RECURRING, Remedy.PUT_MECHANISM, "KVKK:9(6)(a)", "KVKK:9(4)", "KVKK-TR-REG:16");
    }
}
