package io.activationgateway.consent.event;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.profile.ConsentProfile;
import java.time.Instant;
import java.util.List;

/**
 * A subject's profile, and what becomes of it without further events.
 *
 * @param now the profile at the instant asked for
 * @param later what falls due after it, in order of time; each is another profile than the one before
 */
public record Folded(ConsentProfile now, List<Due> later) {

    public Folded {
        requireNonNull(now, "now");
        later = List.copyOf(later);
    }

    /** From the instant {@code at} on the profile is this one. */
    public record Due(Instant at, ConsentProfile profile) {

        public Due {
            requireNonNull(at, "at");
            requireNonNull(profile, "profile");
        }
    }
}
