package io.activationgateway.residency.signing;

import org.jspecify.annotations.Nullable;

/** A key cannot be read. The message names the place and the remedy, never the content. */
public final class KeyUnusable extends RuntimeException {

    public KeyUnusable(String place, String problem, @Nullable Throwable cause) {
        super(place + ": " + problem, cause);
    }
}
