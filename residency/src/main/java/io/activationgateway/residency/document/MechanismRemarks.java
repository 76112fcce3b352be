package io.activationgateway.residency.document;

import io.activationgateway.residency.document.PolicyDocuments.Loaded;
import io.activationgateway.residency.policy.Destination;
import io.activationgateway.residency.policy.Mechanism;
import io.activationgateway.residency.policy.Mechanism.Approval;
import io.activationgateway.residency.policy.Mechanism.Assessment;
import io.activationgateway.residency.policy.Mechanism.Clauses;
import io.activationgateway.residency.policy.Mechanism.Contract;
import io.activationgateway.residency.policy.Mechanism.Listing;
import io.activationgateway.residency.policy.Mechanism.Signature;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Mechanisms whose dates contradict each other. */
final class MechanismRemarks {

    private MechanismRemarks() {}

    static Stream<Remark> of(Loaded loaded) {
        return written(loaded).flatMap(MechanismRemarks::dates);
    }

    /** A mechanism and the mapping it was read from. */
    record Written(Mechanism mechanism, View view) {}

    /** Every mechanism of every hop of every destination. */
    static Stream<Written> written(Loaded loaded) {
        return loaded.sources().of(Destination.class).flatMap(destination -> {
            List<View> hops = hops(destination.view());
            return IntStream.range(0, hops.size()).boxed().flatMap(hop -> {
                List<View> views = hops.get(hop).views("mechanisms");
                List<Mechanism> mechanisms = destination.value().hops().get(hop).mechanisms();
                return IntStream.range(0, views.size()).mapToObj(i -> new Written(mechanisms.get(i), views.get(i)));
            });
        });
    }

    /** The mappings of the hops: the destination itself, then those it passes on to. */
    static List<View> hops(View destination) {
        return Stream.concat(Stream.of(destination), destination.views("onward").stream())
                .toList();
    }

    private static Stream<Remark> dates(Written written) {
        var found = new ArrayList<Remark>();
        View view = written.view();
        switch (written.mechanism()) {
            case Listing listing ->
                ordered(view, "certifiedFrom", listing.certifiedFrom(), "recertDue", listing.recertDue(), found);
            case Clauses clauses -> {
                ordered(view, "signedAt", clauses.signedAt(), "terminatedAt", clauses.terminatedAt(), found);
                assessment(view, clauses.assessment(), found);
            }
            case Contract contract -> {
                LocalDate signed = contract.signatures().stream()
                        .map(Signature::signedAt)
                        .filter(Objects::nonNull)
                        .max(LocalDate::compareTo)
                        .orElse(null);
                ordered(view, "the last signature", signed, "notifiedAt", contract.notifiedAt(), found);
                ordered(view, "the last signature", signed, "terminatedAt", contract.terminatedAt(), found);
                assessment(view, contract.assessment(), found);
            }
            case Approval approval -> {
                ordered(view, "approvedAt", approval.approvedAt(), "expiresAt", approval.expiresAt(), found);
                assessment(view, approval.assessment(), found);
            }
            case Mechanism.Adequacy _, Mechanism.Derogation _ -> {}
        }
        return found.stream();
    }

    private static void assessment(View mechanism, @Nullable Assessment assessment, List<Remark> found) {
        if (assessment != null) {
            mechanism
                    .view("assessment")
                    .ifPresent(view ->
                            ordered(view, "madeAt", assessment.madeAt(), "reviewDue", assessment.reviewDue(), found));
        }
    }

    private static void ordered(
            View view,
            String first,
            @Nullable LocalDate earlier,
            String key,
            @Nullable LocalDate later,
            List<Remark> found) {
        if (earlier != null && later != null && later.isBefore(earlier)) {
            found.add(Remark.error(
                    view.placeOf(key),
                    key + " " + later + " lies before " + first + ", " + earlier,
                    "Correct one of the two days."));
        }
    }
}
