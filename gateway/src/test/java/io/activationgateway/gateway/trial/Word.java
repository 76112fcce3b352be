package io.activationgateway.gateway.trial;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A record as a vendor heard it.
 *
 * @param operation in the vendor's terms, such as {@code add}
 * @param key the key of the record, or the name of the event where the vendor knows no keys
 * @param person by whom the vendor knows the person: an address or a pseudonym
 */
record Word(String operation, String key, String person) {

    /**
     * Reads what the sandbox tells.
     *
     * @param identifier by which the vendor knows people; null for one that knows no keys
     */
    static Word of(JsonObject heard, @Nullable String identifier) {
        var operation = heard.getString("operation");
        var identifiers = heard.getJsonObject("identifiers");
        return identifier == null
                ? new Word(operation, heard.getJsonObject("fields").getString("name"), identifiers.encode())
                : new Word(operation, heard.getString("key"), identifiers.getString(identifier));
    }
}
