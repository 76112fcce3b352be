package io.activationgateway.consent.signal;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads Segment's {@code context.consent}: {@code {"categoryPreferences":{"Advertising":true}}}. A category that is
 * missing counts as refused, as it does with the vendor. The vendor lets an event pass whose object has no preferences;
 * here it is unusable. Pure; any thread.
 */
public final class SegmentSignal {

    private SegmentSignal() {}

    /** Permits where every category is allowed. */
    public static SignalAnswer read(String json, Set<String> categories) {
        return SignalJson.read(json, in -> {
                    @Nullable Set<String> allowed = null;
                    SignalJson.enter(in);
                    for (var name = SignalJson.nextName(in); name != null; name = SignalJson.nextName(in)) {
                        if (name.equals("categoryPreferences")) {
                            allowed = allowed(in);
                        } else {
                            in.skipChildren();
                        }
                    }
                    return SignalJson.told(SignalJson.required(allowed).containsAll(categories));
                })
                .answer();
    }

    private static Set<String> allowed(JsonParser in) throws IOException {
        var allowed = new HashSet<String>();
        SignalJson.enter(in);
        for (var name = SignalJson.nextName(in); name != null; name = SignalJson.nextName(in)) {
            if (SignalJson.flag(in)) {
                allowed.add(name);
            }
        }
        return allowed;
    }
}
