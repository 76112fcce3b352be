package io.activationgateway.residency.policy;

import static java.util.Objects.requireNonNull;

/**
 * The articles that a pack names where none of its rules speaks, in the grammar {@code LAW:article(paragraph)(point)}.
 *
 * @param basis asks for a legal basis
 * @param channel asks for leave to send a message
 * @param export makes leaving the territory a transfer, or lets it be free
 * @param removal under which recipients are told to take a person out
 */
public record LawArticles(String basis, String channel, String export, String removal) {

    public LawArticles {
        requireNonNull(basis, "basis");
        requireNonNull(channel, "channel");
        requireNonNull(export, "export");
        requireNonNull(removal, "removal");
    }
}
