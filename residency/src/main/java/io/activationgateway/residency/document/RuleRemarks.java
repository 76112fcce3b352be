package io.activationgateway.residency.document;

import io.activationgateway.residency.document.PolicyDocuments.Loaded;
import io.activationgateway.residency.document.Sources.Source;
import io.activationgateway.residency.policy.Stage;
import io.activationgateway.residency.policy.TransferRule;
import io.activationgateway.residency.policy.TransferRule.Outcome;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rules that never speak, or whose word never counts. */
final class RuleRemarks {

    private static final Set<Stage> PERMITTING =
            EnumSet.of(Stage.BASIS, Stage.CHANNEL, Stage.TRANSFER, Stage.OBLIGATIONS);

    private RuleRemarks() {}

    static Stream<Remark> of(Loaded loaded) {
        List<Spoken> rules =
                loaded.sources().of(TransferRule.class).map(Spoken::of).toList();
        return rules.stream()
                .flatMap(rule -> Stream.concat(
                        alone(rule).stream(),
                        rules.stream()
                                .filter(other -> !other.equals(rule) && other.isOfTheLawOf(rule))
                                .flatMap(other -> beside(rule, other))
                                .limit(1)));
    }

    private static List<Remark> alone(Spoken rule) {
        var found = new ArrayList<Remark>();
        Conditions unless = rule.unless();
        View view = rule.source().view();
        if (unless != null && unless.covers(rule.when())) {
            found.add(Remark.error(
                    view.placeOf("unless"),
                    "the rule never speaks: its exception holds wherever its condition does",
                    "Narrow \"unless\", or remove the rule."));
        }
        if (rule.outcome() == Outcome.ALLOW && !PERMITTING.contains(rule.stage())) {
            found.add(Remark.error(
                    view.placeOf("stage"),
                    "a rule of the stage " + rule.stage() + " that allows changes nothing",
                    "Allow in BASIS, CHANNEL, TRANSFER or OBLIGATIONS, or withhold here."));
        }
        if (rule.stage() == Stage.CHANNEL && rule.when().of("purpose.channels").equals(Set.of("NONE"))) {
            found.add(Remark.error(
                    view.placeOf("when"),
                    "the rule never speaks: the stage CHANNEL is passed over where a purpose has no channel",
                    "Name channels that reach a person, or move the rule to another stage."));
        }
        return found;
    }

    private static Stream<Remark> beside(Spoken rule, Spoken other) {
        if (!other.alwaysWithholdsWhere(rule)) {
            return Stream.empty();
        }
        if (rule.outcome() == Outcome.ALLOW && PERMITTING.contains(rule.stage())) {
            return Stream.of(Remark.error(
                    rule.source().namedAt(),
                    "the rule allows what \"" + other.name() + "\" withholds wherever it speaks",
                    "Narrow one of the two; what withholds beats what allows."));
        }
        boolean milder = rule.outcome() == Outcome.NEEDS_CONSENT
                && other.outcome() == Outcome.DENY
                && rule.stage() == other.stage();
        return milder
                ? Stream.of(Remark.warning(
                        rule.source().namedAt(),
                        "the rule asks for consent where \"" + other.name() + "\" denies whatever was consented to",
                        "Narrow one of the two, or remove this one."))
                : Stream.empty();
    }

    /** A rule with what it asks. */
    private record Spoken(
            Source<TransferRule> source,
            Conditions when,
            @Nullable Conditions unless) {

        static Spoken of(Source<TransferRule> source) {
            return new Spoken(
                    source,
                    source.view().inner("when", Conditions::of),
                    source.view().innerOrNull("unless", Conditions::of));
        }

        String name() {
            return source.value().name();
        }

        Stage stage() {
            return source.value().stage();
        }

        Outcome outcome() {
            return source.value().then().outcome();
        }

        boolean isOfTheLawOf(Spoken other) {
            return source.value().jurisdiction().equals(other.source.value().jurisdiction());
        }

        /** Wherever the other rule speaks, this one withholds. */
        boolean alwaysWithholdsWhere(Spoken other) {
            boolean withholds = outcome() == Outcome.DENY || outcome() == Outcome.NEEDS_CONSENT;
            boolean silentNowhere = unless == null || (other.unless != null && other.unless.covers(unless));
            return withholds && silentNowhere && when.covers(other.when);
        }
    }
}
