package io.activationgateway.residency.verdict;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One reason against a record, with its law.
 *
 * @param reason the code
 * @param law the articles, in the grammar {@code LAW:article(paragraph)(point)}
 * @param remedy what would have to be done
 * @param curableByConsent whether a consent of the person would lift it: NEEDS_CONSENT rather than DENY
 */
public record Finding(Reason reason, List<String> law, Remedy remedy, boolean curableByConsent) {

    public Finding {
        requireNonNull(reason, "reason");
        requireNonNull(remedy, "remedy");
        law = List.copyOf(law);
    }
}
