package io.activationgateway.residency.oracle;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rules of each law and stage in order of names. */
final class Rules {

    private final List<Sheet> all;
    private final Map<List<String>, List<Sheet>> found = new HashMap<>();

    /** @param all in order of names */
    Rules(List<Sheet> all) {
        this.all = all;
    }

    List<Sheet> of(Sheet law, String stage) {
        return found.computeIfAbsent(
                List.of(law.text("name"), stage),
                key -> all.stream()
                        .filter(rule -> rule.text("jurisdiction").equals(key.getFirst()))
                        .filter(rule -> rule.text("stage").equals(key.getLast()))
                        .toList());
    }
}
