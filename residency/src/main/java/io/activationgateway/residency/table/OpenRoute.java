package io.activationgateway.residency.table;

import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.consent.signal.SignalClass;
import io.activationgateway.residency.evaluation.Evaluator;
import io.activationgateway.residency.evaluation.Reasoning;
import io.activationgateway.residency.evaluation.Way;
import io.activationgateway.residency.policy.Purpose;
import io.activationgateway.residency.verdict.Verdict;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A route whose every document is there. */
final class OpenRoute implements Route {

    private final Way way;
    private final Evaluator evaluator;
    private final Facets facets;
    private final Memory memory;
    private final int established;
    private final int reach;
    private final @Nullable Route recall;

    /** @param recall the same for people whom the recipient was sent, null where that makes no difference */
    OpenRoute(Way way, Evaluator evaluator, Facets facets, Memory memory, @Nullable Route recall) {
        this.way = way;
        this.recall = recall;
        this.evaluator = evaluator;
        this.facets = facets;
        this.memory = memory;
        this.established = evaluator.laws().established(way.controller());
        this.reach = evaluator.laws().reach(way.controller());
    }

    @Override
    public Optional<Purpose> purpose() {
        return Optional.of(way.purpose());
    }

    @Override
    public int laws(@Nullable String country) {
        return established | (evaluator.laws().residence(country) & reach);
    }

    @Override
    public int laws(ConsentView view, int profileNumber) {
        return established | (facets.of(view, profileNumber).residence() & reach);
    }

    @Override
    public Route recall() {
        return recall == null ? this : recall;
    }

    @Override
    public int sharedKey() {
        return evaluator.catalogue().number(way.destination().sharedKey());
    }

    @Override
    public Verdict combine(Verdict one, Verdict other) {
        return Combination.of(one, other, evaluator.order());
    }

    @Override
    public Verdict decide(
            ConsentView view, int profileNumber, int laws, AgeBand age, SignalClass signals, Shape shape) {
        Facets.Numbered person = facets.of(view, profileNumber);
        int applicable = laws | established | (person.residence() & reach);
        AgeBand younger = age.younger(person.age());
        Verdict remembered = memory.find(person.number(), applicable, younger, signals, shape);
        if (remembered != null) {
            return remembered;
        }
        Verdict verdict = evaluator.evaluate(way, person.facet(), applicable, younger, signals, shape::contains);
        return memory.remember(person.number(), applicable, younger, signals, shape, verdict);
    }

    @Override
    public Reasoning reason(
            ConsentView view, int profileNumber, int laws, AgeBand age, SignalClass signals, Shape shape) {
        Facets.Numbered person = facets.of(view, profileNumber);
        int applicable = laws | established | (person.residence() & reach);
        return evaluator.reason(way, person.facet(), applicable, age.younger(person.age()), signals, shape::contains);
    }
}
