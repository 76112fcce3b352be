package io.activationgateway.connectors.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types of profile fields, each fixed by its first value. */
final class IterableTypes {

    private final Map<String, String> types = new HashMap<>();

    /** The fields whose values do not fit, as the vendor reports them, or null; without a clash new fields are fixed. */
    @Nullable
    JsonObject clash(List<JsonObject> entries) {
        var fresh = new HashMap<String, String>();
        var errors = new JsonObject();
        for (var entry : entries) {
            for (var field : entry.getJsonObject("dataFields", new JsonObject())) {
                var type = type(field.getValue());
                var expected = type == null
                        ? null
                        : types.getOrDefault(field.getKey(), fresh.computeIfAbsent(field.getKey(), _ -> type));
                if (expected != null && !expected.equals(type)) {
                    errors.put(field.getKey(), error(type, expected, field.getValue()));
                }
            }
        }
        if (!errors.isEmpty()) {
            return errors;
        }
        fresh.forEach(types::putIfAbsent);
        return null;
    }

    void reset() {
        types.clear();
    }

    private static JsonObject error(@Nullable String type, String expected, @Nullable Object value) {
        return new JsonObject()
                .put("incomingTypes", new JsonArray().add(type))
                .put("expectedType", expected)
                .put("category", "user")
                .put("offendingValue", value);
    }

    private static @Nullable String type(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String _ -> "string";
            case Boolean _ -> "boolean";
            case Number _ -> "number";
            case JsonObject _ -> "object";
            // Arrays hold anything.
            default -> null;
        };
    }
}
