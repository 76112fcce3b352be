package io.activationgateway.residency.bundle;

import static java.util.Objects.requireNonNull;

import io.activationgateway.residency.signing.VerifyingKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key whose bundles and statements act, and for how long. To change keys, trust the new one beside the old one on all
 * nodes, sign with the new one, then give the old one an end: what it signed before that goes on acting. A key that got
 * into wrong hands is not ended but removed, since whoever has it can write any date.
 *
 * @param from the first instant at which something it signs may have been made; null for no beginning
 * @param until the first instant at which it may not any more; null for no end
 */
public record TrustedKey(
        VerifyingKey key, @Nullable Instant from, @Nullable Instant until) {

    public TrustedKey {
        requireNonNull(key, "key");
    }

    /** A key without beginning and end. */
    public static TrustedKey always(VerifyingKey key) {
        return new TrustedKey(key, null, null);
    }

    boolean covers(Instant made) {
        return (from == null || !made.isBefore(from)) && (until == null || made.isBefore(until));
    }
}
