package io.activationgateway.residency.verdict;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.profile.LegalBasis;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to "may this record go there, for that, now?". There is no fourth case: whoever cannot find out withholds
 * and says why. Immutable, shared between records, compared by value.
 */
public sealed interface Verdict {

    List<Obligation> obligations();

    /**
     * The record may go, as far as the plan lets its fields.
     *
     * @param plan what happens to each field
     * @param basis the legal basis of the purpose; null where none is needed: for a removal, and for data that
     *     names nobody
     * @param law the articles that the permission rests on: basis, channel rule and, across a border, the transfer
     * @param obligations the duties that travel with it
     */
    record Forward(FieldPlan plan, @Nullable LegalBasis basis, List<String> law, List<Obligation> obligations)
            implements Verdict {
        public Forward {
            requireNonNull(plan, "plan");
            law = List.copyOf(law);
            obligations = List.copyOf(obligations);
        }
    }

    /**
     * Nothing of the record goes.
     *
     * @param reason the first in evaluation order among the strictest findings
     * @param also the findings that follow it
     */
    record Withhold(Finding reason, List<Finding> also, List<Obligation> obligations) implements Verdict {
        public Withhold {
            requireNonNull(reason, "reason");
            also = List.copyOf(also);
            obligations = List.copyOf(obligations);
        }
    }

    /** The record belongs to another region. */
    record Misdirected(String home, Finding reason) implements Verdict {
        public Misdirected {
            requireNonNull(home, "home");
            requireNonNull(reason, "reason");
        }

        @Override
        public List<Obligation> obligations() {
            return List.of();
        }
    }
}
