package io.activationgateway.consent.signal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one signal says, and when it was said.
 *
 * @param consent whether a permission among the answers is the person's own yes; not opting out is none
 * @param at when the choice was made, null where the signal does not tell
 * @param until from when on a yes no longer counts, null where it does not end by itself
 */
record Told(
        SignalAnswer answer,
        boolean consent,
        @Nullable Instant at,
        @Nullable Instant until) {

    static final Told ABSENT = new Told(SignalAnswer.ABSENT, false, null, null);

    /** A signal that does not tell when. */
    static Told yesOrNo(SignalAnswer answer) {
        return new Told(answer, answer == SignalAnswer.PERMITS, null, null);
    }

    /** A signal that can only refuse, or whose permission is no consent. */
    static Told noConsent(SignalAnswer answer) {
        return new Told(answer, false, null, null);
    }
}
