package io.activationgateway.residency.oracle;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One mapping of a document: every value is a text, a list or another mapping, just as it was written. */
record Sheet(Map<String, Object> keys) {

    private static final Sheet EMPTY = new Sheet(Map.of());

    boolean has(String key) {
        return keys.containsKey(key);
    }

    /** The text under a key that must be there. */
    String text(String key) {
        return find(key).orElseThrow(() -> new AssertionError("no \"" + key + "\" in " + keys));
    }

    String text(String key, String otherwise) {
        return find(key).orElse(otherwise);
    }

    @Nullable
    String textOrNull(String key) {
        return find(key).orElse(null);
    }

    private Optional<String> find(String key) {
        return keys.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    boolean isTrue(String key) {
        return "true".equals(keys.get(key));
    }

    int number(String key) {
        return Integer.parseInt(text(key));
    }

    LocalDate day(String key) {
        return LocalDate.parse(text(key));
    }

    @Nullable
    LocalDate dayOrNull(String key) {
        return has(key) ? day(key) : null;
    }

    /** The texts of a list, none where it is missing. */
    @SuppressWarnings("unchecked")
    List<String> texts(String key) {
        return keys.get(key) instanceof List<?> list ? (List<String>) list : List.of();
    }

    /** The mappings of a list, none where it is missing. */
    List<Sheet> sheets(String key) {
        return keys.get(key) instanceof List<?> list
                ? list.stream().map(Sheet::of).toList()
                : List.of();
    }

    /** The mapping under a key, an empty one where it is missing. */
    Sheet sheet(String key) {
        Object mapping = keys.get(key);
        return mapping == null ? EMPTY : of(mapping);
    }

    @SuppressWarnings("unchecked")
    static Sheet of(@Nullable Object mapping) {
        return new Sheet((Map<String, Object>) mapping);
    }
}
