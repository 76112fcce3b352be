package io.activationgateway.gateway.config;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A mapping that fits the schema, read by name; {@code path} is where it stands in the file. */
record Values(String path, Map<String, Object> values) {

    boolean has(String name) {
        return values.containsKey(name);
    }

    Set<String> names() {
        return values.keySet();
    }

    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    String text(String name) {
        if (values.get(name) instanceof String text) {
            return text;
        }
        throw new ConfigException(path(name) + " is missing (expected: a text)");
    }

    String text(String name, String absent) {
        return has(name) ? text(name) : absent;
    }

    List<String> texts(String name) {
        return values.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    int number(String name, int absent) {
        return values.get(name) instanceof Long number ? Math.toIntExact(number) : absent;
    }

    /** The mapping under a name, empty where there is none. */
    @SuppressWarnings("unchecked") // keys of a YAML mapping that was read are texts
    Values inner(String name) {
        return new Values(path(name), values.get(name) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of());
    }
}
