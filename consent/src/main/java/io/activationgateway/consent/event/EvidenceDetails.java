package io.activationgateway.consent.event;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What else evidence holds. It may be personal data (a receipt's id may name somebody): it does not print. Immutable.
 *
 * @param values in their normal form, in the order of {@link EvidenceDetail}
 */
public record EvidenceDetails(Map<EvidenceDetail, String> values) {

    public static final EvidenceDetails NONE = new EvidenceDetails(Map.of());

    /** Takes texts in any form that {@link EvidenceDetail#normal} knows; throws where one has none. */
    public EvidenceDetails {
        var normal = new EnumMap<EvidenceDetail, String>(EvidenceDetail.class);
        values.forEach((detail, raw) -> normal.put(
                detail,
                detail.normal(raw)
                        .orElseThrow(() -> new IllegalArgumentException(
                                detail.wireName() + " (expected: " + detail.expected() + ")"))));
        values = Collections.unmodifiableMap(normal);
    }

    /** The value of a detail, null where it was not told. */
    public @Nullable String get(EvidenceDetail detail) {
        return values.get(detail);
    }

    /** When a double opt-in was asked for. */
    public Optional<Instant> optInRequested() {
        return Optional.ofNullable(get(EvidenceDetail.OPT_IN_REQUESTED)).map(Instant::parse);
    }

    /** When a double opt-in was confirmed. */
    public Optional<Instant> optInConfirmed() {
        return Optional.ofNullable(get(EvidenceDetail.OPT_IN_CONFIRMED)).map(Instant::parse);
    }

    /** Who gave it, where that was told. */
    public Optional<GivenBy> givenBy() {
        return Optional.ofNullable(get(EvidenceDetail.GIVEN_BY)).map(GivenBy::valueOf);
    }

    /** These with one more, which takes the place of another value. */
    public EvidenceDetails with(EvidenceDetail detail, String value) {
        var more = new EnumMap<EvidenceDetail, String>(EvidenceDetail.class);
        more.putAll(values);
        more.put(detail, value);
        return new EvidenceDetails(more);
    }

    @Override
    public String toString() {
        return "EvidenceDetails[redacted]";
    }
}
