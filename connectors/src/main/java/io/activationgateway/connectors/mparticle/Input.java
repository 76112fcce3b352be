package io.activationgateway.connectors.mparticle;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.identity.IdentifierType;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How an input wants its users said.
 *
 * @param environment {@code production} or {@code development}
 * @param eventType the {@code custom_event_type} of events
 * @param identities what mParticle calls an identifier; one without a name is not an identity there
 * @param consents mParticle's consent purpose by the policy's purpose
 * @param sales the policy's purposes without whose consent a person's data may not be sold
 * @param consentedAt the field with the time of the consent; null where no consent is told
 */
record Input(
        String environment,
        String eventType,
        Map<IdentifierType, Identity> identities,
        Map<String, String> consents,
        Set<String> sales,
        @Nullable String consentedAt) {

    Input {
        requireNonNull(environment, "environment");
        requireNonNull(eventType, "eventType");
        identities = Map.copyOf(identities);
        consents = Map.copyOf(consents);
        sales = Set.copyOf(sales);
    }

    /** Whether mParticle knows the consent to a purpose of the policy's. */
    boolean tellsConsents() {
        return !consents.isEmpty() || !sales.isEmpty();
    }
}
