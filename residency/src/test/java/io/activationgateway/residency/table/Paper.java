package io.activationgateway.residency.table;

import io.activationgateway.residency.policy.Mechanism;
import io.activationgateway.residency.policy.Mechanism.Assessment;
import io.activationgateway.residency.policy.Mechanism.Signature;
import io.activationgateway.residency.policy.MechanismStatus;
import io.activationgateway.residency.policy.MechanismType;
import java.time.LocalDate;
import java.util.List;

/** Transfer paperwork of the law cases. */
final class Paper {

    private Paper() {}

    static Mechanism adequacy(String decision) {
        return new Mechanism.Adequacy(MechanismType.EU_ADEQUACY, MechanismStatus.ACTIVE, decision, true);
    }

    static Mechanism listing(String recertDue, String checkedAt) {
        return new Mechanism.Listing(
                MechanismType.EU_DPF,
                MechanismStatus.ACTIVE,
                "Importer Inc.",
                true,
                day("2023-08-01"),
                day(recertDue),
                day(checkedAt));
    }

    static Mechanism clauses(MechanismType module, String signedAt, String reviewDue) {
        var due = day(reviewDue);
        return new Mechanism.Clauses(
                module,
                MechanismStatus.ACTIVE,
                "contract 1",
                day(signedAt),
                true,
                new Assessment("TIA 1", due.minusYears(1), true, due),
                null);
    }

    static Mechanism standardContract(String signedAt, String notifiedAt) {
        return standardContract(MechanismType.TR_SS_2, signedAt, signedAt, notifiedAt);
    }

    static Mechanism standardContract(MechanismType form, String exporter, String importer, String notifiedAt) {
        return new Mechanism.Contract(
                form,
                MechanismStatus.ACTIVE,
                "contract 1",
                List.of(new Signature("exporter", day(exporter)), new Signature("importer", day(importer))),
                true,
                day(notifiedAt),
                null,
                null);
    }

    static Mechanism derogation(MechanismType type) {
        return new Mechanism.Derogation(type, MechanismStatus.ACTIVE, "risk notice 1", "memo 1", day("2026-11-20"));
    }

    static LocalDate day(String text) {
        return text == null ? null : LocalDate.parse(text);
    }
}
