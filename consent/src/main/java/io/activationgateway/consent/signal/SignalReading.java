package io.activationgateway.consent.signal;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.signal.SignalAnswer.Flaw;
import java.util.List;
import java.util.Set;

/**
 * What all signals of one payload come to.
 *
 * @param left what they leave of a permission
 * @param choices what the person chose, as far as they prove it: each no, and each yes where nothing stands against it.
 *     A signal that proves nothing has none
 * @param flaws why some of them prove nothing
 */
public record SignalReading(SignalClass left, List<SignalChoice> choices, Set<Flaw> flaws) {

    public SignalReading {
        requireNonNull(left, "left");
        choices = List.copyOf(choices);
        flaws = Set.copyOf(flaws);
    }
}
