package io.activationgateway.residency.evaluation;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.signal.SignalClass;
import io.activationgateway.residency.policy.AdequacyDecision;
import io.activationgateway.residency.policy.FieldCatalogue;
import io.activationgateway.residency.policy.Hop;
import io.activationgateway.residency.policy.Jurisdiction;
import io.activationgateway.residency.policy.LawFamily;
import io.activationgateway.residency.policy.PolicySet;
import io.activationgateway.residency.policy.Stage;
import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.FieldPlan;
import io.activationgateway.residency.verdict.Finding;
import io.activationgateway.residency.verdict.Verdict;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Answers cases under one policy as of one instant. Every stage of every applicable pack is evaluated and none stops
 * the others; the strictest outcome wins. A pure function without a clock; any thread.
 */
public final class Evaluator {

    private final PolicySet policies;
    private final Instant asOf;
    private final List<LawPack> packs;
    private final Laws laws;
    private final Comparator<Finding> order;

    /** @throws IllegalArgumentException when a rule belongs to no jurisdiction of the policy */
    public Evaluator(PolicySet policies, Instant asOf) {
        this.policies = policies;
        this.asOf = requireNonNull(asOf, "asOf");
        List<Jurisdiction> sorted = policies.jurisdictions().stream()
                .sorted(Comparator.comparing(Jurisdiction::name))
                .toList();
        policies.rules().stream()
                .filter(rule -> sorted.stream().noneMatch(law -> law.name().equals(rule.jurisdiction())))
                .findFirst()
                .ifPresent(rule -> {
                    throw new IllegalArgumentException("rule " + rule.name() + ": no jurisdiction \""
                            + rule.jurisdiction() + "\" (expected: the name of a Jurisdiction of this policy)");
                });
        this.packs =
                sorted.stream().map(law -> LawPack.of(law, policies.rules())).toList();
        this.laws = new Laws(sorted);
        this.order = new FindingOrder(packs);
    }

    /** The fields that it knows. */
    public FieldCatalogue catalogue() {
        return policies.catalogue();
    }

    /** Which packs apply to whom. */
    public Laws laws() {
        return laws;
    }

    /** The order in which findings of this policy are come to; it is the same for whatever they are found on. */
    public Comparator<Finding> order() {
        return order;
    }

    /**
     * The answer to one case.
     *
     * @param applicable the packs that apply and the age of consent, from {@link #laws()}
     * @param signals what the row's signals leave of a permission
     * @param present whether the field of a number holds a value
     */
    public Verdict evaluate(
            Way way, Facet facet, int applicable, AgeBand age, SignalClass signals, IntPredicate present) {
        return reason(way, facet, applicable, age, signals, present).verdict();
    }

    /** The answer to one case as {@link #evaluate} gives it, and how it came about. */
    public Reasoning reason(
            Way way, Facet facet, int applicable, AgeBand age, SignalClass signals, IntPredicate present) {
        if (laws.none(applicable)) {
            return new Reasoning(Judgement.noLaw(), List.of(), facet, age, signals, List.of());
        }
        var asked = new Asked(way, facet, applicable, age, signals);
        var judgement = judge(asked, present);
        if (judgement.restsOnAbsence() && judgement.verdict() instanceof Verdict.Forward forward) {
            keepTelltales(forward.plan(), judgement, asked, present);
        }
        var speaking = applying(applicable)
                .mapToObj(pack -> packs.get(pack).law().name())
                .toList();
        return new Reasoning(judgement.verdict(), speaking, facet, age, signals, judgement.steps());
    }

    /** A case but for its fields. */
    private record Asked(Way way, Facet facet, int applicable, AgeBand age, SignalClass signals) {}

    private Judgement judge(Asked asked, IntPredicate present) {
        var judgement = new Judgement(asked.way(), asked.facet(), asked.signals(), policies.catalogue(), present);
        var hearings = applying(asked.applicable())
                .mapToObj(pack -> new Hearing(
                        packs.get(pack),
                        judgement.facts(packs.get(pack).law(), age(asked, pack)),
                        new TransferGate(packs.get(pack), asOf),
                        judgement))
                .toList();
        for (Stage stage : Stage.values()) {
            hearings.forEach(hearing -> hearing.hear(stage));
            if (stage == Stage.MINIMISATION) {
                judgement.checkRequiredFields();
            }
        }
        // What the last stage took may be needed as well.
        judgement.checkRequiredFields();
        return judgement;
    }

    private IntStream applying(int applicable) {
        return IntStream.range(0, packs.size()).filter(pack -> Laws.applies(applicable, pack));
    }

    private Facts.Age age(Asked asked, int pack) {
        return new Facts.Age(
                asked.age(), laws.consentAge(asked.applicable(), pack), laws.leastConsentAge(asked.applicable(), pack));
    }

    /**
     * Where the answer rests on fields that are not there, an empty one leaves only as far as it would with a value: its
     * name alone would tell. Each such field costs an evaluation.
     */
    private void keepTelltales(FieldPlan plan, Judgement judgement, Asked asked, IntPredicate present) {
        for (int number = 0; number < plan.size(); number++) {
            int field = number;
            if (!present.test(field) && plan.action(field) != FieldAction.DROP) {
                var filled = judge(asked, other -> other == field || present.test(other));
                judgement.lessen(
                        field,
                        filled.verdict() instanceof Verdict.Forward forward
                                ? forward.plan().action(field)
                                : FieldAction.DROP);
            }
        }
    }

    /** The articles under which a person of a country may not be handed to another region. */
    public List<String> exportArticles(String country) {
        return packs.stream()
                .filter(pack -> pack.law().covers(country))
                .map(pack -> pack.law().articles().export())
                .toList();
    }

    /** The articles under which a person of a country is to be recorded first in another country than this one. */
    public List<String> localArticles(String country, String recordedIn) {
        return packs.stream()
                .map(LawPack::law)
                .filter(law -> law.family() == LawFamily.LOCAL_ONLY && law.covers(country) && !law.covers(recordedIn))
                .map(law -> law.articles().export())
                .toList();
    }

    /** The next instant after {@code asOf} at which a dated fact of the policy changes; {@link Instant#MAX} if none. */
    public Instant validUntil() {
        return packs.stream()
                .flatMap(pack -> Stream.concat(mechanisms(pack), decisions(pack)))
                .filter(turning -> turning.isAfter(asOf))
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

    private Stream<Instant> mechanisms(LawPack pack) {
        return policies.destinations().stream()
                .flatMap(destination -> destination.hops().stream())
                .map(Hop::mechanisms)
                .flatMap(List::stream)
                .filter(mechanism -> mechanism.type().family() == pack.law().family())
                .flatMap(mechanism -> pack.transfers().turningPoints(mechanism, pack.law()).stream());
    }

    private static Stream<Instant> decisions(LawPack pack) {
        var days = new TransferLaw.Days(TransferLaw.zone(pack.law()));
        for (AdequacyDecision decision : pack.law().adequacy()) {
            days.from(decision.validFrom()).after(decision.validTo());
        }
        return days.instants().stream();
    }
}
