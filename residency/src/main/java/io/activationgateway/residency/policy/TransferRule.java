package io.activationgateway.residency.policy;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.Obligation;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Remedy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a law pack: when, unless, then. In each stage every rule is looked at; one that withholds beats one that
 * allows. In the stages {@code BASIS} and {@code CHANNEL} something must allow, else the record is withheld; in the stage
 * {@code TRANSFER} one that allows speaks of data outside the law's scope, for which no mechanism is asked.
 *
 * @param jurisdiction the pack it belongs to
 * @param when all of it must hold
 * @param unless if all of it holds the rule is silent; null for no exception
 * @param removals whether the rule also judges removals, which pass the gates of consent
 */
public record TransferRule(
        String name,
        String title,
        String jurisdiction,
        Stage stage,
        Condition when,
        @Nullable Condition unless,
        Effect then,
        boolean removals)
        implements PolicyDocument {

    public TransferRule {
        requireNonNull(name, "name");
        requireNonNull(title, "title");
        requireNonNull(jurisdiction, "jurisdiction");
        requireNonNull(stage, "stage");
        requireNonNull(when, "when");
        requireNonNull(then, "then");
        if (then.outcome() == Outcome.REDACT && !when.data().describesFields()) {
            throw new IllegalArgumentException(
                    "rule " + name + ": REDACT without when.data (expected: which fields are to leave less)");
        }
    }

    /** What a rule says. */
    public enum Outcome {
        ALLOW,
        /** The fields that {@code when.data} describes are dropped, or leave in a lesser form. */
        REDACT,
        /** Withheld, and a consent of the person would lift it. */
        NEEDS_CONSENT,
        DENY
    }

    /**
     * What follows.
     *
     * @param reason present where the outcome withholds; a redacting rule may name one for records whose destination
     *     needs a field that the rule drops, which are then withheld for it
     * @param articles the law, in the grammar {@code LAW:article(paragraph)(point)}; at least one
     * @param remedy what would lift it; {@code NONE} where nothing would or nothing needs to
     * @param obligations duties that come with it
     * @param basis the legal basis an allowing rule rests on where the person's record holds none
     * @param action what a redacting rule leaves of the fields; where values do not bear it they are dropped
     */
    public record Effect(
            Outcome outcome,
            @Nullable Reason reason,
            List<String> articles,
            Remedy remedy,
            List<Obligation.Kind> obligations,
            @Nullable LegalBasis basis,
            FieldAction action) {

        public Effect {
            requireNonNull(remedy, "remedy");
            requireNonNull(action, "action");
            articles = List.copyOf(articles);
            obligations = List.copyOf(obligations);
            boolean withholds = outcome == Outcome.NEEDS_CONSENT || outcome == Outcome.DENY;
            if (withholds && reason == null) {
                throw new IllegalArgumentException(
                        "effect " + outcome + " without a reason (expected: the reason that the sender is told)");
            }
            if (outcome == Outcome.ALLOW && reason != null) {
                throw new IllegalArgumentException("effect ALLOW with reason " + reason.code()
                        + " (expected: a reason for NEEDS_CONSENT, DENY or REDACT only)");
            }
            if (action == FieldAction.PASS || (outcome != Outcome.REDACT && action != FieldAction.DROP)) {
                throw new IllegalArgumentException("effect " + outcome + " with action " + action.code()
                        + " (expected: an action that lets less leave, for REDACT alone)");
            }
            if (articles.isEmpty()) {
                throw new IllegalArgumentException("effect " + outcome + " without articles (expected: at least one)");
            }
        }
    }
}
