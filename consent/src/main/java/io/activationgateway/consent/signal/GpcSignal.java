package io.activationgateway.consent.signal;

import io.activationgateway.consent.signal.SignalAnswer.Flaw;
import java.util.List;
import java.util.Locale;

/**
 * Reads Global Privacy Control: "do not sell or share", which a browser says and which never permits anything. Pure; any
 * thread.
 */
public final class GpcSignal {

    private GpcSignal() {}

    /** Reads a stored attribute: true or 1 refuses, false or 0 says nothing. */
    public static SignalAnswer stored(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> SignalAnswer.REFUSES;
            case "false", "0" -> SignalAnswer.ABSENT;
            default -> new SignalAnswer.Unusable(Flaw.GPC_VALUE);
        };
    }

    /** Whether a request's {@code Sec-GPC} headers are on: one that is exactly 1 is enough, other values mean nothing. */
    public static boolean header(List<String> values) {
        return values.contains("1");
    }
}
