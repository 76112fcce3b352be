package io.activationgateway.residency.evaluation;

import static java.util.Objects.requireNonNull;

import io.activationgateway.residency.policy.Stage;
import io.activationgateway.residency.policy.TransferRule.Outcome;
import io.activationgateway.residency.verdict.Finding;
import io.activationgateway.residency.verdict.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was said on a case.
 *
 * @param law the name of the pack that says it; empty where the policy itself does
 * @param name what speaks: the name of a rule, the country beyond a border, the field that the destination needs; empty
 *     where nothing has a name
 * @param tool the type of the mechanism that opens a border or says why it does not; empty where none stands
 * @param reason why it withholds; null where it does not, or says no reason
 * @param articles in the grammar {@code LAW:article(paragraph)(point)}
 */
public record Step(
        Stage stage,
        Speaker speaker,
        String law,
        String name,
        String tool,
        Outcome outcome,
        @Nullable Reason reason,
        List<String> articles) {

    public Step {
        requireNonNull(stage, "stage");
        requireNonNull(speaker, "speaker");
        requireNonNull(law, "law");
        requireNonNull(name, "name");
        requireNonNull(tool, "tool");
        requireNonNull(outcome, "outcome");
        articles = List.copyOf(articles);
    }

    /** What speaks. */
    public enum Speaker {
        /** A rule of a law pack. */
        RULE,
        /** Nothing: a stage that is closed unless something opens it. */
        NOTHING,
        /** The consent signals of the row. */
        SIGNAL,
        /** A border on the way of the data. */
        BORDER,
        /** The disclosure record: a removal crosses a closed border to whom the person was sent. */
        RECORD,
        /** What the destination needs. */
        NEED
    }

    static Step against(Stage stage, Speaker speaker, String law, String name, Finding finding) {
        return new Step(
                stage,
                speaker,
                law,
                name,
                "",
                finding.curableByConsent() ? Outcome.NEEDS_CONSENT : Outcome.DENY,
                finding.reason(),
                finding.law());
    }
}
