package io.activationgateway.consent.event;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.profile.ConsentProfile;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A subject's profile, and what becomes of it without further events.
 *
 * @param now the profile at the instant asked for
 * @param dueAt the first instant after it at which the profile is another one, null where it stays
 * @param afterwards the profile from {@code dueAt} on, null exactly where {@code dueAt} is
 */
public record Folded(
        ConsentProfile now,
        @Nullable Instant dueAt,
        @Nullable ConsentProfile afterwards) {

    public Folded {
        requireNonNull(now, "now");
        if ((dueAt == null) != (afterwards == null)) {
            throw new IllegalArgumentException("folded: an instant and the profile from it on come together");
        }
    }
}
