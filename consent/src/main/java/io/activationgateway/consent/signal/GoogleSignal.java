package io.activationgateway.consent.signal;

import java.util.Map;
import java.util.Set;

/**
 * Reads Google's consent fields for uploads: {@code granted} in any case permits, everything else is denied, as is a
 * field that is missing beside another one. Pure; any thread.
 */
public final class GoogleSignal {

    private GoogleSignal() {}

    /** Permits where every field is granted. */
    public static SignalAnswer read(Map<SignalField, String> carried, Set<SignalField> fields) {
        if (fields.stream().noneMatch(carried::containsKey)) {
            return SignalAnswer.ABSENT;
        }
        return SignalJson.answer(fields.stream().allMatch(field -> "granted".equalsIgnoreCase(carried.get(field))));
    }
}
