package io.activationgateway.consent.profile;

import java.util.HashMap;
import java.util.Map;

/** What profiles have in common, once each: see {@link ConsentProfile#sharing}. For one thread at a time. */
public final class SharedParts {

    private final Map<Object, Object> parts = new HashMap<>();

    /** The first part that was equal to this one. */
    @SuppressWarnings("unchecked")
    <T> T shared(T part) {
        // Lists of several classes may be equal, which nobody tells apart; all else that is equal has one class.
        return (T) parts.computeIfAbsent(part, first -> first);
    }
}
