package io.activationgateway.residency.evaluation;

import io.activationgateway.residency.verdict.Finding;
import io.activationgateway.residency.verdict.Obligation;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Remedy;
import java.util.List;

/** Whether a border is open. */
sealed interface Passage {

    record Open(List<String> articles, List<Obligation> obligations) implements Passage {}

    record Closed(Finding finding) implements Passage {}

    static Passage open(String... articles) {
        return new Open(List.of(articles), List.of());
    }

    static Passage openWith(Obligation obligation, String... articles) {
        return new Open(List.of(articles), List.of(obligation));
    }

    /** Closed, and no consent of the person to the purpose would open it. */
    static Passage closed(Reason reason, Remedy remedy, String... articles) {
        return closed(reason, remedy, List.of(articles));
    }

    static Passage closed(Reason reason, Remedy remedy, List<String> articles) {
        return new Closed(new Finding(reason, articles, remedy, false));
    }
}
