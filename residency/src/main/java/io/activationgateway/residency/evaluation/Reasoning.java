package io.activationgateway.residency.evaluation;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.signal.SignalClass;
import io.activationgateway.residency.verdict.Verdict;
import java.util.List;

/**
 * An answer and how it came about. No personal data beyond what a profile holds.
 *
 * @param laws the packs that apply, by name
 * @param facet what the purpose sees of the person
 * @param age the younger of what register and row know
 * @param steps what was said, in the order of the stages
 */
public record Reasoning(
        Verdict verdict, List<String> laws, Facet facet, AgeBand age, SignalClass signals, List<Step> steps) {

    public Reasoning {
        requireNonNull(verdict, "verdict");
        laws = List.copyOf(laws);
        requireNonNull(facet, "facet");
        requireNonNull(age, "age");
        requireNonNull(signals, "signals");
        steps = List.copyOf(steps);
    }
}
