package io.activationgateway.consent.signal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads mParticle's {@code consent_state}:
 * {@code {"gdpr":{"advertising":{"consented":true}},"ccpa":{"data_sale_opt_out":{"consented":true}}}}. Under {@code ccpa}
 * the word means the opposite: the person opted out of sale, which refuses whatever {@code gdpr} says. Pure; any thread.
 */
public final class MparticleSignal {

    private static final String SALE = "data_sale_opt_out";

    private MparticleSignal() {}

    /** Permits where every purpose is consented to under {@code gdpr} and sale is not opted out of. */
    public static SignalAnswer read(String json, Set<String> purposes) {
        return SignalJson.read(json, in -> {
            @Nullable Set<String> gdpr = null;
            @Nullable Set<String> ccpa = null;
            SignalJson.enter(in);
            for (var name = SignalJson.nextName(in); name != null; name = SignalJson.nextName(in)) {
                switch (name) {
                    case "gdpr" -> gdpr = consented(in);
                    case "ccpa" -> ccpa = consented(in);
                    default -> in.skipChildren();
                }
            }
            if (gdpr == null) {
                boolean optedOut = SignalJson.required(ccpa).contains(SALE);
                return SignalJson.answer(purposes.isEmpty() && !optedOut);
            }
            return SignalJson.answer(gdpr.containsAll(purposes) && (ccpa == null || !ccpa.contains(SALE)));
        });
    }

    /** The purposes whose {@code consented} is true; null where the law has no state. */
    private static @Nullable Set<String> consented(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        var consented = new HashSet<String>();
        SignalJson.enter(in);
        for (var purpose = SignalJson.nextName(in); purpose != null; purpose = SignalJson.nextName(in)) {
            if (choice(in)) {
                consented.add(purpose);
            }
        }
        return consented;
    }

    private static boolean choice(JsonParser in) throws IOException {
        @Nullable Boolean consented = null;
        SignalJson.enter(in);
        for (var name = SignalJson.nextName(in); name != null; name = SignalJson.nextName(in)) {
            if (name.equals("consented")) {
                consented = SignalJson.flag(in);
            } else {
                in.skipChildren();
            }
        }
        return SignalJson.required(consented);
    }
}
