package io.activationgateway.gateway.optout;

import io.activationgateway.consent.identity.IdentifierType;
import java.time.Instant;
import java.util.List;

/**
 * That a destination was sent a person (GDPR Art 15(1)(c)).
 *
 * @param since when it was first
 * @param identifiers the kinds of those that it was sent
 */
public record Disclosure(String destination, Instant since, List<IdentifierType> identifiers) {

    public Disclosure {
        identifiers = List.copyOf(identifiers);
    }
}
