package io.activationgateway.residency.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A mapping that is being written, and its YAML: one key a line, what stands under it in one line. */
final class Writing {

    private final Map<String, Object> entries = new LinkedHashMap<>();

    static Writing document(String kind, String name) {
        return new Writing().put("kind", kind).put("name", name).put("title", "Drawn by lot");
    }

    /** A null is not written. */
    Writing put(String key, @Nullable Object value) {
        if (value != null) {
            entries.put(key, value);
        }
        return this;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    String yaml() {
        return entries.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + flow(entry.getValue()) + "\n")
                .collect(Collectors.joining());
    }

    private static String flow(Object value) {
        return switch (value) {
            case Writing mapping ->
                mapping.entries.entrySet().stream()
                        .map(entry -> "\"" + entry.getKey() + "\": " + flow(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case List<?> list -> list.stream().map(Writing::flow).collect(Collectors.joining(", ", "[", "]"));
            case Boolean flag -> flag.toString();
            case Integer number -> number.toString();
            default -> "\"" + value + "\"";
        };
    }
}
