package io.activationgateway.residency.document;

import io.activationgateway.residency.document.MechanismRemarks.Written;
import io.activationgateway.residency.document.PolicyDocuments.Loaded;
import io.activationgateway.residency.policy.AdequacyDecision;
import io.activationgateway.residency.policy.Jurisdiction;
import io.activationgateway.residency.policy.Mechanism;
import io.activationgateway.residency.policy.Mechanism.Adequacy;
import io.activationgateway.residency.policy.Mechanism.Approval;
import io.activationgateway.residency.policy.Mechanism.Assessment;
import io.activationgateway.residency.policy.Mechanism.Clauses;
import io.activationgateway.residency.policy.Mechanism.Contract;
import io.activationgateway.residency.policy.Mechanism.Listing;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Mechanisms that lapse within 60 days, or have. */
final class LapseRemarks {

    private static final int DAYS = 60;

    private LapseRemarks() {}

    static Stream<Remark> of(Loaded loaded, Instant at) {
        var today = LocalDate.ofInstant(at, ZoneOffset.UTC);
        return MechanismRemarks.written(loaded)
                .flatMap(written -> lastDays(written, loaded).entrySet().stream()
                        .filter(last -> !last.getValue().isAfter(today.plusDays(DAYS)))
                        .map(last -> remark(last.getKey(), last.getValue(), today)));
    }

    private static Remark remark(Place place, LocalDate last, LocalDate today) {
        long days = ChronoUnit.DAYS.between(today, last);
        String when = days < 0
                ? "this mechanism has lapsed: its last day was " + last
                : "this mechanism lapses in " + days + (days == 1 ? " day" : " days") + ": its last day is " + last;
        return Remark.warning(place, when, "Renew it and write the new date here; the route closes by itself then.");
    }

    /** The last days on which it counts, by where they are written. */
    private static Map<Place, LocalDate> lastDays(Written written, Loaded loaded) {
        var days = new LinkedHashMap<Place, LocalDate>();
        View view = written.view();
        Mechanism mechanism = written.mechanism();
        Optional<Jurisdiction> law = loaded.policies().jurisdictions().stream()
                .filter(one -> one.family() == mechanism.type().family())
                .findFirst();
        switch (mechanism) {
            case Adequacy adequacy ->
                law.stream()
                        .flatMap(one -> one.adequacy().stream())
                        .filter(decision -> decision.decision().equals(adequacy.decision()))
                        .map(AdequacyDecision::validTo)
                        .forEach(last -> put(days, view.placeOf("decision"), last));
            case Listing listing -> {
                put(days, view.placeOf("recertDue"), listing.recertDue());
                law.ifPresent(one -> put(
                        days,
                        view.placeOf("checkedAt"),
                        listing.checkedAt().plusDays(one.parameters().maxListingAgeDays())));
            }
            case Clauses clauses -> {
                put(days, view.placeOf("terminatedAt"), dayBefore(clauses.terminatedAt()));
                assessment(days, view, clauses.assessment());
            }
            case Contract contract -> {
                put(days, view.placeOf("terminatedAt"), dayBefore(contract.terminatedAt()));
                assessment(days, view, contract.assessment());
            }
            case Approval approval -> {
                put(days, view.placeOf("expiresAt"), approval.expiresAt());
                assessment(days, view, approval.assessment());
            }
            case Mechanism.Derogation derogation -> put(days, view.placeOf("eventAt"), derogation.eventAt());
        }
        return days;
    }

    private static void assessment(Map<Place, LocalDate> days, View mechanism, @Nullable Assessment assessment) {
        if (assessment != null) {
            mechanism
                    .view("assessment")
                    .ifPresent(view -> put(days, view.placeOf("reviewDue"), assessment.reviewDue()));
        }
    }

    private static @Nullable LocalDate dayBefore(@Nullable LocalDate day) {
        return day == null ? null : day.minusDays(1);
    }

    private static void put(Map<Place, LocalDate> days, Place place, @Nullable LocalDate last) {
        if (last != null) {
            days.put(place, last);
        }
    }
}
