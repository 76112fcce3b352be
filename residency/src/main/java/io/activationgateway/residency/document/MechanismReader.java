package io.activationgateway.residency.document;

import io.activationgateway.residency.policy.Mechanism;
import io.activationgateway.residency.policy.MechanismStatus;
import io.activationgateway.residency.policy.MechanismType;
import org.jspecify.annotations.Nullable;

/** Reads the mechanisms of a destination. */
final class MechanismReader {

    private MechanismReader() {}

    static Mechanism read(View view) {
        MechanismType type = view.word(MechanismType.class, "type");
        MechanismStatus status = view.word(MechanismStatus.class, "status", MechanismStatus.ACTIVE);
        return view.make(() -> switch (type.kind()) {
            case ADEQUACY -> new Mechanism.Adequacy(type, status, view.text("decision"), view.flag("withinScope"));
            case LISTING ->
                new Mechanism.Listing(
                        type,
                        status,
                        view.text("entity"),
                        view.flag("active"),
                        view.date("certifiedFrom"),
                        view.date("recertDue"),
                        view.date("checkedAt"));
            case CLAUSES ->
                new Mechanism.Clauses(
                        type,
                        status,
                        view.text("reference"),
                        view.dateOrNull("signedAt"),
                        view.flag("unaltered"),
                        assessment(view),
                        view.dateOrNull("terminatedAt"));
            case CONTRACT ->
                new Mechanism.Contract(
                        type,
                        status,
                        view.text("reference"),
                        view.list("signatures", MechanismReader::signature),
                        view.flag("unaltered"),
                        view.dateOrNull("notifiedAt"),
                        assessment(view),
                        view.dateOrNull("terminatedAt"));
            case APPROVAL ->
                new Mechanism.Approval(
                        type,
                        status,
                        view.text("approval"),
                        view.date("approvedAt"),
                        view.dateOrNull("expiresAt"),
                        view.flag("importerIsMember"),
                        assessment(view));
            case DEROGATION ->
                new Mechanism.Derogation(
                        type, status, view.text("riskNotice"), view.text("impossibility"), view.date("eventAt"));
        });
    }

    private static Mechanism.@Nullable Assessment assessment(View mechanism) {
        return mechanism.innerOrNull(
                "assessment",
                view -> view.make(() -> new Mechanism.Assessment(
                        view.text("reference"), view.date("madeAt"), view.flag("positive"), view.date("reviewDue"))));
    }

    private static Mechanism.Signature signature(View view) {
        return new Mechanism.Signature(view.text("party"), view.dateOrNull("signedAt"));
    }
}
