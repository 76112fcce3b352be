package io.activationgateway.residency.table;

import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.consent.signal.SignalClass;
import io.activationgateway.residency.evaluation.Facet;
import io.activationgateway.residency.evaluation.Reasoning;
import io.activationgateway.residency.policy.FieldCatalogue;
import io.activationgateway.residency.policy.Purpose;
import io.activationgateway.residency.verdict.Finding;
import io.activationgateway.residency.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A route that the policy does not know in full: everything is withheld. */
final class ClosedRoute implements Route {

    private static final Cell NO_CELL = new Cell("none", PurposeCode.LEGAL_NOTICE, Channel.NONE);

    private final Optional<Purpose> purpose;
    private final Verdict verdict;

    ClosedRoute(Optional<Purpose> purpose, List<Finding> gaps) {
        this.purpose = purpose;
        this.verdict = new Verdict.Withhold(gaps.getFirst(), gaps.subList(1, gaps.size()), List.of());
    }

    @Override
    public Optional<Purpose> purpose() {
        return purpose;
    }

    @Override
    public int laws(@Nullable String country) {
        return 0;
    }

    @Override
    public int laws(ConsentView view, int profileNumber) {
        return 0;
    }

    @Override
    public Route recall() {
        return this;
    }

    @Override
    public int sharedKey() {
        return FieldCatalogue.UNCLASSIFIED;
    }

    /** All verdicts of this route are one. */
    @Override
    public Verdict combine(Verdict one, Verdict other) {
        return verdict;
    }

    @Override
    public Verdict decide(
            ConsentView view, int profileNumber, int laws, AgeBand age, SignalClass signals, Shape shape) {
        return verdict;
    }

    @Override
    public Reasoning reason(
            ConsentView view, int profileNumber, int laws, AgeBand age, SignalClass signals, Shape shape) {
        var nobody = Facet.of(ConsentProfile.UNKNOWN, NO_CELL);
        return new Reasoning(verdict, List.of(), nobody, age, signals, List.of());
    }
}
