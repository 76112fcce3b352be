package io.activationgateway.residency.document;

import io.activationgateway.residency.policy.DataCategory;
import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.FieldAction.Generalise;
import io.activationgateway.residency.verdict.FieldAction.Level;
import io.activationgateway.residency.verdict.FieldAction.Plain;
import io.activationgateway.residency.verdict.FieldAction.Truncate;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads what is to happen to fields: a word, or a mapping of one key such as {@code generalise: YEAR}. */
final class FieldActions {

    private FieldActions() {}

    /** The action under a key. */
    static FieldAction read(View view, String key, FieldAction otherwise) {
        if (!(view.mapping().get(key) instanceof Tree.Mapping mapping)) {
            return view.mapping().text(key).<FieldAction>map(Plain::valueOf).orElse(otherwise);
        }
        var written = new View(mapping);
        return mapping.entries().containsKey("truncate")
                ? new Truncate(written.number("truncate"))
                : new Generalise(written.word(Level.class, "generalise"));
    }

    /** The actions of a mapping whose keys are names. */
    static Map<String, FieldAction> byName(View view) {
        var actions = new LinkedHashMap<String, FieldAction>();
        view.mapping().entries().keySet().forEach(name -> actions.put(name, read(view, name, FieldAction.DROP)));
        return actions;
    }

    /** The actions of a mapping whose keys are categories. */
    static Map<DataCategory, FieldAction> byCategory(View view) {
        var actions = new EnumMap<DataCategory, FieldAction>(DataCategory.class);
        byName(view).forEach((name, action) -> actions.put(DataCategory.valueOf(name), action));
        return actions;
    }
}
