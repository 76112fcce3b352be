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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one family of law weighs the paperwork for leaving its territory. Pure; any thread. */
sealed interface TransferLaw permits GdprTransfers, KvkkTransfers {

    static TransferLaw of(LawFamily family) {
        return switch (family) {
            case GDPR -> new GdprTransfers();
            case KVKK -> new KvkkTransfers();
        };
    }

    /** Whether this mechanism, of this law, opens the border. */
    Passage weigh(Mechanism mechanism, Crossing crossing);

    /** The answer where no mechanism of this law stands. */
    Passage withoutMechanism(Crossing crossing);

    /** The instants at which the answer for this mechanism may change. */
    List<Instant> turningPoints(Mechanism mechanism, Jurisdiction law);

    /** Where the days of this law begin. */
    ZoneId zone(Jurisdiction law);

    /** The article that asks for a legal basis. */
    String basisArticle();

    /** The article that asks for leave to send a message. */
    String channelArticle();

    /** The article that makes leaving the territory a transfer. */
    String exportArticle();

    /** The article under which recipients are told to take a person out. */
    String removalArticle();

    default LocalDate today(Crossing crossing) {
        return LocalDate.ofInstant(crossing.at(), zone(crossing.law()));
    }

    /** A decision of the pack: found by its number, or by its type where the number is null. */
    static Optional<AdequacyDecision> decision(Crossing crossing, MechanismType type, @Nullable String number) {
        return crossing.law().adequacy().stream()
                .filter(decision -> decision.type() == type)
                .filter(decision -> number == null || decision.decision().equals(number))
                .filter(decision -> decision.countries().contains(crossing.country()))
                .findFirst();
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
