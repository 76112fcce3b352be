package io.activationgateway.residency.policy;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * A decision that a country, or recipients of a kind in it, protect data well enough (GDPR Art 45, KVKK Art 9(1)).
 *
 * @param decision its number, such as {@code (EU) 2025/2574}; mechanisms refer to it
 * @param type of kind {@code LISTING}, such as {@code EU_DPF}, where only recipients of a list are covered, else of kind {@code
 *     ADEQUACY}
 * @param countries whom it covers
 * @param validFrom its first day (UTC)
 * @param validTo its last day (UTC), null where it has no end
 * @param status changed when a court or the author suspends or annuls it
 * @param scope the recipients it covers, empty for the whole country; a destination answers whether it is one
 */
public record AdequacyDecision(
        String decision,
        MechanismType type,
        SortedSet<String> countries,
        LocalDate validFrom,
        @Nullable LocalDate validTo,
        MechanismStatus status,
        String scope) {

    public AdequacyDecision {
        requireNonNull(decision, "decision");
        countries = Countries.expand(countries);
        requireNonNull(validFrom, "validFrom");
        requireNonNull(status, "status");
        requireNonNull(scope, "scope");
        if (type.kind() != MechanismType.Kind.ADEQUACY && type.kind() != MechanismType.Kind.LISTING) {
            throw new IllegalArgumentException("adequacy decision " + decision + ": type " + type
                    + " (expected: a type of kind ADEQUACY or LISTING, such as EU_ADEQUACY or EU_DPF)");
        }
    }
    /** Whether it covers recipients in a country; one on a country covers its states. */
    public boolean covers(String country) {
        return countries.contains(country) || countries.contains(Countries.whole(country));
    }
}
