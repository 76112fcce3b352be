package io.activationgateway.gateway.optout;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An opt-out on its way to a destination.
 *
 * @param sequence the row of the register's log that asks for it
 * @param entry the entry of the disclosure record that says whom it is about
 * @param code what the vendor, or the gateway, said last of it; {@code none} before
 * @param received when the event was received, from which its time runs
 * @param changed when its status changed last
 * @param attempts how often it was taken up
 * @param again whether it is sent, or was, once more after its end
 * @param job what the vendor works on, null where it names none
 */
record OptOut(
        long id,
        long sequence,
        String destination,
        long entry,
        Act act,
        OptOutStatus status,
        String code,
        Instant received,
        Instant changed,
        int attempts,
        boolean again,
        @Nullable String job) {}
