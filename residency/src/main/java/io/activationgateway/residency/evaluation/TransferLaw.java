package io.activationgateway.residency.evaluation;

import static io.activationgateway.residency.evaluation.Passage.closed;

import io.activationgateway.residency.policy.AdequacyDecision;
import io.activationgateway.residency.policy.Jurisdiction;
import io.activationgateway.residency.policy.LawFamily;
import io.activationgateway.residency.policy.Mechanism;
import io.activationgateway.residency.policy.Mechanism.Assessment;
import io.activationgateway.residency.policy.MechanismStatus;
import io.activationgateway.residency.policy.MechanismType;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Remedy;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one family of law weighs the paperwork for leaving its territory. Pure; any thread. */
sealed interface TransferLaw permits SafeguardTransfers, KvkkTransfers, OpenTransfers, LocalOnlyTransfers {

    static TransferLaw of(LawFamily family) {
        return switch (family) {
            case GDPR -> new SafeguardTransfers(SafeguardTerms.GDPR);
            case UK_GDPR -> new SafeguardTransfers(SafeguardTerms.UK_GDPR);
            case FADP -> new SafeguardTransfers(SafeguardTerms.FADP);
            case LGPD -> new SafeguardTransfers(SafeguardTerms.LGPD);
            case KVKK -> new KvkkTransfers();
            case OPEN -> new OpenTransfers();
            case LOCAL_ONLY -> new LocalOnlyTransfers();
        };
    }

    /** Whether this mechanism, of this law, opens the border. */
    Passage weigh(Mechanism mechanism, Crossing crossing);

    /** The answer where no mechanism of this law stands. */
    Passage withoutMechanism(Crossing crossing);

    /** The instants at which the answer for this mechanism may change. */
    default List<Instant> turningPoints(Mechanism mechanism, Jurisdiction law) {
        var days = new Days(zone(law));
        return switch (mechanism) {
            case Mechanism.Listing listing ->
                days.from(listing.certifiedFrom())
                        .after(listing.recertDue())
                        .from(listing.checkedAt())
                        .after(lastDayOfCheck(listing, law))
                        .instants();
            case Mechanism.Clauses clauses ->
                days.from(clauses.signedAt())
                        .from(clauses.terminatedAt())
                        .assessment(clauses.assessment())
                        .instants();
            case Mechanism.Approval approval ->
                days.from(approval.approvedAt())
                        .after(approval.expiresAt())
                        .assessment(approval.assessment())
                        .instants();
            case Mechanism.Derogation derogation ->
                days.from(derogation.eventAt()).after(derogation.eventAt()).instants();
            case Mechanism.Adequacy _, Mechanism.Contract _ -> days.instants();
        };
    }

    /** Where the days of a law begin: in the zone of its calendar, UTC where it has none. */
    static ZoneId zone(Jurisdiction law) {
        var calendar = law.calendar();
        return calendar == null ? ZoneOffset.UTC : calendar.zone();
    }

    static LocalDate today(Crossing crossing) {
        return LocalDate.ofInstant(crossing.at(), zone(crossing.law()));
    }

    /** The last day that a look-up in a list counts. */
    static LocalDate lastDayOfCheck(Mechanism.Listing listing, Jurisdiction law) {
        return listing.checkedAt().plusDays(law.parameters().maxListingAgeDays());
    }

    /**
     * A decision of the pack: found by its number, or by its type where the number is null. Of several, such as one and
     * its renewal, one that stands today.
     */
    static Optional<AdequacyDecision> decision(Crossing crossing, MechanismType type, @Nullable String number) {
        LocalDate today = today(crossing);
        List<AdequacyDecision> found = crossing.law().adequacy().stream()
                .filter(decision -> decision.type() == type)
                .filter(decision -> number == null || decision.decision().equals(number))
                .filter(decision -> decision.covers(crossing.country()))
                .toList();
        return found.stream()
                .filter(decision -> stands(decision, today))
                .findFirst()
                .or(() -> found.stream().findFirst());
    }

    /** Whether a decision stands on a day. */
    static boolean stands(AdequacyDecision decision, LocalDate today) {
        return decision.status() == MechanismStatus.ACTIVE
                && !today.isBefore(decision.validFrom())
                && !isOver(decision.validTo(), today);
    }

    /** Whether a last day lies in the past. */
    static boolean isOver(@Nullable LocalDate lastDay, LocalDate today) {
        return lastDay != null && today.isAfter(lastDay);
    }

    /** Whether the first day without something has come. */
    static boolean hasCome(@Nullable LocalDate firstDay, LocalDate today) {
        return firstDay != null && !today.isBefore(firstDay);
    }

    /** Whether an assessment carries the transfer today. */
    static boolean carries(@Nullable Assessment assessment, LocalDate today) {
        return assessment != null
                && assessment.positive()
                && !today.isBefore(assessment.madeAt())
                && !today.isAfter(assessment.reviewDue());
    }

    static Passage noMechanism(List<String> articles) {
        return closed(Reason.TRANSFER_NO_MECHANISM, Remedy.PUT_MECHANISM, articles);
    }

    static Passage noMechanism(String... articles) {
        return closed(Reason.TRANSFER_NO_MECHANISM, Remedy.PUT_MECHANISM, articles);
    }

    static Passage lapsed(String... articles) {
        return closed(Reason.TRANSFER_LAPSED, Remedy.PUT_MECHANISM, articles);
    }

    /** Collects instants from the days on which something begins or ends. */
    final class Days {

        private final ZoneId zone;
        private final List<Instant> instants = new ArrayList<>();

        Days(ZoneId zone) {
            this.zone = zone;
        }

        /** Something is other from the beginning of this day on. */
        Days from(@Nullable LocalDate day) {
            if (day != null) {
                instants.add(day.atStartOfDay(zone).toInstant());
            }
            return this;
        }

        /** Something is other once this day is over. */
        Days after(@Nullable LocalDate day) {
            return from(day == null ? null : day.plusDays(1));
        }

        Days assessment(@Nullable Assessment assessment) {
            return assessment == null ? this : from(assessment.madeAt()).after(assessment.reviewDue());
        }

        List<Instant> instants() {
            return List.copyOf(instants);
        }
    }
}
