package io.activationgateway.residency.policy;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The paperwork that opens a border: dated documents, which open and close a route by themselves. The type decides
 * which record it is. Dates are days in the law's own zone (UTC where its pack names none, Europe/Istanbul for KVKK); a last day is
 * included.
 */
public sealed interface Mechanism {

    MechanismType type();

    MechanismStatus status();

    /**
     * Reliance on an adequacy decision of the law pack.
     *
     * @param decision the number of the decision in the {@link Jurisdiction}
     * @param withinScope the answer to the decision's scope: whether this recipient is covered
     */
    record Adequacy(MechanismType type, MechanismStatus status, String decision, boolean withinScope)
            implements Mechanism {
        public Adequacy {
            requireNonNull(status, "status");
            requireNonNull(decision, "decision");
            check(type, MechanismType.Kind.ADEQUACY);
        }
    }

    /**
     * An entry in a list of certified recipients, as the Data Privacy Framework keeps one.
     *
     * @param entity the entry's name
     * @param active whether the list showed it as active at the last look
     * @param certifiedFrom its first day
     * @param recertDue the day by which it must be renewed, its last without renewal
     * @param checkedAt the day of the last look
     */
    record Listing(
            MechanismType type,
            MechanismStatus status,
            String entity,
            boolean active,
            LocalDate certifiedFrom,
            LocalDate recertDue,
            LocalDate checkedAt)
            implements Mechanism {
        public Listing {
            requireNonNull(status, "status");
            requireNonNull(entity, "entity");
            requireNonNull(certifiedFrom, "certifiedFrom");
            requireNonNull(recertDue, "recertDue");
            requireNonNull(checkedAt, "checkedAt");
            check(type, MechanismType.Kind.LISTING);
        }
    }

    /**
     * Standard contractual clauses of Decision (EU) 2021/914; the type names the module.
     *
     * @param reference the contract
     * @param signedAt the day of the last signature, null while one is missing
     * @param unaltered whether the text stands as adopted, annexes filled in
     * @param assessment the transfer impact assessment, null where there is none
     * @param terminatedAt the first day without the contract, null while it runs
     */
    record Clauses(
            MechanismType type,
            MechanismStatus status,
            String reference,
            @Nullable LocalDate signedAt,
            boolean unaltered,
            @Nullable Assessment assessment,
            @Nullable LocalDate terminatedAt)
            implements Mechanism {
        public Clauses {
            requireNonNull(status, "status");
            requireNonNull(reference, "reference");
            check(type, MechanismType.Kind.CLAUSES);
        }
    }

    /**
     * A Turkish standard contract (Board decision 2024/959); the type names the form.
     *
     * @param reference the contract
     * @param signatures of both parties
     * @param unaltered whether the body stands as announced, annexes filled in
     * @param notifiedAt the day the Authority was notified, null before
     * @param assessment of rights and remedies in the country, null where it is not on record
     * @param terminatedAt the first day without the contract, null while it runs
     */
    record Contract(
            MechanismType type,
            MechanismStatus status,
            String reference,
            List<Signature> signatures,
            boolean unaltered,
            @Nullable LocalDate notifiedAt,
            @Nullable Assessment assessment,
            @Nullable LocalDate terminatedAt)
            implements Mechanism {
        public Contract {
            requireNonNull(status, "status");
            requireNonNull(reference, "reference");
            signatures = List.copyOf(signatures);
            check(type, MechanismType.Kind.CONTRACT);
        }
    }

    /**
     * A tool that an authority approved: binding corporate rules, a code, a certification, an undertaking.
     *
     * @param approval the authority's reference
     * @param importerIsMember whether the importer is bound by it
     * @param expiresAt its last day, null where it has no end
     */
    record Approval(
            MechanismType type,
            MechanismStatus status,
            String approval,
            LocalDate approvedAt,
            @Nullable LocalDate expiresAt,
            boolean importerIsMember,
            @Nullable Assessment assessment)
            implements Mechanism {
        public Approval {
            requireNonNull(status, "status");
            requireNonNull(approval, "approval");
            requireNonNull(approvedAt, "approvedAt");
            check(type, MechanismType.Kind.APPROVAL);
        }
    }

    /**
     * An exception for the single case, on the person's consent to the transfer or for a contract with the person.
     *
     * @param riskNotice the notice that told of the risks
     * @param impossibility where it is on record that no other tool is possible
     * @param eventAt the one day of the event; before and after it the exception opens nothing
     */
    record Derogation(
            MechanismType type, MechanismStatus status, String riskNotice, String impossibility, LocalDate eventAt)
            implements Mechanism {
        public Derogation {
            requireNonNull(status, "status");
            requireNonNull(riskNotice, "riskNotice");
            requireNonNull(impossibility, "impossibility");
            requireNonNull(eventAt, "eventAt");
            check(type, MechanismType.Kind.DEROGATION);
        }
    }

    /**
     * The weighing of the destination's law and practice (Schrems II, clause 14).
     *
     * @param madeAt the day it was made
     * @param positive whether it came out in favour
     * @param reviewDue the last day it counts without a new look
     */
    record Assessment(String reference, LocalDate madeAt, boolean positive, LocalDate reviewDue) {
        public Assessment {
            requireNonNull(reference, "reference");
            requireNonNull(madeAt, "madeAt");
            requireNonNull(reviewDue, "reviewDue");
        }
    }

    /**
     * One party's signature.
     *
     * @param signedAt null while it is missing
     */
    record Signature(String party, @Nullable LocalDate signedAt) {
        public Signature {
            requireNonNull(party, "party");
        }
    }

    private static void check(MechanismType type, MechanismType.Kind kind) {
        if (type.kind() != kind) {
            throw new IllegalArgumentException(
                    "mechanism " + type + ": needs the documents of kind " + type.kind() + ", not of kind " + kind);
        }
    }
}
