package io.activationgateway.consent.signal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads mParticle's {@code consent_state}:
 * {@code {"gdpr":{"advertising":{"consented":true}},"ccpa":{"data_sale_opt_out":{"consented":true}}}}. Under {@code ccpa}
 * the word means the opposite: the person opted out of sale, which refuses whatever {@code gdpr} says. Pure; any thread.
 */
public final class MparticleSignal {

    private static final String SALE = "data_sale_opt_out";
    private static final Comparator<Instant> ORDER = Comparator.naturalOrder();

    private MparticleSignal() {}

    /**
     * One purpose's state.
     *
     * @param at when it was chosen, null where it is not told
     */
    private record State(boolean consented, @Nullable Instant at) {}

    /** Permits where every purpose is consented to under {@code gdpr} and sale is not opted out of. */
    public static SignalAnswer read(String json, Set<String> purposes) {
        return tell(json, purposes).answer();
    }

    /**
     * The same with its time: a yes is as old as the oldest that it takes, a no as young as the youngest; none where one
     * of them tells none. That nobody opted out of sale is no consent.
     */
    static Told tell(String json, Set<String> purposes) {
        return SignalJson.read(json, in -> {
            @Nullable Map<String, State> gdpr = null;
            @Nullable Map<String, State> ccpa = null;
            SignalJson.enter(in);
            for (var name = SignalJson.nextName(in); name != null; name = SignalJson.nextName(in)) {
                switch (name) {
                    case "gdpr" -> gdpr = states(in);
                    case "ccpa" -> ccpa = states(in);
                    default -> in.skipChildren();
                }
            }
            if (gdpr == null) {
                SignalJson.required(ccpa);
            }
            return told(purposes, gdpr == null ? Map.of() : gdpr, ccpa == null ? Map.of() : ccpa);
        });
    }

    private static Told told(Set<String> purposes, Map<String, State> gdpr, Map<String, State> ccpa) {
        var asked = new ArrayList<@Nullable State>();
        purposes.forEach(purpose -> asked.add(gdpr.get(purpose)));
        var refusing = new ArrayList<@Nullable State>(asked);
        refusing.removeIf(state -> state != null && state.consented());
        var sale = ccpa.get(SALE);
        if (sale != null && sale.consented()) {
            refusing.add(sale);
        }
        return refusing.isEmpty()
                ? new Told(SignalAnswer.PERMITS, !purposes.isEmpty(), time(asked, BinaryOperator.minBy(ORDER)), null)
                : new Told(SignalAnswer.REFUSES, false, time(refusing, BinaryOperator.maxBy(ORDER)), null);
    }

    private static @Nullable Instant time(List<@Nullable State> states, BinaryOperator<Instant> of) {
        @Nullable Instant time = null;
        for (var state : states) {
            if (state == null || state.at() == null) {
                return null;
            }
            time = time == null ? state.at() : of.apply(time, state.at());
        }
        return time;
    }

    /** The purposes of a law with their states; null where the law has none. */
    private static @Nullable Map<String, State> states(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        var states = new HashMap<String, State>();
        SignalJson.enter(in);
        for (var purpose = SignalJson.nextName(in); purpose != null; purpose = SignalJson.nextName(in)) {
            states.put(purpose, state(in));
        }
        return states;
    }

    private static State state(JsonParser in) throws IOException {
        @Nullable Boolean consented = null;
        @Nullable Instant at = null;
        SignalJson.enter(in);
        for (var name = SignalJson.nextName(in); name != null; name = SignalJson.nextName(in)) {
            switch (name) {
                case "consented" -> consented = SignalJson.flag(in);
                case "timestamp_unixtime_ms" -> at = SignalJson.millis(in);
                default -> in.skipChildren();
            }
        }
        return new State(SignalJson.required(consented), at);
    }
}
