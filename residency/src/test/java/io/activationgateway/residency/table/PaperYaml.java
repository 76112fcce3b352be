package io.activationgateway.residency.table;

import io.activationgateway.residency.policy.Mechanism;
import io.activationgateway.residency.policy.Mechanism.Adequacy;
import io.activationgateway.residency.policy.Mechanism.Approval;
import io.activationgateway.residency.policy.Mechanism.Assessment;
import io.activationgateway.residency.policy.Mechanism.Clauses;
import io.activationgateway.residency.policy.Mechanism.Contract;
import io.activationgateway.residency.policy.Mechanism.Derogation;
import io.activationgateway.residency.policy.Mechanism.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Transfer paperwork as a Destination document writes it. */
public final class PaperYaml {

    private PaperYaml() {}

    /** The value of {@code mechanisms}, in one line. */
    public static String of(List<Mechanism> mechanisms) {
        return mechanisms.stream().map(PaperYaml::of).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String of(Mechanism mechanism) {
        var lines = new Keys().put("type", mechanism.type()).put("status", mechanism.status());
        var all = switch (mechanism) {
            case Adequacy adequacy ->
                lines.quote("decision", adequacy.decision()).put("withinScope", adequacy.withinScope());
            case Listing listing ->
                lines.quote("entity", listing.entity())
                        .put("active", listing.active())
                        .put("certifiedFrom", listing.certifiedFrom())
                        .put("recertDue", listing.recertDue())
                        .put("checkedAt", listing.checkedAt());
            case Clauses clauses ->
                lines.quote("reference", clauses.reference())
                        .put("signedAt", clauses.signedAt())
                        .put("unaltered", clauses.unaltered())
                        .put("assessment", assessment(clauses.assessment()))
                        .put("terminatedAt", clauses.terminatedAt());
            case Contract contract ->
                lines.quote("reference", contract.reference())
                        .put(
                                "signatures",
                                contract.signatures().stream()
                                        .map(one -> new Keys()
                                                .quote("party", one.party())
                                                .put("signedAt", one.signedAt())
                                                .toString())
                                        .toList())
                        .put("unaltered", contract.unaltered())
                        .put("notifiedAt", contract.notifiedAt())
                        .put("assessment", assessment(contract.assessment()))
                        .put("terminatedAt", contract.terminatedAt());
            case Approval approval ->
                lines.quote("approval", approval.approval())
                        .put("approvedAt", approval.approvedAt())
                        .put("expiresAt", approval.expiresAt())
                        .put("importerIsMember", approval.importerIsMember())
                        .put("assessment", assessment(approval.assessment()));
            case Derogation derogation ->
                lines.quote("riskNotice", derogation.riskNotice())
                        .quote("impossibility", derogation.impossibility())
                        .put("eventAt", derogation.eventAt());
        };
        return all.toString();
    }

    private static @Nullable Keys assessment(@Nullable Assessment assessment) {
        return assessment == null
                ? null
                : new Keys()
                        .quote("reference", assessment.reference())
                        .put("madeAt", assessment.madeAt())
                        .put("positive", assessment.positive())
                        .put("reviewDue", assessment.reviewDue());
    }

    /** A mapping in one line; what is null is left out. */
    private static final class Keys {

        private final List<String> entries = new ArrayList<>();

        Keys put(String key, @Nullable Object value) {
            if (value != null) {
                entries.add(key + ": " + value);
            }
            return this;
        }

        Keys quote(String key, String value) {
            return put(key, '"' + value + '"');
        }

        @Override
        public String toString() {
            return entries.stream().collect(Collectors.joining(", ", "{", "}"));
        }
    }
}
