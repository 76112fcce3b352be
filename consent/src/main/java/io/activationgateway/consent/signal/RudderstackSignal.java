package io.activationgateway.consent.signal;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads RudderStack's {@code context.consentManagement}:
 * {@code {"allowedConsentIds":["C0001"],"deniedConsentIds":["C0004"]}}. The vendor looks at the denied ids only, and
 * lets one of several do where the strategy is {@code or}; here each must be allowed and none denied. Without the list of
 * allowed ids the signal is unusable. Pure; any thread.
 */
public final class RudderstackSignal {

    private RudderstackSignal() {}

    /** Permits where every category is allowed and none denied. */
    public static SignalAnswer read(String json, Set<String> categories) {
        return SignalJson.read(json, in -> {
                    @Nullable Set<String> allowed = null;
                    Set<String> denied = Set.of();
                    SignalJson.enter(in);
                    for (var name = SignalJson.nextName(in); name != null; name = SignalJson.nextName(in)) {
                        switch (name) {
                            case "allowedConsentIds" -> allowed = SignalJson.texts(in);
                            case "deniedConsentIds" -> denied = SignalJson.texts(in);
                            default -> in.skipChildren();
                        }
                    }
                    return SignalJson.told(SignalJson.required(allowed).containsAll(categories)
                            && categories.stream().noneMatch(denied::contains));
                })
                .answer();
    }
}
