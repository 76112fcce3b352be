package io.activationgateway.connectors.sandbox;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** One record as a simulated vendor understood it. */
final class Heard {

    private Heard() {}

    /**
     * @param key what repetitions are recognised by; null where the vendor has no such thing
     * @param refused why the vendor did not take it; null where it did
     */
    static JsonObject record(
            String operation,
            @Nullable String key,
            JsonObject identifiers,
            @Nullable JsonObject fields,
            @Nullable String refused) {
        var heard = new JsonObject().put("operation", operation);
        if (key != null) {
            heard.put("key", key);
        }
        heard.put("identifiers", identifiers).put("fields", fields == null ? new JsonObject() : fields);
        heard.put("accepted", refused == null);
        return refused == null ? heard : heard.put("refused", refused);
    }
}
