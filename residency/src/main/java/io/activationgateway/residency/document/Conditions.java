package io.activationgateway.residency.document;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a condition asks, as the words that may stand for each of its keys; a key that is missing asks nothing. Read from
 * the document, so that it knows every key that the schema does.
 */
record Conditions(Map<String, Set<String>> words) {

    static Conditions of(View condition) {
        var words = new HashMap<String, Set<String>>();
        condition.mapping().entries().forEach((group, inner) -> {
            if (inner instanceof Tree.Mapping mapping) {
                mapping.entries().forEach((key, value) -> {
                    Set<String> asked = words(value);
                    if (!asked.isEmpty()) {
                        words.put(group + "." + key, asked);
                    }
                });
            }
        });
        return new Conditions(words);
    }

    /** Whether this one holds wherever the other does. */
    boolean covers(Conditions other) {
        return words.entrySet().stream()
                .allMatch(asked -> other.words.containsKey(asked.getKey())
                        && asked.getValue().containsAll(other.words.get(asked.getKey())));
    }

    /** What may stand for a key, empty where anything may. */
    Set<String> of(String key) {
        return words.getOrDefault(key, Set.of());
    }

    private static Set<String> words(Tree value) {
        var found = new TreeSet<String>();
        switch (value) {
            case Tree.Sequence sequence -> sequence.items().forEach(item -> found.addAll(words(item)));
            case Tree.Text text -> found.add(text.value());
            case Tree.Flag flag -> found.add(Boolean.toString(flag.value()));
            case Tree.Whole whole -> found.add(Long.toString(whole.value()));
            case Tree.Mapping _, Tree.Nothing _ -> {}
        }
        return found;
    }
}
